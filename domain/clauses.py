"""Where a rule comes from: clauses, our readings of them, and a refusal under one of them."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Mark(StrEnum):
    """How firmly a rule stands."""

    STATED = "S"  # stated in the text
    PRACTICE = "P"  # confirmed by practice in public records
    READING = "R"  # our reading, because the text is silent or double
    ASSUMED = "A"  # assumed: no source found


FIRMEST_FIRST = tuple(Mark)


def weakest(marks: Iterable[Mark]) -> Mark:
    """The least firm of some marks: a day is only as sure as the weakest rule under it."""
    return max(marks, key=FIRMEST_FIRST.index, default=Mark.STATED)


class Clause(msgspec.Struct, frozen=True):
    """A paragraph of one of the texts, and in our words what it does."""

    id: str
    about: str
    mark: Mark = Mark.STATED

    def __str__(self) -> str:
        return self.id


class Refused(Exception):
    """What the law does not allow, under which clause, and what can be done instead.

    Raised by the clause's own function, caught once in `decide`. Without a clause it is a rule
    of the record itself: nothing from the future, nothing out of order.
    """

    def __init__(self, clause: Clause | None, because: str, *, cure: str) -> None:
        super().__init__(because)
        self.clause = clause
        self.because = because
        self.cure = cure


# The Regulations on the three senior officials (1956, amended 1962).
REG_1A = Clause("REG 1.a", "who may propose, and when: on a vacancy or before a term ends")
REG_1B = Clause("REG 1.b", "proposals go to the Secretary General, who forwards them")
REG_3 = Clause("REG 3", "the Committee of Ministers examines the candidatures and may interview")
REG_4 = Clause(
    "REG 4",
    "the Assembly is consulted in the Joint Committee before the list is transmitted, thirty days "
    "before the session opens unless the Joint Committee agrees otherwise",
)
REG_5A = Clause("REG 5.a", "at least two names, unless otherwise agreed in the Joint Committee")
REG_5B = Clause(
    "REG 5.b",
    "the list may be in order of preference, for the Secretary General and the Deputy alone",
)
REG_6 = Clause("REG 6", "the Bureau examines the list and transmits it to the Assembly")
REG_7A = Clause("REG 7.a", "the Assembly proceeds to appoint")
REG_7B = Clause("REG 7.b", "the vote is secret")
REG_7C = Clause("REG 7.c", "absolute majority at the first ballot, relative majority at the second")
REG_8A = Clause("REG 8.a", "five years")
REG_8B = Clause("REG 8.b", "set in motion at least six months before the term expires")

# The joint interpretative statement of 2010, and its calendar as revised in 2017/18.
JIS_2 = Clause("JIS 2", "the Assembly elects from the list of the Committee of Ministers")
JIS_4 = Clause("JIS 4", "the call encourages both sexes; regard is paid to their balance")
JIS_5 = Clause("JIS 5", "the Joint Committee is consulted before the list is transmitted")
JIS_6 = Clause("JIS 6", "the Joint Committee is consulted before the list is drawn up, on everyone")
JIS_7 = Clause("JIS 7", "the list is decided after the consultation, by vote if need be")
JIS_APP_1 = Clause("JIS App.1", "the calendar of the election of the Secretary General")
JIS_APP_2 = Clause("JIS App.2", "the competence framework of the Secretary General")

# How a ballot is held, and what counts.
IDX_1 = Clause("IDX 1", "elections are held in the Chamber")
IDX_2 = Clause("IDX 2", "the agenda of a part-session sets the hours of an election")
IDX_3 = Clause("IDX 3", "representatives and authorised substitutes vote; nobody is called by name")
IDX_4 = Clause("IDX 4", "the voting register lies beside the ballot box, and is attended")
IDX_5 = Clause("IDX 5", "a member shows the badge, signs the register, gets paper and envelope")
IDX_6 = Clause(
    "IDX 6",
    "a substitute who signs in the place of a representative bars the representative from voting "
    "and from standing in for another; each member votes once in a ballot",
)
IDX_7 = Clause("IDX 7", "whoever is entitled to vote puts the paper, in its envelope, into the box")
IDX_8 = Clause("IDX 8", "the President decides who may vote, and that decision is final")
IDX_13 = Clause("IDX 13", "the result is announced at the latest at the start of the next sitting")
IDX_9 = Clause("IDX 9", "each political group may name one observer, told to the President before")
IDX_11 = Clause("IDX 11", "the President asks whether all have voted, and closes the ballot")
IDX_12 = Clause("IDX 12", "four tellers by lot; they count outside the Chamber at once")
IDX_14 = Clause("IDX 14", "the list of those who have voted is published")
IDX_15 = Clause("IDX 15", "members may see the register; a candidate may have a copy")
ROP_40_11 = Clause("RoP 40.11", "only papers with names of duly entered candidates are votes cast")
ROP_41_1C = Clause("RoP 41.1.c", "majorities and ties in appointments", Mark.PRACTICE)
RES_2349 = Clause(
    "Res. 2349 (2020)", "remote or postal ballot by decision of the Bureau", Mark.PRACTICE
)

DSG_A = Clause("DSG A", "the Deputy Secretary General replaces the Secretary General")
DSG_B = Clause("DSG B", "the criteria for a Deputy Secretary General")
DSG_C = Clause("DSG C", "the competence asked of a Deputy Secretary General")
ETS_76 = Clause("ETS 76", "how time-limits are counted: our house convention", Mark.READING)

# Judges of the European Court of Human Rights.
ECHR_20 = Clause("ECHR 20", "one judge for each High Contracting Party")
ECHR_21 = Clause(
    "ECHR 21", "the criteria; since Protocol 15 under 65 on the day by which the list was requested"
)
ECHR_22 = Clause("ECHR 22", "elected by a majority of the votes cast from a list of three")
ECHR_23 = Clause("ECHR 23", "nine years, not re-electable, in office until replaced")
PROTOCOL_15 = Clause("Protocol 15", "in force since 1 August 2021", Mark.PRACTICE)
R1366_1 = Clause("R1366 1", "each candidate gives a curriculum vitae on the Assembly's model")
R1366_2 = Clause("R1366 2", "the twelve-month timetable; its text is not known", Mark.ASSUMED)
R1366_3 = Clause(
    "R1366 3",
    "the grounds on which a list is not considered; the committee proposes its rejection by a "
    "majority of the votes cast, and the Assembly endorses it or sends it back",
)
R1366_3_BEFORE_2019 = Clause(
    "R1366 3 (2005)", "before the reform: two thirds, and no ground of the Panel", Mark.PRACTICE
)
R1366_4 = Clause(
    "R1366 4",
    "a list of one sex: of the under-represented sex, or in exceptional circumstances found by two "
    "thirds of the votes cast; if not the committee must recommend its rejection",
)
R1366_5 = Clause("R1366 5", "how the interviews are held")
R1366_6 = Clause("R1366 6", "the Panel's chair or another is invited to the briefing before them")
R1432_1 = Clause("R1432 1", "a list once submitted is modified only exceptionally")
R1432_2 = Clause("R1432 2", "a withdrawal before the first ballot interrupts; then it is completed")
R1432_3 = Clause("R1432 3", "candidates for the Court stand in alphabetical order on the paper")
R1432_4 = Clause("R1432 4", "candidates for Commissioner stand in alphabetical order on the paper")
COURT_2 = Clause("Rules of Court 2", "when the term of an elected judge begins", Mark.PRACTICE)

# The Commissioner for Human Rights.
COM_9_1 = Clause(
    "COM 9.1", "elected by a majority of the votes cast from a list of three of the Ministers"
)
COM_9_2 = Clause("COM 9.2", "member States submit candidatures; candidates are their nationals")
COM_10 = Clause("COM 10", "the qualities asked of a Commissioner")
COM_11 = Clause("COM 11", "six years, not renewable")
ORDER_547 = Clause("Order 547", "Legal Affairs and Human Rights hears the candidates")

# The European Committee for the Prevention of Torture.
CPT_4_3 = Clause("CPT 4.3", "no two members of one nationality")
CPT_5_1 = Clause(
    "CPT 5.1",
    "elected by the Committee of Ministers by an absolute majority from the Bureau's list; each "
    "delegation puts forward three candidates, two at least its nationals",
)
CPT_5_2 = Clause("CPT 5.2", "casual vacancies are filled in the same way")
CPT_5_3 = Clause("CPT 5.3", "four years, re-electable twice")
CPT_5_4 = Clause("CPT 5.4", "before an election the Ministers may fix terms of two to six years")
CPT_5_5 = Clause("CPT 5.5", "several terms are allotted by lots drawn by the Secretary General")
CPT_ROUND = Clause(
    "CPT practice",
    "delegation, Sub-Committee on Human Rights, Legal Affairs, Bureau, Committee of Ministers",
    Mark.PRACTICE,
)

CLAUSES = {clause.id: clause for clause in tuple(globals().values()) if isinstance(clause, Clause)}


class Reading(msgspec.Struct, frozen=True):
    """How we read a text that is silent or double; shown wherever a day rests on it."""

    number: int
    text: str
    mark: Mark = Mark.READING


READINGS = {
    reading.number: reading
    for reading in (
        Reading(
            1,
            "The tenth of January counts until midnight in Strasbourg. On a day off it is not "
            "rolled: the Committee of Ministers fixes the day.",
        ),
        Reading(
            2,
            "Six months before expiry are counted back from the last day of the term; a day off "
            "gives the earlier working day. The call of the Committee of Ministers sets in motion.",
        ),
        Reading(
            3,
            "Thirty days are counted back from the opening of the part-session that has the "
            "election on its agenda; a day off gives the earlier working day.",
            Mark.PRACTICE,
        ),
        Reading(
            4,
            "The branch is taken on the draft list: two names go on, one is held until the Joint "
            "Committee agrees, none renews the call; lapsed candidatures may be maintained.",
        ),
        Reading(5, "Six weeks is a cap: the same weekday six weeks later at the latest, no roll."),
        Reading(
            6,
            "The mandate starts on 18 September since 2019; after a renewed call always after the "
            "election and at most three weeks later; a postponed election has no start rule.",
        ),
        Reading(
            7,
            "What the texts leave open is unsettled until the body concerned has decided; one name "
            "after a renewed call is held until the Joint Committee agrees, on any day.",
        ),
        Reading(
            8,
            "The Assembly hears the candidates after the transmission: by 31 May, or with one name "
            "or after a renewed call before the first ballot. The Bureau's examination is a stage.",
        ),
        Reading(
            9,
            "The closing day and the start are data of the decisions, with the calendar's values "
            "as defaults; a term other than five years needs an agreement in the Joint Committee.",
        ),
        Reading(
            10,
            "A vacancy before the term ends follows the Regulations with the timetable of the "
            "Committee of Ministers, opened at once, and five years from the start.",
        ),
        Reading(
            11,
            "Where a part-session is moved or cancelled the election goes to the next one, or to "
            "a remote or postal ballot by decision of the Bureau.",
        ),
        Reading(
            12,
            "Without a vote cast nobody is elected: second ballot, then unsettled. With one "
            "candidate one paper elects.",
        ),
        Reading(
            13,
            "The text of the twelve-month timetable is not known: its steps and distances are "
            "assumed, and stand in a table that may be changed.",
            Mark.ASSUMED,
        ),
        Reading(
            14,
            "Votes cast in a committee are those in favour and against: a majority is more than "
            "half of them, two thirds are rounded up. The Court's composition is that of the day "
            "of the interviews.",
        ),
        Reading(
            15,
            "After a list is completed or modified the committee takes it up anew, and the "
            "election goes to a later part-session where there is no time in the one planned.",
        ),
        Reading(
            16,
            "A list rejected under R1366 4 goes the way of one rejected under R1366 3; after a "
            "list is finally rejected the time runs forward from a new letter, at once. One that "
            "is sent back is concluded anew for the next part-session for which there is time.",
        ),
        Reading(
            17,
            "A judge elected exactly three months before the seat falls vacant starts on the day "
            "on which it does; the Rule speaks of less and of more.",
        ),
        Reading(
            18,
            "The months of the Commissioner's election follow practice: candidatures in autumn, "
            "the list in November, the ballot in January, the start on 1 April.",
            Mark.PRACTICE,
        ),
        Reading(
            19,
            "The holder of an office that is not renewable cannot stand; who held it is what the "
            "register of terms said when the appointment was opened.",
        ),
        Reading(
            20,
            "A second ballot was held on the next day; since June 2024 it is held on the same day, "
            "and the political groups name the tellers.",
            Mark.PRACTICE,
        ),
        Reading(
            21,
            "The months of an election to the CPT are nowhere said: it should be over when the "
            "outgoing term ends.",
        ),
        Reading(
            22,
            "Where no rule says when the elected takes up office, it is the day after the outgoing "
            "term; after that day it is a recorded decision.",
        ),
    )
}
