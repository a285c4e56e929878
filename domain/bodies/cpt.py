"""A seat on the CPT: the delegation, the Bureau, the Ministers, the lots."""

from collections.abc import Mapping
from datetime import date

from domain.bodies.governments import may_be_proposed
from domain.candidates import PLACEHOLDERS, Name, Roll
from domain.clauses import (
    CPT_4_3,
    CPT_5_1,
    CPT_5_3,
    CPT_5_4,
    CPT_5_5,
    CPT_ROUND,
    Refused,
)
from domain.lots import draw
from domain.nominees import National
from domain.outcomes import (
    CandidatesPutForward,
    DelegationInvited,
    Holder,
    MinistersElected,
    NamesDrawnUp,
    PartyConsulted,
    TermDrawn,
    TermsFixed,
)
from domain.reckoning import Span, given
from domain.stages import Body, Hold, Stage, Window

THREE, NATIONALS = 3, 2
SHORTEST, LONGEST = 2, 6
EXPECTED_SEED = "to be said"

NO_NAMES_YET = {
    "election": Hold(
        CPT_5_1, "the Bureau has drawn up no list of names", "record the Bureau's list first"
    )
}


def invites_the_delegation(during: Window, by: date) -> Stage[DelegationInvited]:
    """CPT 5.1: the Bureau invites the delegation, or the parliament of a non-member State."""

    def leaves_time(invited: DelegationInvited, on: Span) -> None:
        if invited.by <= on.latest:
            raise Refused(
                CPT_5_1, f"{invited.by} is not after the invitation", cure="name a later day"
            )

    return Stage(
        "invitation",
        DelegationInvited,
        Body.BUREAU,
        during,
        (CPT_5_1,),
        expected=DelegationInvited(by),
        readings=(21,),
        check=leaves_time,
    )


def puts_candidates_forward(
    roll: Roll, nationality: str, during: Window, *, assumed: bool
) -> Stage[CandidatesPutForward]:
    """CPT 5.1, CPT 5.3: three, two of them nationals, nobody after two re-elections.

    `assumed`: a forecast in which nobody has been invited yet, and no text says until when.
    """

    def three_with_two_nationals(put: CandidatesPutForward, _on: Span) -> None:
        if len(put.names) != THREE or len(set(put.names)) != THREE:
            raise Refused(
                CPT_5_1, f"{len(set(put.names))} of {THREE} names", cure="put forward three"
            )
        nationals = [each for each in put.candidates if each.nationality == nationality]
        if len(nationals) < NATIONALS:
            raise Refused(
                CPT_5_1,
                f"{len(nationals)} of the three are nationals of {nationality}",
                cure=f"put forward two at least whose nationality is {nationality}",
            )
        for name in put.names:
            may_be_proposed(roll, name, CPT_5_1)

    one, two, three = PLACEHOLDERS
    return Stage(
        "delegation-list",
        CandidatesPutForward,
        Body.DELEGATION,
        during,
        (CPT_5_1, CPT_5_3),
        expected=CandidatesPutForward(
            tuple(National(name, nationality) for name in (one, two, three))
        ),
        check=three_with_two_nationals,
        assumed=assumed,
    )


def consults_the_party(during: Window) -> Stage[PartyConsulted]:
    """CPT 5.1: before the election, where the Party is not a member State."""
    return Stage(
        "party",
        PartyConsulted,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (CPT_5_1,),
        expected=PartyConsulted(),
        holds={
            "election": Hold(
                CPT_5_1, "the Party has not been consulted", "record its consultation first"
            )
        },
    )


def draws_up_the_names(names: tuple[Name, ...], during: Window) -> Stage[NamesDrawnUp]:
    """CPT 5.1: by practice in the Bureau's order of preference."""

    def of_the_delegation(drawn_up: NamesDrawnUp, _on: Span) -> None:
        strangers = [name for name in drawn_up.names if name not in names]
        if strangers or not drawn_up.names or len(set(drawn_up.names)) < len(drawn_up.names):
            raise Refused(
                CPT_5_1,
                f"{strangers[0]} was not put forward" if strangers else "each name stands once",
                cure=f"choose among {'; '.join(names)}",
            )

    return Stage(
        "bureau-list",
        NamesDrawnUp,
        Body.BUREAU,
        during,
        (CPT_5_1, CPT_ROUND),
        expected=NamesDrawnUp(names) if names else None,
        check=of_the_delegation,
        holds=NO_NAMES_YET,
        interrupted=True,
    )


def fix_other_terms(during: Window) -> Stage[TermsFixed]:
    """CPT 5.4: at any time before an election; two to six years."""

    def two_to_six(fixed: TermsFixed, _on: Span) -> None:
        if not fixed.years or not all(SHORTEST <= years <= LONGEST for years in fixed.years):
            raise Refused(
                CPT_5_4,
                f"{'; '.join(map(str, fixed.years)) or 'no'} years",
                cure="fix terms of two to six years",
            )

    return Stage(
        "terms",
        TermsFixed,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (CPT_5_4,),
        check=two_to_six,
        early=True,
        by_itself=True,
    )


def elect_a_member(
    names: tuple[Name, ...],
    nationalities: Mapping[Name, str],
    members: tuple[Holder, ...],
    during: Window,
) -> Stage[MinistersElected]:
    """CPT 5.1, CPT 4.3: from the Bureau's names, no two members of one nationality.

    `members`: those whose terms go on.
    """

    def is_eligible(elected: MinistersElected, on: Span) -> None:
        if elected.name not in names:
            raise Refused(
                CPT_5_1,
                f"{elected.name} is not among the Bureau's names",
                cure=f"choose among {'; '.join(names)}",
            )
        nationality = nationalities.get(elected.name)
        for member in members:
            if member.nationality == nationality and member.until and member.until >= on.latest:
                raise Refused(
                    CPT_4_3,
                    f"{member.name} is a member, and of the same nationality ({nationality})",
                    cure="elect another of the names, or look at the register of terms",
                )

    return Stage(
        "election",
        MinistersElected,
        Body.COMMITTEE_OF_MINISTERS,
        during,
        (CPT_5_1, CPT_4_3),
        expected=MinistersElected(names[0]),
        readings=(21,),
        check=is_eligible,
        interrupted=True,
    )


def draws_lots(lengths: tuple[int, ...], elected: Span) -> Stage[TermDrawn]:
    """CPT 5.5: by the Secretary General, immediately after the election; from a recorded seed."""

    def as_the_seed_has_it(drawn: TermDrawn, _on: Span) -> None:
        years = lengths[draw(drawn.seed, len(lengths), 1)[0] - 1]
        if drawn.years != years:
            raise Refused(
                CPT_5_5,
                f"with that seed the lot falls on {years} years, not on {drawn.years}",
                cure="look at the seed, or at the lengths that were fixed",
            )

    first = lengths[draw(EXPECTED_SEED, len(lengths), 1)[0] - 1]
    on = given(elected, "immediately after the election", CPT_5_5)
    return Stage(
        "lots",
        TermDrawn,
        Body.SECRETARY_GENERAL,
        Window(on, on),
        (CPT_5_5,),
        expected=TermDrawn(first, EXPECTED_SEED),
        check=as_the_seed_has_it,
        holds={"start": Hold(CPT_5_5, "no lots have been drawn", "record the draw first")},
    )
