"""The queries of `queries.py`, on SQLite, or on PostgreSQL by `make test-postgres`."""

import pytest

from tests.support.paths import ROOT_DIR

from .asking import problem_with
from .corpus import make_corpus
from .queries import CASES, Case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.text[:40]!a}")
def test_a_query_finds_what_it_must_and_nothing_that_it_must_not(case: Case) -> None:
    make_corpus()
    assert problem_with(case) == ""


def test_there_are_sixty_queries_at_least() -> None:
    assert len(CASES) >= 60


def test_the_documentation_counts_the_queries_and_has_a_row_for_each_kind() -> None:
    text = (ROOT_DIR / "docs" / "search.md").read_text()
    kinds = {line.removeprefix("| ").partition(" |")[0] for line in text.splitlines()}
    rows = {kind.partition(",")[0] for kind in kinds}
    assert {case.kind for case in CASES} <= rows
    assert f"holds {len(CASES)} queries" in text
