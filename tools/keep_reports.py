"""Keep the reports on three appointments as a person has last read them, in both languages.

    python -m tools.keep_reports

A change of words or of layout shows as a change of these files: read them before you commit it.
"""

from pathlib import Path

from domain.audit.of_an_appointment import audit, day_of_audit
from domain.diaries import carry_out, read_diary
from domain.languages import LANGUAGES
from domain.phrases import Language
from domain.reckoning import day_in_strasbourg
from reports.text import text

FOLDER = Path(__file__).parents[1] / "tests"
KEPT = FOLDER / "reports" / "golden"
REPORTS = {
    "secretary-general-2024": FOLDER / "diaries" / "secretary_general" / "2024.diary",
    "single-name-2029": KEPT / "single-name-2029.diary",
    "withdrawal-between-ballots-2027": FOLDER
    / "diaries"
    / "judge"
    / "withdrawal-between-ballots-2027.diary",
}


def report(name: str, language: Language) -> str:
    """The report on one of them."""
    told = read_diary(REPORTS[name].read_text(encoding="utf-8"))
    entries = carry_out(told)
    on = day_of_audit(entries, day_in_strasbourg(entries[-1].recorded_at))
    return text(audit(told.appointment, entries, on=on), language)


def main() -> None:
    for name in REPORTS:
        for code, language in LANGUAGES.items():
            (KEPT / f"{name}.{code}.txt").write_text(report(name, language), encoding="utf-8")


if __name__ == "__main__":
    main()
