"""Checklists that a body fills in: what is asked, and what was found. Nothing is computed."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from domain.clauses import DSG_A, DSG_B, DSG_C, JIS_4, JIS_APP_2, Clause, Refused


class Judgement(StrEnum):
    """What a body finds on a point. `READY_TO_LEARN`: the second language, within six months."""

    MET = "met"
    PARTLY = "partly met"
    NOT_MET = "not met"
    READY_TO_LEARN = "ready to learn"


class Finding(msgspec.Struct, frozen=True):
    """One point of a checklist, and what was found of it."""

    point: str
    judgement: Judgement


# The competence frameworks, each point with the text that asks for it.
OF_THE_SECRETARY_GENERAL: Mapping[str, Clause] = {
    "recognition": JIS_APP_2,
    "senior office": JIS_APP_2,
    "international affairs": JIS_APP_2,
    "leadership": JIS_APP_2,
    "management": JIS_APP_2,
    "communication": JIS_APP_2,
    "languages": JIS_APP_2,
    "ethical values": JIS_APP_2,
    "respect for diversity": JIS_APP_2,
    "openness to scrutiny": JIS_APP_2,
}
OF_THE_DEPUTY: Mapping[str, Clause] = {
    "support of the Secretary General": DSG_A,
    "prospects of staff": DSG_B,
    "geography": DSG_B,
    "gender balance": JIS_4,
    "senior management": DSG_C,
    "culturally diverse teams": DSG_C,
    "administration and change": DSG_C,
    "international affairs": DSG_C,
    "leadership": DSG_C,
    "large organisations": DSG_C,
    "delivery": DSG_C,
    "team work": DSG_C,
    "support services": DSG_C,
    "communication": DSG_C,
    "languages": DSG_C,
    "human rights and democracy": DSG_C,
    "respect for diversity": DSG_C,
    "openness to scrutiny": DSG_C,
}

# R1366 5: how interviews of candidates for the Court are held.
OF_THE_INTERVIEWS: Mapping[str, str] = {
    "i": "purpose and procedure are told",
    "ii": "another place is considered where there is reason",
    "iii": "there is time enough for each",
    "iv": "the groups aim at forty per cent of women in the committee",
    "v": "the criteria are told",
    "vi": "of equal merit, the under-represented sex is preferred",
    "vii": "members and staff are trained",
    "viii": "reasons and a ranking are given",
    "ix": "candidates and Party get feedback in time",
}

# R1366 3: the grounds on which a list is not considered.
GROUNDS: Mapping[str, str] = {
    "i": "fields of competence unduly narrow",
    "ii": "a candidate misses ECHR 21.1",
    "iii": "a candidate lacks an official language",
    "iv": "the national procedure was not fair and transparent",
    "v": "the Advisory Panel was not duly consulted",
}


def must_be_points(points: tuple[str, ...], known: Mapping[str, object], clause: Clause) -> None:
    """Raises Refused for a point that the text does not have, or that is given twice."""
    for point in points:
        if point not in known:
            raise Refused(
                clause, f"{point!r} is no point of it", cure=f"choose among {'; '.join(known)}"
            )
    if len(set(points)) < len(points):
        raise Refused(clause, "a point is given twice", cure="give each point once")
