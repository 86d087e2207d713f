"""`manage.py search_status`: what differs is printed and mended."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from search import documents
from search.changes import settle
from search.jobs import check, follow_changes, something_waits
from search.models import IndexChange, SearchDocument
from tests.search.factories import make_text_page

pytestmark = pytest.mark.django_db


def run(*options: str) -> tuple[int, str]:
    """Return how the command ended and what it printed."""
    output = io.StringIO()
    try:
        call_command("search_status", *options, stdout=output)
    except SystemExit as end:
        return int(end.code), output.getvalue()
    return 0, output.getvalue()


@pytest.fixture(autouse=True)
def first_documents(db: None) -> None:
    """The pages that migrations made have their documents."""
    documents.rebuild()


@pytest.fixture
def page() -> Page:
    """A page whose title was changed behind the back of every signal."""
    page = make_text_page("Vélo")
    settle()
    Page.objects.filter(pk=page.pk).update(title="Bicyclette")
    return page


def test_all_is_right_when_nothing_differs() -> None:
    make_text_page("Vélo")
    settle()
    code, text = run()
    assert code == 0
    assert "documents : tout concorde" in text.replace("\xa0", " ")


def test_what_differs_is_printed_and_is_an_error(page: Page) -> None:
    code, text = run()
    assert code == 1
    assert "documents: 1 dépassé" in text
    assert f"page:{page.pk}" in text


def test_repair_mends_it(page: Page) -> None:
    code, _text = run("--repair")
    assert code == 0
    assert SearchDocument.objects.get(key=f"page:{page.pk}").title == "Bicyclette"


def test_a_document_that_nothing_stands_behind_goes() -> None:
    page = make_text_page("Vélo")
    settle()
    Page.objects.filter(pk=page.pk).update(live=False)
    run("--repair")
    assert not SearchDocument.objects.filter(key=f"page:{page.pk}").exists()


def test_programs_read_json(page: Page) -> None:
    _code, text = run("--json")
    answer = json.loads(text)
    assert (answer["right"], answer["waiting"]) == (False, 0)
    assert answer["indices"][0]["stale"] == [f"page:{page.pk}"]


def test_changes_that_wait_are_counted_and_their_errors_shown() -> None:
    IndexChange.objects.create(target="document", key="page:1", error="ZeroDivisionError", attempts=3)
    code, text = run()
    assert code == 1
    assert "Changements en attente : 1" in text.replace("\xa0", " ")
    assert "page:1: ZeroDivisionError" in text


def test_the_worker_mends_what_differs(page: Page) -> None:
    assert check(timezone.now()) == "mended: documents: 1"
    assert check(timezone.now()) is None


def test_the_worker_follows_what_waits_and_writes_nothing_when_nothing_does(
    django_assert_num_queries: Any,
) -> None:
    make_text_page("Vélo")
    assert something_waits(timezone.now())
    follow_changes(timezone.now())
    with django_assert_num_queries(2):
        assert not something_waits(timezone.now())
