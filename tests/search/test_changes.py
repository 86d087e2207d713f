"""The list of what changed: followed after the commit, put off when it fails, never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from search.changes import due, note, settle
from search.models import ChangeTarget, IndexChange, SearchDocument
from tests.search.factories import make_text_page


def worker_runs(_now: Any) -> bool:
    """Say that a worker runs."""
    return True


@pytest.mark.django_db(transaction=True)
def test_a_change_shows_as_soon_as_its_transaction_ends() -> None:
    page = make_text_page("Vélo")
    assert SearchDocument.objects.filter(key=f"page:{page.pk}").exists()
    assert not IndexChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_noted_is_followed_at_once_and_what_was_undone_is_forgotten() -> None:
    @transaction.atomic
    def undone() -> None:
        note(ChangeTarget.DOCUMENT, [f"page:{number}" for number in range(1_000, 1_050)])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    with transaction.atomic():
        note(ChangeTarget.DOCUMENT, ["page:1000"])
        note(ChangeTarget.DOCUMENT, ["page:1001"])
    assert not IndexChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_changes_at_once_are_left_to_the_worker() -> None:
    with transaction.atomic():
        note(ChangeTarget.DOCUMENT, [f"page:{number}" for number in range(1_000, 1_050)])
    assert IndexChange.objects.count() == 50
    assert settle() == 50


@pytest.mark.django_db(transaction=True)
def test_what_is_in_no_hurry_is_left_to_the_worker_that_runs(settings: Any) -> None:
    settings.MAILLAGE_SEARCH = {"WORKER_IS_ALIVE": f"{__name__}.worker_runs"}
    note(ChangeTarget.DOCUMENT, ["page:1000"], hurry=False)
    assert due().count() == 1
    note(ChangeTarget.DOCUMENT, ["page:1001"])
    assert [change.key for change in due()] == ["page:1000"]


@pytest.mark.django_db
def test_whoever_has_other_work_follows_a_part() -> None:
    IndexChange.objects.bulk_create(
        IndexChange(target=ChangeTarget.DOCUMENT, key=f"page:{number}") for number in range(5_000, 5_600)
    )
    assert settle(most=1) == 500
    assert IndexChange.objects.count() == 100


@pytest.mark.django_db
def test_what_waits_for_an_engine_that_was_taken_away_goes() -> None:
    note(ChangeTarget.ENGINE, ["wagtailcore.page:1"])
    settle()
    assert not IndexChange.objects.exists()


class TestARowThatCannotBeRead:
    """A page of a plugin that raises while its document is made."""

    @pytest.fixture(autouse=True)
    def broken(self, db: None, monkeypatch: pytest.MonkeyPatch) -> Page:
        """A page whose address cannot be told, beside one that is well."""
        self.broken, self.well = make_text_page("Cassé"), make_text_page("Vélo")
        address = Page.get_url_parts

        def broken_address(page: Page, *args: Any, **kwargs: Any) -> Any:
            if page.pk == self.broken.pk:
                raise ZeroDivisionError("no address")
            return address(page, *args, **kwargs)

        monkeypatch.setattr(Page, "get_url_parts", broken_address)
        settle()
        return self.broken

    def test_it_holds_no_other_row_back(self) -> None:
        assert [document.title for document in SearchDocument.objects.filter(title="Vélo")] == ["Vélo"]

    def test_it_stays_in_the_list_with_its_error(self) -> None:
        change = IndexChange.objects.filter(key=f"page:{self.broken.pk}").first()
        assert (change.attempts, change.error) == (1, "ZeroDivisionError: no address")

    def test_it_is_tried_again_for_ever_at_a_slower_pace(self) -> None:
        past = timezone.now() - timedelta(seconds=1)
        IndexChange.objects.update(attempts=10_000, try_after=past)
        settle()
        pauses = IndexChange.objects.values_list("try_after", flat=True)
        assert all(timedelta(hours=1) < pause - past < timedelta(hours=2) for pause in pauses)

    def test_it_is_tried_again_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert not due().exists()
        monkeypatch.undo()
        IndexChange.objects.update(try_after=timezone.now() - timedelta(seconds=1))
        settle()
        assert SearchDocument.objects.filter(title="Cassé").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({"attempts": 3, "try_after": timedelta(seconds=8)}, False),
        ({"attempts": 3, "try_after": timedelta(days=30)}, True),
        ({"attempts": 0, "noted_at": timedelta(days=30), "try_after": timedelta(days=30)}, True),
        ({"attempts": 0, "noted_at": timedelta(minutes=10), "try_after": timedelta(minutes=10)}, True),
        # Tried since the clock is right again: it waits for its next try.
        ({"attempts": 1, "noted_at": timedelta(days=30), "try_after": timedelta(seconds=2)}, False),
    ],
)
def test_a_clock_that_jumped_ahead_and_came_back_puts_no_change_off(fields: Any, is_due: bool) -> None:
    now = timezone.now()
    moments = {name: now + value if isinstance(value, timedelta) else value for name, value in fields.items()}
    IndexChange.objects.create(target=ChangeTarget.DOCUMENT, key="page:1", **moments)
    assert due(now=now).exists() is is_due
