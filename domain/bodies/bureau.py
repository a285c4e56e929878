"""The Bureau of the Assembly."""

from domain.candidates import Name
from domain.clauses import IDX_1, IDX_2, JIS_APP_1, REG_6, RES_2349, Refused
from domain.outcomes import BureauExamined, ComplementaryProcedure, DateConfirmed
from domain.reckoning import Span
from domain.sittings import PartSession
from domain.stages import Body, Stage, Window


def confirms_the_date(during: Window, of: PartSession) -> Stage[DateConfirmed]:
    """JIS App.1: after informal talks of the President with the Chair of the Ministers."""

    def in_the_part_session(confirmed: DateConfirmed, _on: Span) -> None:
        """IDX 2: an election stands on the agenda of a part-session."""
        known = of.held and not of.estimated
        ends = (confirmed.election.earliest, confirmed.election.latest)
        if known and (outside := [end for end in ends if not of.includes(end)]):
            raise Refused(
                IDX_2,
                f"{outside[0]} does not lie in the {of.name}",
                cure="fix a day in it, or adopt the new dates of the part-session first",
            )

    return Stage(
        "date",
        DateConfirmed,
        Body.BUREAU,
        during,
        (JIS_APP_1,),
        expected=DateConfirmed(Span(of.opening().earliest, of.closing().latest))
        if of.held
        else DateConfirmed(Span(during.opens.earliest, during.opens.latest)),
        check=in_the_part_session,
    )


def examines_the_list(names: tuple[Name, ...], during: Window) -> Stage[BureauExamined]:
    """REG 6: it examines, may hear the candidates, and transmits the list to the Assembly."""

    def orders_the_list(examined: BureauExamined, _on: Span) -> None:
        """REG 6: an order of preference of its own is one of the names on the list."""
        if examined.own_order and sorted(examined.own_order) != sorted(names):
            raise Refused(
                REG_6,
                "the order of preference does not hold the names on the list, each once",
                cure=f"order {'; '.join(names)}",
            )

    return Stage(
        "examination",
        BureauExamined,
        Body.BUREAU,
        during,
        (REG_6,),
        expected=BureauExamined(),
        readings=(8,),
        check=orders_the_list,
        interrupted=True,
    )


def decides_on_a_complementary_procedure(during: Window) -> Stage[ComplementaryProcedure]:
    """Resolution 2349 (2020): where the Assembly cannot meet, a remote or postal ballot."""
    return Stage(
        "complementary-procedure",
        ComplementaryProcedure,
        Body.BUREAU,
        during,
        (RES_2349, IDX_1),
        readings=(11,),
        early=True,
    )
