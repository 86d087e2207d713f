"""Whatever is typed into a search or a chooser of the admin, it answers on Elasticsearch too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.search.admin_searches import HOSTILE, failing, key, team

from .seeing import seen

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["key", "team"]  # fixtures

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
    pytest.mark.usefixtures("backend"),
]

# Those that ask the engine; the others ask the database whatever the engine.
ASKING = [
    *("wagtailadmin_pages:search", "wagtailadmin_choose_page_search", "wagtailadmin_explore_root"),
    *("wagtailimages:index", "wagtailimages_chooser:choose"),
    *("wagtaildocs:index", "wagtaildocs_chooser:choose"),
]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_list_and_no_chooser_fails(team: Client, key: int, text: str | bytes) -> None:
    assert failing(team, map(reverse, ASKING), text) == []


@pytest.mark.parametrize("text", ["lampe", '"lampe', '"lampe de bureau"', "lampe *"])
def test_words_find_whatever_stands_around_them(team: Client, key: int, text: str) -> None:
    seen()
    answer = team.get(reverse("wagtailadmin_pages:search_results"), {"q": text})
    assert "Lampe de bureau" in answer.content.decode()
