"""English: said and heard."""

from domain import outcomes as o
from domain.candidates import Cause
from domain.phrases import Language, Phrase
from domain.reckoning import Rule
from domain.stages import Body

ENGLISH = Language(
    code="en",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    first="1",
    bodies={
        Body.ASSEMBLY: "the Assembly",
        Body.BUREAU: "the Bureau",
        Body.PRESIDENT: "the President",
        Body.COMMITTEE_OF_MINISTERS: "the Committee of Ministers",
        Body.JOINT_COMMITTEE: "the Joint Committee",
        Body.MEMBER_STATES: "the member States",
        Body.DEPUTY: "the Deputy Secretary General",
        Body.ELECTED: "the elected",
    },
    parts={1: "January", 2: "April", 3: "June", 4: "autumn"},
    titles={
        "date": "date of the election confirmed",
        "call": "timetable fixed, candidatures called for",
        "renewed-call": "renewed call for candidatures",
        "candidature": "candidatures proposed",
        "maintained": "candidatures of the first call maintained",
        "closing": "closing of candidatures",
        "consultation": "consultation of the Assembly in the Joint Committee",
        "waiver": "thirty days waived",
        "interviews": "interviews by the Committee of Ministers",
        "list": "list of candidates drawn up",
        "single-name": "discussion of a list of one name",
        "transmission": "list transmitted to the Assembly",
        "examination": "examination by the Bureau, transmission to the Assembly",
        "hearing": "interviews by the Assembly",
        "complementary-procedure": "remote or postal ballot",
        "left-off-agenda": "election left off the agenda",
        "ballot": "election by secret ballot",
        "start": "start of the mandate",
        "acting": "acting period",
        "no-name-left": "question: no name is left on the list",
        "one-name-left": "question: one name is left on the list",
        "no-name-again": "question: the list has no name again",
        "one-name-refused": "question: one name is not agreed",
        "withdrawn-between-ballots": "question: a name falls away between ballots",
        "election-left-off": "question: the election was left off the agenda",
        "nobody-elected": "question: no vote was cast",
        "elected-fell-away": "question: the elected does not take office",
        "nobody-to-act": "question: nobody is in office to act",
    },
    spans=("from {0} to {1}", "in {0}"),
    phrases=(
        Phrase(o.DateConfirmed, "the Bureau confirms the date of the election: {election:span}"),
        Phrase(
            o.CallIssued, "the Committee of Ministers calls for candidatures until {closing:day}"
        ),
        Phrase(
            o.CallRenewed,
            "the Committee of Ministers renews the call for candidatures until {closing:day}",
        ),
        Phrase(
            o.CandidatureProposed,
            "{name:name} ({nationality:name}) is proposed by {proposed_by:names}",
        ),
        Phrase(o.CandidatureMaintained, "the candidature of {name:name} is maintained"),
        Phrase(o.CandidaturesClosed, "candidatures are closed"),
        Phrase(o.ThirtyDaysWaived, "the Joint Committee waives the thirty days"),
        Phrase(
            o.JointCommitteeConsulted, "the Joint Committee is consulted on all candidatures"
        ),
        Phrase(
            o.JointCommitteeConsulted,
            "the Joint Committee is consulted on all candidatures and agrees to one name",
            one_name_agreed=True,
        ),
        Phrase(o.MinistersInterviewed, "the Committee of Ministers interviews the candidates"),
        Phrase(o.ListDrawnUp, "the Committee of Ministers finds no candidate suitable", names=()),
        Phrase(o.ListDrawnUp, "the Committee of Ministers draws up the list: {names:names}"),
        Phrase(
            o.ListDrawnUp,
            "the Committee of Ministers draws up the list in order of preference: {names:names}",
            in_order_of_preference=True,
        ),
        Phrase(o.OneNameDiscussed, "the Joint Committee agrees to one name", agreed=True),
        Phrase(o.OneNameDiscussed, "the Joint Committee does not agree to one name", agreed=False),
        Phrase(
            o.ListTransmitted, "the Committee of Ministers transmits the list: {names:names}"
        ),
        Phrase(o.BureauExamined, "the Bureau examines the list and transmits it to the Assembly"),
        Phrase(
            o.BureauExamined,
            "the Bureau examines the list and transmits it to the Assembly, "
            "in its own order: {own_order:names}",
        ),
        Phrase(o.AssemblyHeard, "the Assembly interviews the candidates"),
        Phrase(
            o.ComplementaryProcedure, "the Bureau decides on a remote or postal ballot: {on:span}"
        ),
        Phrase(o.LeftOffAgenda, "the Assembly leaves the election off its agenda"),
        Phrase(o.BallotHeld, "the Assembly votes: {count:count}"),
        Phrase(o.MandateStarted, "the elected takes up office"),
        Phrase(
            o.MandateStarted,
            "the elected takes up office until {until:day}, as agreed in {agreement:text}",
        ),
        Phrase(
            o.MandateStarted,
            "the elected takes up office until {until:day}",
        ),
        Phrase(o.ActingBegan, "the Deputy Secretary General acts as Secretary General"),
        Phrase(o.ActingBegan, "{name:name} acts as Secretary General"),
        Phrase(
            o.ActingBegan,
            "there is no Deputy Secretary General to act as Secretary General",
            deputy_in_office=False,
        ),
        Phrase(o.Settled, "{body:body} settles the question {question:key}: {option:text}"),
        Phrase(
            o.Opened,
            "the appointment is opened: {office:key} {year:year}",
        ),
        Phrase(o.DatePlanned, "the date for {of:key} is fixed: {on:span}"),
        Phrase(o.DateMoved, "the date for {of:key} is moved to {to:span}"),
        Phrase(
            o.PartSessionRevised,
            "the {part:part} {year:year} part-session is held from {opens:day} to {closes:day}",
        ),
        Phrase(
            o.PartSessionRevised, "the {part:part} {year:year} part-session is cancelled"
        ),
        Phrase(o.EditionAdopted, "the appointment goes on under edition {edition:key}"),
        Phrase(o.CandidateFellAway, "{name:name} withdraws", cause=Cause.WITHDREW),
        Phrase(o.CandidateFellAway, "{name:name} dies", cause=Cause.DIED),
        Phrase(o.Corrected, "{amendments:amendments}"),
    ),
    note={
        "refused": "refused",
        "under": "under",
        "planned": "fixed: {}",
        "estimated": "rests on a part-session that is not announced: an estimate",
        "estimate": "an estimate",
        "opens": "may open: {}",
        "closes": "may close: {}",
        "no closing": "no text fixes a day; the body's own timetable does",
        "not before": "not before: {} ({})",
        "not after": "not later than: {} ({})",
        "rounding": "rounding months the other way would give another day",
        "readings": "readings: {}",
        "reading": "reading {}",
        "rounded": "rounded {}",
        "otherwise": "the other way: {}",
        "met": "days off met: {}",
        "papers": "papers",
        "blank": "blank",
        "spoiled": "spoiled",
        "signatures": "signatures",
    },
    rules={
        Rule.GIVEN: "{why}",
        Rule.PART_SESSION: "{why}",
        Rule.MONTH_OPENS: "the first day of the month",
        Rule.MONTH_CLOSES: "the last day of the month, never rolled",
        Rule.DAYS_BEFORE: "{amount} days before",
        Rule.DAYS_AFTER: "{amount} days after",
        Rule.WEEKS_AFTER: "{amount} weeks after, the same weekday, never rolled",
        Rule.MONTHS_BEFORE: "{amount} months before, the same date",
        Rule.MONTHS_AFTER: "{amount} months after, the same date",
        Rule.YEARS_AFTER: "{amount} years after, the same date",
        Rule.EARLIER_WORKING_DAY: "a day off: the earlier working day",
        Rule.LATER_WORKING_DAY: "a day off: the next working day",
    },
    correction=("entry {0} should read: {1}, {2}", "entry {0} is struck out"),
)
