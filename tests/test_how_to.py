"""How-to pages: what they tell a contributor to write is run as it stands there."""

import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from domain.diaries import carry_out, read_diary
from domain.procedure import Procedure
from domain.procedures import PROCEDURES
from domain.timetable import forecast, opening_of

PAGE = Path(__file__).parent.parent / "docs" / "how-to" / "add-a-procedure.md"

DIARY = """\
keeper-of-the-seal 2031, edition 1999, opened on 2 January 2031
20 January 2031  the Committee of Ministers calls for candidatures until 31 March 2031
3 February 2031  Ada Byron (Iceland) is proposed by Iceland
4 February 2031  Berta Munk (Denmark) is proposed by Denmark; Norway
31 March 2031    candidatures are closed
24 June 2031     the Assembly votes: Berta Munk 40; Ada Byron 80 -> elected: Ada Byron
1 August 2031    the elected takes up office -> closed
"""


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Procedure:
    """The office of the page, as one line in PROCEDURES."""
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    module = ModuleType("keeper_of_the_seal")
    exec(compile(code, str(PAGE), "exec"), module.__dict__)
    procedure = module.PROCEDURE
    assert isinstance(procedure, Procedure)
    monkeypatch.setitem(PROCEDURES, procedure.office, procedure)
    return procedure


def test_the_page_of_a_new_procedure_gives_its_timetable(keeper: Procedure) -> None:
    opening = opening_of(keeper, 2031, date(2031, 1, 2))
    stages = [expected.open.occurrence for expected in forecast(opening, keeper)]
    assert stages == ["call", "closing", "ballot", "announcement", "publication", "start"]


def test_the_page_of_a_new_procedure_carries_out_its_diary(keeper: Procedure) -> None:
    assert keeper.office in DIARY
    assert len(carry_out(read_diary(DIARY))) == len(DIARY.splitlines())
