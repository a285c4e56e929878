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
REG_5B = Clause("REG 5.b", "the list may be in order of preference")
REG_6 = Clause("REG 6", "the Bureau examines the list and transmits it to the Assembly")
REG_7A = Clause("REG 7.a", "the Assembly proceeds to appoint")
REG_7B = Clause("REG 7.b", "the vote is secret")
REG_7C = Clause("REG 7.c", "absolute majority at the first ballot, relative majority at the second")
REG_8A = Clause("REG 8.a", "five years")
REG_8B = Clause("REG 8.b", "set in motion at least six months before the term expires")

# The joint interpretative statement of 2010, and its calendar as revised in 2017/18.
JIS_2 = Clause("JIS 2", "the Assembly elects from the list of the Committee of Ministers")
JIS_5 = Clause("JIS 5", "the Joint Committee is consulted before the list is transmitted")
JIS_6 = Clause("JIS 6", "the Joint Committee is consulted before the list is drawn up, on everyone")
JIS_7 = Clause("JIS 7", "the list is decided after the consultation, by vote if need be")
JIS_APP_1 = Clause("JIS App.1", "the calendar of the election of the Secretary General")

# How a ballot is held, and what counts.
IDX_1 = Clause("IDX 1", "elections are held in the Chamber")
IDX_2 = Clause("IDX 2", "the agenda of a part-session sets the hours of an election")
IDX_13 = Clause("IDX 13", "the result is announced at the latest at the start of the next sitting")
ROP_40_11 = Clause("RoP 40.11", "only papers with names of duly entered candidates are votes cast")
ROP_41_1C = Clause("RoP 41.1.c", "majorities and ties in appointments", Mark.PRACTICE)
RES_2349 = Clause(
    "Res. 2349 (2020)", "remote or postal ballot by decision of the Bureau", Mark.PRACTICE
)

DSG_A = Clause("DSG A", "the Deputy Secretary General replaces the Secretary General")
ETS_76 = Clause("ETS 76", "how time-limits are counted: our house convention", Mark.READING)

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
    )
}
