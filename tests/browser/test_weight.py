"""Every public page is light, complains of nothing, and talks to nobody but the site."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo site")]

MOST_BYTES = 100_000


def test_every_page_is_light_without_its_images(visits):
    heavy = {
        name: visit.bytes_by_path
        for name, visit in visits.items()
        if sum(visit.bytes_by_path.values()) > MOST_BYTES
    }

    assert heavy == {}


def test_every_page_comes_with_the_style_sheet_of_the_site(visits):
    bare = [name for name, visit in visits.items() if not any(".css" in path for path in visit.bytes_by_path)]

    assert bare == []


def test_pages_talk_to_the_site_alone(visits):
    others = {name: visit.hosts - {urlsplit(visit.address).netloc} for name, visit in visits.items()}

    assert {name: hosts for name, hosts in others.items() if hosts} == {}


def test_the_browser_complains_of_no_page(visits):
    assert {name: visit.complaints for name, visit in visits.items() if visit.complaints} == {}


def test_only_a_form_to_send_sets_a_cookie(visits):
    cookies = {name: visit.cookies for name, visit in visits.items() if visit.cookies}
    forms = [name for name, visit in visits.items() if visit.sends_a_form]

    assert cookies == {name: ["csrftoken"] for name in forms}
