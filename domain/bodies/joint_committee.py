"""The Joint Committee of the Committee of Ministers and the Assembly."""

from domain.clauses import JIS_6, REG_4, REG_5A, Clause
from domain.outcomes import JointCommitteeConsulted, OneNameDiscussed, ThirtyDaysWaived
from domain.reckoning import Reckoned
from domain.stages import Body, Hold, Limit, Script, Stage, Window, first_of

BEFORE_THE_LIST = {
    "list": Hold(
        JIS_6,
        "the Joint Committee has not been consulted on the candidatures",
        "record its consultation first",
    )
}
BEFORE_THE_TRANSMISSION = {
    "transmission": Hold(
        REG_4,
        "the Assembly has not been consulted in the Joint Committee",
        "record its consultation first",
    )
}
UNTIL_ONE_NAME_IS_AGREED = {
    "transmission": Hold(
        REG_5A, "one name of two", "renew the call, or record the Joint Committee's agreement"
    )
}


def is_consulted_on_all_candidatures(
    during: Window, thirty_days: Reckoned, *, clauses: tuple[Clause, ...]
) -> Script[JointCommitteeConsulted]:
    """REG 4, JIS 5, JIS 6: before the list is drawn up, and thirty days before the session.

    The Joint Committee may agree to fewer days; that covers the days, not the consultation.
    """
    limits: tuple[Limit, ...] = (Limit(REG_4, not_after=thirty_days, cap=True),)
    while True:
        consultation = Stage(
            "consultation",
            JointCommitteeConsulted,
            Body.JOINT_COMMITTEE,
            during,
            (*clauses, REG_4),
            expected=JointCommitteeConsulted(),
            readings=(3,),
            limits=limits,
            holds=BEFORE_THE_TRANSMISSION | (BEFORE_THE_LIST if JIS_6 in clauses else {}),
        )
        waiver = _waives_the_days(Window(during.opens))
        done = yield from first_of(consultation, *((waiver,) if limits else ()))
        if isinstance(done.outcome, JointCommitteeConsulted):
            return done.outcome
        limits = ()


def discusses_one_name(
    during: Window, clauses: tuple[Clause, ...], readings: tuple[int, ...]
) -> Stage[OneNameDiscussed]:
    """REG 5.a: a list of one name is held until it has agreed; an earlier agreement does too."""
    return Stage(
        "single-name",
        OneNameDiscussed,
        Body.JOINT_COMMITTEE,
        during,
        clauses,
        expected=OneNameDiscussed(agreed=True),
        readings=readings,
        holds=UNTIL_ONE_NAME_IS_AGREED,
        interrupted=True,
        early=True,
        by_itself=True,
    )


def _waives_the_days(during: Window) -> Stage[ThirtyDaysWaived]:
    """REG 4: it may agree to be consulted less than thirty days before the session."""
    return Stage("waiver", ThirtyDaysWaived, Body.JOINT_COMMITTEE, during, (REG_4,))
