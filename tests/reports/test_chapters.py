"""The chapters of a report: what one of them names, another explains."""

from domain.clauses import CLAUSES
from domain.languages import ENGLISH
from reports.told.report import told as said
from tests.reports.conftest import Past


def test_every_clause_that_a_report_names_is_explained_at_its_end(told: Past) -> None:
    report = said(told.audited, ENGLISH)
    *chapters, cited = report.chapters
    named = [step.clauses for step in (*report.steps, *report.ahead)]
    named += [block.beside for chapter in chapters for block in chapter.blocks]
    clauses = {part for each in named for part in each.split(", ")} & CLAUSES.keys()

    assert clauses <= {fact.label[:-4] for block in cited.blocks for fact in block.facts}
