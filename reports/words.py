"""The words of the reports on one appointment, in English and in French: headings and sentences."""

from collections.abc import Mapping
from typing import NamedTuple

from domain.acts import Provenance
from domain.appointment import Status
from domain.audit.records import Became, Fate, Keeping, State, Timing, Verdict
from domain.candidates import Cause
from domain.clauses import Mark
from domain.outcomes import VacancyCause
from domain.reminders import Level, Tone

SYMBOLS: Mapping[Provenance, str] = {
    Provenance.SEEN: "●",
    Provenance.CALENDAR: "◐",
    Provenance.UNKNOWN: "○",
}


class Facts(NamedTuple):
    """What stands at the head of a report: the labels, and what is said beside them."""

    appointment: str
    rules: str
    rules_since: str
    rules_without_months: str
    opened: str
    recorded_on: str
    term: str
    term_ends: str
    vacant: str
    holders: str
    holder_terms: str
    holder_until: str
    status: str
    elected: str
    in_office: str
    in_office_about: str  # where a day is not known
    record: str
    entries: str
    last_entry: str
    all_entries: str
    days: str
    head: str
    as_of: str


class Chapters(NamedTuple):
    """The chapters, each with the sentence of an empty one."""

    stages: tuple[str, str]
    ahead: tuple[str, str]
    deviations: tuple[str, str]
    refusals: tuple[str, str]
    questions: tuple[str, str]
    corrections: tuple[str, str]
    changes: tuple[str, str]
    candidates: tuple[str, str]
    ballots: tuple[str, str]
    reminders: tuple[str, str]
    papers: tuple[str, str]
    clauses: tuple[str, str]


class OfAStage(NamedTuple):
    """What is said of one stage."""

    columns: tuple[str, str, str, str, str]
    stage_and_body: str
    ahead_columns: tuple[str, str, str]
    open_ended: str
    any_day: str
    no_last_day: str
    closed_before: str
    early: str
    late: str
    one_day: str
    days: str
    beyond: str
    planned: str
    moved_to: str
    not_before: str
    not_after: str
    by: str
    overdue: str
    may: str
    estimated: str
    assumed: str
    in_camera: str
    reason: str
    reference: str
    recorded_on: str
    corrected_by: str
    edition: str
    fell: Mapping[Cause, str]


class OfABallot(NamedTuple):
    """The lines of its arithmetic."""

    further: str
    papers: str
    blank: str
    spoiled: str
    signatures: str
    no_papers: str
    not_on_record: str
    cast: str
    cast_as_told: str
    sum: str
    majority: str
    majority_counted: str
    most: str
    most_counted: str
    verdicts: Mapping[Verdict, str]
    in_favour: str
    abstained: str
    voting: str
    committee_cast: str
    by_majority: str
    by_two_thirds: str
    carried: str
    not_carried: str
    carried_without_figures: str
    not_carried_without_figures: str
    by_the_ministers: str


class OfTheRest(NamedTuple):
    """What is said of deviations, refusals, questions, corrections, changes and reminders."""

    entry: str
    asked: str
    because: str
    cure: str
    no_clause: str
    recorded_on: str
    waits_since: str
    for_one_of: str
    options: str
    settled: str
    settled_by: str
    question: str
    written: str
    read_until_then: str
    reads: str
    struck_out: str
    fixed: str
    moved: str
    part_session: str
    held: str
    cancelled: str
    until_then: str
    was_cancelled: str
    edition: str
    court: str
    opening: str
    no_reason: str
    no_reference: str
    proposed_by: str
    became: Mapping[Became, str]
    due: str
    to: str
    by: str
    perhaps: str
    paper: str
    kinds_of_paper: Mapping[str, str]
    reading: str
    beyond: str


class Words(NamedTuple):
    """All that a report on one appointment says, in one language."""

    title: str
    facts: Facts
    chapters: Chapters
    stage: OfAStage
    ballot: OfABallot
    rest: OfTheRest
    statuses: Mapping[Status, str]
    causes: Mapping[VacancyCause, str]
    provenance: Mapping[Provenance, str]
    counted: Mapping[Provenance, str]
    timings: Mapping[Timing, str]
    not_measured: Mapping[Provenance | None, str]  # of a day that was not seen in a record
    keepings: Mapping[Keeping, str]
    states: Mapping[State, str]
    fates: Mapping[Fate, str]
    marks: Mapping[Mark, str]
    tones: Mapping[Tone, str]
    levels: Mapping[Level, str]
    ordinals: tuple[str, ...]
    parts: Mapping[int, str]
    legend: str
    firmness: str
    closing: str
    foot: str


ENGLISH = Words(
    title="Audit of an appointment",
    facts=Facts(
        appointment="Appointment",
        rules="Rules",
        rules_since="edition {0}, in force since {1}: {2}",
        rules_without_months="No calendar is known for it: the body's timetable takes its place",
        opened="Opened",
        recorded_on="recorded on {0}",
        term="Outgoing term",
        term_ends="ends on {0}",
        vacant="vacant after {0}: {1}",
        holders="Holders",
        holder_terms="terms held: {0}",
        holder_until="until {0}",
        status="Status",
        elected="Elected",
        in_office="in office from {0} to {1}",
        in_office_about="in office: {0} – {1}",
        record="Record",
        entries="entries: {0}; refused acts: {1}; corrections: {2}; on reminders: {3}",
        last_entry="The last one recorded on {0}",
        all_entries="All of them recorded on {0}",
        days="Days of steps",
        head="Last digest",
        as_of="Told as of",
    ),
    chapters=Chapters(
        stages=("The stages, in the order of the record", "No stage has been concluded."),
        ahead=("What is open, and what lies ahead", "Nothing: the appointment is closed."),
        deviations=(
            "Where practice left the text",
            "Nowhere: no step for certain outside its window, no limit broken.",
        ),
        refusals=("What was asked and refused", "Nothing was refused."),
        questions=("Questions that the texts leave open", "None arose."),
        corrections=("Corrections", "No entry was corrected."),
        changes=(
            "Dates, part-sessions and editions",
            "No date was fixed or moved, no part-session revised, no other edition adopted.",
        ),
        candidates=("The candidates", "Nobody has been proposed."),
        ballots=("Ballots and votes, with their arithmetic", "No ballot has been held."),
        reminders=("Reminders", "No reminder was sent, and none is planned."),
        papers=("Sealed papers", "No paper goes with any entry."),
        clauses=("The clauses and readings cited", "None is cited."),
    ),
    stage=OfAStage(
        columns=("No", "Written window", "Happened", "Early or late", "Clauses"),
        stage_and_body="Stage — body",
        ahead_columns=("Written window", "To be done", "State"),
        open_ended="from {0} on",
        any_day="no last day set",
        no_last_day="no last day",
        closed_before="until {0}, but not open before {1}",
        early="{0} early",
        late="{0} late",
        one_day="1 day",
        days="{0} days",
        beyond="beyond {0}",
        planned="Date fixed: {0}.",
        moved_to="As the window now stands: {0}.",
        not_before="{0}, not before: {1} — {2}.",
        not_after="{0}, not later than: {1} — {2}.",
        by="by {0}",
        overdue="overdue",
        may="May happen, and nobody must act: {0}.",
        estimated="Rests on a part-session that was not announced: an estimate.",
        assumed="Assumed [A]: no source was found for this window.",
        in_camera="Held in camera.",
        reason="Reason: {0}",
        reference="Reference: {0}",
        recorded_on="Recorded on {0}.",
        corrected_by="Corrected: {0}.",
        edition="Recorded under edition {0}.",
        fell={Cause.WITHDREW: "{0} withdraws.", Cause.DIED: "{0} dies."},
    ),
    ballot=OfABallot(
        further="Ballot {0}",
        papers="papers in the box",
        blank="blank",
        spoiled="spoiled",
        signatures="signatures in the register",
        no_papers="Papers, blank and spoiled ones: not on record.",
        not_on_record="not on record",
        cast="votes cast",
        cast_as_told="as the record gives them",
        sum="the sum of the candidates' votes",
        majority="absolute majority",
        majority_counted="half of {0}, rounded down, is {1}; and one more",
        most="needed",
        most_counted="more than any other name",
        verdicts={
            Verdict.ABSOLUTE_MAJORITY: "{0} is elected: {1} votes, {2} needed.",
            Verdict.RELATIVE_MAJORITY: "{0} is elected: {1} votes, more than any other name.",
            Verdict.NOT_REACHED: "Nobody is elected: {2} votes needed, {1} the most. "
            "A further ballot is needed.",
            Verdict.TIE: "Nobody is elected: a tie for first place, {1} votes each. "
            "A further ballot is needed.",
            Verdict.NO_VOTE_CAST: "Nobody is elected: no vote was cast.",
            Verdict.FIGURES_NOT_ON_RECORD: "{0} was elected; the figures are not on record.",
        },
        in_favour="{0} in favour, {1} against",
        abstained="{0} abstaining",
        voting="{0} taking part",
        committee_cast="votes cast: {0} + {1} = {2}",
        by_majority="needed, more than half of {0}: {1} + 1 = {2}",
        by_two_thirds="needed, two thirds of {0}, rounded up: {1}",
        carried="Carried: {0} of {1} needed.",
        not_carried="Not carried: {0} of {1} needed.",
        carried_without_figures="Carried; the figures are not on record.",
        not_carried_without_figures="Not carried; the figures are not on record.",
        by_the_ministers="The Committee of Ministers elected {0}; of which votes is nowhere said, "
        "and its result is recorded, not computed.",
    ),
    rest=OfTheRest(
        entry="entry {0}",
        asked="Asked",
        because="Refused",
        cure="Cure",
        no_clause="a rule of the record",
        recorded_on="recorded on {0}",
        waits_since="It waits since {0}.",
        for_one_of="For",
        options="Options",
        settled="Settled",
        settled_by="{0}: {1}",
        question="{0} settles the question: {1}",
        written="As written",
        read_until_then="Until then",
        reads="It reads",
        struck_out="struck out",
        fixed="Date fixed: {0}",
        moved="Date moved: {0}",
        part_session="The {0} {1} part-session",
        held="held from {0} to {1}",
        cancelled="cancelled",
        until_then="until then: {0}",
        was_cancelled="not held",
        edition="Edition {0} adopted in the place of edition {1}",
        court="The Court is composed of {0} women and {1} men",
        opening="the appointment is opened",
        no_reason="No reason is on record.",
        no_reference="none on record",
        proposed_by="proposed by {0}",
        became={
            Became.SENT: "sent",
            Became.NOT_SENT: "could not be sent",
            Became.ACKNOWLEDGED: "acknowledged",
            Became.PLANNED: "planned",
        },
        due="due on {0}",
        to="to {0}",
        by="by {0}",
        perhaps="perhaps twice, or sent without an answer",
        paper="{0}: {1}",
        kinds_of_paper={
            "curriculum": "curriculum vitae",
            "contact": "contact",
            "document": "document",
            "opinion": "opinion",
        },
        reading="Reading {0}",
        beyond="beyond the limit of {0}",
    ),
    statuses={
        Status.UNOPENED: "never opened",
        Status.OPEN: "open",
        Status.UNSETTLED: "open: a question is unsettled",
        Status.CLOSED: "closed",
    },
    causes={
        VacancyCause.DEATH: "death",
        VacancyCause.RESIGNATION: "resignation",
        VacancyCause.DISMISSAL: "dismissal",
    },
    provenance={
        Provenance.SEEN: "seen in a record",
        Provenance.CALENDAR: "follows from the calendar",
        Provenance.UNKNOWN: "not on record",
    },
    counted={
        Provenance.SEEN: "{0} seen in a record",
        Provenance.CALENDAR: "{0} from the calendar",
        Provenance.UNKNOWN: "{0} not on record",
    },
    timings={
        Timing.INSIDE: "in time",
        Timing.EARLY: "early",
        Timing.EARLY_LAWFULLY: "early, lawfully",
        Timing.LATE: "late",
        Timing.UNCERTAIN: "not certain",
    },
    not_measured={
        Provenance.CALENDAR: "not measured",
        Provenance.UNKNOWN: "not measured",
    },
    keepings={
        Keeping.KEPT: "kept",
        Keeping.BROKEN: "not kept",
        Keeping.UNCERTAIN: "nobody can tell from the record",
        Keeping.AHEAD: "still ahead",
        Keeping.PASSED: "the day has passed",
    },
    states={
        State.DONE: "done",
        State.OPEN: "open",
        State.MAY: "may happen",
        State.AHEAD: "not open yet",
    },
    fates={
        Fate.STANDS: "stands",
        Fate.ELECTED: "elected",
        Fate.NOT_ELECTED: "not elected",
        Fate.NOT_LISTED: "not on the list in the end",
        Fate.WITHDREW: "withdrew",
        Fate.DIED: "died",
        Fate.LAPSED: "lapsed with the earlier call or list",
    },
    marks={
        Mark.STATED: "stated in the text",
        Mark.PRACTICE: "confirmed by practice",
        Mark.READING: "our reading",
        Mark.ASSUMED: "assumed",
    },
    tones={
        Tone.AHEAD: "ahead of the day",
        Tone.TODAY: "on the day",
        Tone.AFTER: "the day has passed",
        Tone.OVERDUE: "overdue, then every week",
        Tone.MOVED: "the day was moved",
    },
    levels={
        Level.OWNER: "to whoever is in charge",
        Level.DEPUTY: "to the deputy too",
        Level.HEAD: "to the head too",
    },
    ordinals=("First ballot", "Second ballot", "Third ballot", "Fourth ballot", "Fifth ballot"),
    parts={1: "January", 2: "April", 3: "June", 4: "autumn"},
    legend="Every day of a step bears its mark: {0}. Only a day seen in a record is measured.",
    firmness="How firmly each stands: {0}.",
    closing="End of the report.",
    foot="Calends, told as of {0}",
)

FRENCH = Words(
    title="Rapport d’audit sur une procédure de nomination",
    facts=Facts(
        appointment="Procédure",
        rules="Règles",
        rules_since="édition {0}, en vigueur depuis le {1} : {2}",
        rules_without_months="Aucun calendrier n’en est connu : celui de l’organe en tient lieu",
        opened="Ouverture",
        recorded_on="enregistrée le {0}",
        term="Mandat sortant",
        term_ends="expire le {0}",
        vacant="vacance après le {0} : {1}",
        holders="Titulaires",
        holder_terms="mandats exercés : {0}",
        holder_until="jusqu’au {0}",
        status="État",
        elected="Personne élue",
        in_office="en fonctions du {0} au {1}",
        in_office_about="en fonctions : {0} – {1}",
        record="Registre",
        entries="écritures : {0} ; actes refusés : {1} ; corrections : {2} ; rappels : {3}",
        last_entry="La dernière enregistrée le {0}",
        all_entries="Toutes enregistrées le {0}",
        days="Jours des étapes",
        head="Dernière empreinte",
        as_of="Arrêté au",
    ),
    chapters=Chapters(
        stages=("Les étapes, dans l’ordre du registre", "Aucune étape n’est achevée."),
        ahead=("Ce qui est en cours et ce qui reste à venir", "Rien : la procédure est close."),
        deviations=(
            "Où la pratique s’est écartée du texte",
            "Nulle part : aucune étape hors de sa période à coup sûr, aucune limite franchie.",
        ),
        refusals=("Ce qui a été demandé et refusé", "Rien n’a été refusé."),
        questions=("Questions laissées ouvertes par les textes", "Aucune ne s’est posée."),
        corrections=("Corrections", "Aucune écriture n’a été corrigée."),
        changes=(
            "Dates, parties de session et éditions",
            "Aucune date fixée ni déplacée, aucune partie de session révisée, aucune autre édition "
            "adoptée.",
        ),
        candidates=("Les candidats", "Aucune candidature n’a été présentée."),
        ballots=("Scrutins et votes, avec leur calcul", "Aucun scrutin n’a eu lieu."),
        reminders=("Rappels", "Aucun rappel n’a été envoyé, et aucun n’est prévu."),
        papers=("Pièces scellées", "Aucune pièce n’accompagne une écriture."),
        clauses=("Les clauses et lectures citées", "Aucune n’est citée."),
    ),
    stage=OfAStage(
        columns=("N°", "Période prévue", "Accomplie", "Écart", "Clauses"),
        stage_and_body="Étape — organe",
        ahead_columns=("Période prévue", "À accomplir", "État"),
        open_ended="à partir du {0}",
        any_day="sans dernier jour fixé",
        no_last_day="sans terme",
        closed_before="jusqu’au {0}, mais pas ouverte avant le {1}",
        early="{0} d’avance",
        late="{0} de retard",
        one_day="1 jour",
        days="{0} jours",
        beyond="limite franchie : {0}",
        planned="Date fixée : {0}.",
        moved_to="La période telle qu’elle se présente maintenant : {0}.",
        not_before="{0}, pas avant : {1} — {2}.",
        not_after="{0}, au plus tard : {1} — {2}.",
        by="au plus tard le {0}",
        overdue="en retard",
        may="Possible, sans que personne ait à agir : {0}.",
        estimated="Repose sur une partie de session non annoncée : estimation.",
        assumed="Hypothèse [A] : aucune source trouvée pour cette période.",
        in_camera="À huis clos.",
        reason="Motif : {0}",
        reference="Référence : {0}",
        recorded_on="Enregistrée le {0}.",
        corrected_by="Corrigée : {0}.",
        edition="Enregistrée selon l’édition {0}.",
        fell={Cause.WITHDREW: "{0} se retire.", Cause.DIED: "{0} décède."},
    ),
    ballot=OfABallot(
        further="Tour {0}",
        papers="bulletins dans l’urne",
        blank="blancs",
        spoiled="nuls",
        signatures="signatures au registre",
        no_papers="Bulletins, blancs et nuls : non consignés.",
        not_on_record="non consigné",
        cast="suffrages exprimés",
        cast_as_told="tels que le registre les donne",
        sum="la somme des voix des candidats",
        majority="majorité absolue",
        majority_counted="la moitié de {0}, arrondie vers le bas : {1} ; plus une",
        most="requises",
        most_counted="plus que tout autre nom",
        verdicts={
            Verdict.ABSOLUTE_MAJORITY: "{0} : élection acquise, {1} voix pour {2} requises.",
            Verdict.RELATIVE_MAJORITY: "{0} : élection acquise, {1} voix, plus que tout autre nom.",
            Verdict.NOT_REACHED: "Personne n’est élu : {2} voix requises, {1} au plus. "
            "Un autre tour est nécessaire.",
            Verdict.TIE: "Personne n’est élu : égalité en tête, {1} voix chacun. "
            "Un autre tour est nécessaire.",
            Verdict.NO_VOTE_CAST: "Personne n’est élu : aucun suffrage exprimé.",
            Verdict.FIGURES_NOT_ON_RECORD: "{0} : élection acquise ; les chiffres ne sont pas "
            "consignés.",
        },
        in_favour="{0} pour, {1} contre",
        abstained="abstentions : {0}",
        voting="votants : {0}",
        committee_cast="voix exprimées : {0} + {1} = {2}",
        by_majority="requises, plus de la moitié de {0} : {1} + 1 = {2}",
        by_two_thirds="requises, deux tiers de {0}, arrondis vers le haut : {1}",
        carried="Adopté : {0} voix, {1} requises.",
        not_carried="Non adopté : {0} voix, {1} requises.",
        carried_without_figures="Adopté ; les chiffres ne sont pas consignés.",
        not_carried_without_figures="Non adopté ; les chiffres ne sont pas consignés.",
        by_the_ministers="Le Comité des Ministres a élu {0} ; sur quelles voix n’est dit nulle "
        "part, et son résultat est consigné, non calculé.",
    ),
    rest=OfTheRest(
        entry="écriture {0}",
        asked="Demandé",
        because="Refusé",
        cure="Remède",
        no_clause="règle du registre",
        recorded_on="enregistré le {0}",
        waits_since="En attente depuis le {0}.",
        for_one_of="Compétence",
        options="Réponses",
        settled="Tranchée",
        settled_by="{0} : {1}",
        question="{0} tranche la question : {1}",
        written="Écrit",
        read_until_then="Jusqu’alors",
        reads="Se lit",
        struck_out="biffée",
        fixed="Date fixée : {0}",
        moved="Date déplacée : {0}",
        part_session="Partie de session {0} {1}",
        held="tenue du {0} au {1}",
        cancelled="annulée",
        until_then="jusqu’alors : {0}",
        was_cancelled="non tenue",
        edition="Édition {0} adoptée à la place de l’édition {1}",
        court="La Cour se compose de {0} femmes et de {1} hommes",
        opening="ouverture de la procédure",
        no_reason="Aucun motif n’est consigné.",
        no_reference="aucune consignée",
        proposed_by="présentation : {0}",
        became={
            Became.SENT: "envoyé",
            Became.NOT_SENT: "n’a pu être envoyé",
            Became.ACKNOWLEDGED: "pris en note",
            Became.PLANNED: "prévu",
        },
        due="échéance le {0}",
        to="à {0}",
        by="par {0}",
        perhaps="peut-être deux fois, ou parti sans réponse",
        paper="{0} : {1}",
        kinds_of_paper={
            "curriculum": "curriculum vitae",
            "contact": "coordonnées",
            "document": "document",
            "opinion": "avis",
        },
        reading="Lecture {0}",
        beyond="limite de {0} franchie",
    ),
    statuses={
        Status.UNOPENED: "jamais ouverte",
        Status.OPEN: "en cours",
        Status.UNSETTLED: "en cours : une question est en suspens",
        Status.CLOSED: "close",
    },
    causes={
        VacancyCause.DEATH: "décès",
        VacancyCause.RESIGNATION: "démission",
        VacancyCause.DISMISSAL: "révocation",
    },
    provenance={
        Provenance.SEEN: "vu dans un document",
        Provenance.CALENDAR: "déduit du calendrier",
        Provenance.UNKNOWN: "non consigné",
    },
    counted={
        Provenance.SEEN: "vu dans un document : {0}",
        Provenance.CALENDAR: "déduit du calendrier : {0}",
        Provenance.UNKNOWN: "non consigné : {0}",
    },
    timings={
        Timing.INSIDE: "à temps",
        Timing.EARLY: "en avance",
        Timing.EARLY_LAWFULLY: "avance permise",
        Timing.LATE: "en retard",
        Timing.UNCERTAIN: "incertain",
    },
    not_measured={
        Provenance.CALENDAR: "non mesuré",
        Provenance.UNKNOWN: "non mesuré",
    },
    keepings={
        Keeping.KEPT: "respecté",
        Keeping.BROKEN: "non respecté",
        Keeping.UNCERTAIN: "le registre ne permet pas de le dire",
        Keeping.AHEAD: "à venir",
        Keeping.PASSED: "le jour est passé",
    },
    states={
        State.DONE: "accomplie",
        State.OPEN: "en cours",
        State.MAY: "possible",
        State.AHEAD: "non ouverte",
    },
    fates={
        Fate.STANDS: "candidature maintenue",
        Fate.ELECTED: "élection acquise",
        Fate.NOT_ELECTED: "sans être élu(e)",
        Fate.NOT_LISTED: "absent(e) de la dernière liste",
        Fate.WITHDREW: "retrait",
        Fate.DIED: "décès",
        Fate.LAPSED: "candidature caduque avec l’appel ou la liste d’alors",
    },
    marks={
        Mark.STATED: "dit par le texte",
        Mark.PRACTICE: "confirmé par la pratique",
        Mark.READING: "notre lecture",
        Mark.ASSUMED: "hypothèse",
    },
    tones={
        Tone.AHEAD: "avant l’échéance",
        Tone.TODAY: "le jour même",
        Tone.AFTER: "l’échéance est passée",
        Tone.OVERDUE: "en retard, puis chaque semaine",
        Tone.MOVED: "l’échéance a été déplacée",
    },
    levels={
        Level.OWNER: "au responsable",
        Level.DEPUTY: "à la suppléance aussi",
        Level.HEAD: "à la direction aussi",
    },
    ordinals=(
        "Premier tour",
        "Deuxième tour",
        "Troisième tour",
        "Quatrième tour",
        "Cinquième tour",
    ),
    parts={1: "de janvier", 2: "d’avril", 3: "de juin", 4: "d’automne"},
    legend="Chaque jour d’une étape porte sa marque : {0}. Seul un jour vu dans un document est"
    " mesuré.",
    firmness="Solidité de chacune : {0}.",
    closing="Fin du rapport.",
    foot="Calends, arrêté au {0}",
)

WORDS: Mapping[str, Words] = {"en": ENGLISH, "fr": FRENCH}
