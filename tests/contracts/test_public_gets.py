"""What every public address promises, read by an anonymous visitor of a process that has just begun."""

import re
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place

from .site import (
    api_paths,
    feed_paths,
    forget_the_settings,
    make_whole_site,
    paths_without_form,
    visit,
    warm_visit,
)

MOST_QUERIES, MOST_API_QUERIES, MOST_BYTES = 20, 10, 100_000
LOADED = re.compile(
    r"<(?:img|script|link|iframe|source|object|embed)\b[^>]*?\b(?:src|href|data|srcset)=\"([^\"]*)\""
)
NOT_LOADED = re.compile(r'<link rel="(?:canonical|next|prev|alternate)"[^>]*>')
MISSING = "/cette-page-nexiste-pas/"


@pytest.fixture(scope="module")
def session(django_db_setup, django_db_blocker, media_folder):
    """The date of a site that the whole module reads."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_whole_site()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pages(session):
    return [visit(path) for path in paths_without_form(session)]


@pytest.fixture(scope="module")
def forms(session):
    closed = session.page.sessions.model.objects.exclude(page=session.page).get()
    paths = [reverse("bookings:register", args=[one.public_id]) for one in (session, closed)]
    return [visit(path) for path in paths]


@pytest.fixture(scope="module")
def feeds(session):
    return [visit(path) for path in feed_paths(session)]


@pytest.fixture(scope="module")
def api(session):
    return [visit(path) for path in api_paths(session)]


@pytest.fixture(scope="module")
def missing(session):
    return visit(MISSING)


@pytest.fixture(scope="module")
def html_pages(pages, forms, missing):
    return [*pages, *forms, missing]


pytestmark = pytest.mark.django_db


def paths_where(visits, is_wrong):
    return [one.path for one in visits if is_wrong(one)]


def test_every_address_answers(pages, forms, feeds, api, missing):
    answers = {one.path: one.response.status_code for one in [*pages, *forms, *feeds, *api]}
    assert {path: status for path, status in answers.items() if status != 200} == {}
    assert missing.response.status_code == 404


def test_reading_writes_nothing(html_pages, feeds, api):
    written = {one.path: one.writes for one in [*html_pages, *feeds, *api] if one.writes}
    assert written == {}


def test_reading_writes_nothing_before_anybody_has_filled_in_the_settings(session):
    with transaction.atomic():
        forget_the_settings()
        visits = [visit(path) for path in [*paths_without_form(session), MISSING]]
        transaction.set_rollback(True)
    assert {one.path: one.writes for one in visits if one.writes} == {}


def test_a_page_needs_twenty_queries_at_most_even_in_a_cold_process(html_pages, feeds):
    costs = {one.path: len(one.statements) for one in [*html_pages, *feeds]}
    assert {path: cost for path, cost in costs.items() if cost > MOST_QUERIES} == {}


def test_an_answer_of_either_api_needs_twenty_queries_at_most_even_in_a_cold_process(api):
    costs = {one.path: len(one.statements) for one in api}
    assert {path: cost for path, cost in costs.items() if cost > MOST_QUERIES} == {}


def test_an_answer_of_our_api_needs_ten_queries_at_most(api):
    ours = [one.path for one in api if one.path.startswith("/api/v1/")]
    costs = {path: len(warm_visit(path).statements) for path in ours}
    assert {path: cost for path, cost in costs.items() if cost > MOST_API_QUERIES} == {}


def test_nothing_without_a_form_sets_a_cookie(pages, feeds, api, missing):
    assert paths_where([*pages, *feeds, *api, missing], lambda one: one.response.cookies) == []


def test_what_was_read_before_is_not_sent_again(pages, feeds, api):
    def is_sent_again(one):
        return visit(one.path, if_none_match=one.response.get("ETag", "")).response.status_code != 304

    assert paths_where([*pages, *feeds, *api], is_sent_again) == []


def test_a_form_is_kept_by_no_cache(forms):
    assert paths_where(forms, lambda one: "no-store" not in one.response["Cache-Control"]) == []


def test_a_page_is_no_heavier_than_a_hundred_kilobytes(html_pages):
    assert paths_where(html_pages, lambda one: len(one.response.content) > MOST_BYTES) == []


def test_pages_travel_compressed(pages):
    assert (
        paths_where(
            pages,
            lambda one: visit(one.path, accept_encoding="gzip").response.get("Content-Encoding") != "gzip",
        )
        == []
    )


def test_nothing_is_loaded_from_elsewhere(html_pages):
    loaded = {url for one in html_pages for url in LOADED.findall(NOT_LOADED.sub("", one.html))}
    assert loaded
    assert [url for url in loaded if urlsplit(url).netloc or url.startswith("data:")] == []


def test_the_policy_of_every_page_is_strict(html_pages):
    def is_lax(one):
        policy = one.response["Content-Security-Policy"]
        return "default-src 'self'" not in policy or "unsafe" in policy or "*" in policy

    assert paths_where(html_pages, is_lax) == []


def test_no_page_holds_a_script_or_a_style_that_the_policy_would_refuse(html_pages):
    inline = re.compile(r'<script(?![^>]*(?:src=|type="application/ld\+json"))|<style|\sstyle="|\son[a-z]+="')
    assert paths_where(html_pages, lambda one: inline.search(one.html)) == []


def test_every_page_says_that_it_is_in_french(html_pages):
    assert paths_where(html_pages, lambda one: '<html lang="fr">' not in one.html) == []


def test_every_page_of_a_demonstration_says_so_and_asks_to_be_left_out(html_pages):
    def is_silent(one):
        return 'content="noindex"' not in one.html or "ces dates n’existent pas" not in one.html

    assert paths_where(html_pages, is_silent) == []


def test_a_reader_may_ask_for_the_head_only(pages, feeds):
    statuses = {one.path: Client().head(one.path).status_code for one in [*pages, *feeds]}
    assert {path: status for path, status in statuses.items() if status != 200} == {}


def make_many(session, number):
    """Add that many members, each with a place and a date; as much to `session`'s member and page."""
    for one in range(number):
        organization = make_organization(f"Structure {number} {one}")
        place = make_place(organization, name=f"Salle {one}")
        make_session(make_page(organization, place=place), in_days=5 + one / 100)
        make_place(session.organization, name=f"Annexe {number} {one}")
        make_session(session.page, in_days=6 + one / 100)


@pytest.mark.slow
def test_a_hundred_of_everything_cost_as_much_as_twenty(session):
    make_many(session, 20)
    lists = [f"/api/v1/{name}?limit=100" for name in ("places", "organizations", "workshops", "sessions")]
    paths = [*paths_without_form(session), *feed_paths(session), *api_paths(session), *lists]

    def costs():
        return {path: len(warm_visit(path).statements) for path in paths}

    few = costs()
    make_many(session, 80)
    many = costs()

    assert {path: (few[path], cost) for path, cost in many.items() if cost > few[path] + 2} == {}
    assert [len(visit(path).response.json()["items"]) for path in lists] == [100] * len(lists)
    heavy = [path for path in paths if len(warm_visit(path).response.content) > MOST_BYTES]
    assert [path for path in heavy if not path.startswith(("/agenda.ics", "/api/"))] == []
