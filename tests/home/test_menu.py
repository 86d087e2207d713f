"""The menus: what editors chose, in one query."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from home.models import HomePage, MenuItem, MenuPosition, NavigationSettings
from home.navigation import build_frame
from tests.home.factories import make_page, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return make_site()


def add_item(**fields: object) -> MenuItem:
    menus = NavigationSettings.objects.get()
    return MenuItem.objects.create(settings=menus, sort_order=50, **{"label": "Entrée", **fields})


def test_both_menus_come_in_one_query() -> None:
    make_site()
    site = Site.objects.get()

    with CaptureQueriesContext(connection) as captured:
        labels = [(item.label, item.page and item.page.title) for item in MenuItem.objects.of_site(site)]

    assert len(captured) == 1
    assert ("Mentions légales", "Mentions légales") in labels


def test_an_entry_leads_to_its_page_or_to_its_address(home: HomePage, rf: RequestFactory) -> None:
    add_item(label="Le café", page=make_page(home))
    add_item(label="Ailleurs", address="https://example.org/")

    links = {link.label: link.url for link in build_frame(rf.get("/")).main}

    assert links["Le café"] == "/cafe-reparation/"
    assert links["Ailleurs"] == "https://example.org/"


def test_an_unpublished_page_leaves_the_menu(home: HomePage, rf: RequestFactory) -> None:
    page = make_page(home)
    add_item(label="Le café", page=page)
    page.unpublish()

    assert "Le café" not in [link.label for link in build_frame(rf.get("/")).main]


def test_the_footer_has_its_own_entries(home: HomePage, rf: RequestFactory) -> None:
    frame = build_frame(rf.get("/"))

    assert [link.url for link in frame.footer] == ["/accessibilite/", "/mentions-legales/", "/vie-privee/"]


@pytest.mark.parametrize(
    ("path", "current"), [("/agenda/", "page"), ("/agenda/mois/2026-11/", "true"), ("/vie-privee/", "")]
)
def test_the_menu_says_where_the_reader_is(
    home: HomePage, rf: RequestFactory, path: str, current: str
) -> None:
    link = next(link for link in build_frame(rf.get(path)).main if link.url == "/agenda/")

    assert link.current == current


@pytest.mark.parametrize("both", [True, False])
def test_an_entry_that_leads_to_two_things_or_to_none_is_refused(home: HomePage, both: bool) -> None:
    item = MenuItem(
        settings=NavigationSettings.objects.get(),
        label="Agenda",
        page=home if both else None,
        address="/agenda/" if both else "",
    )

    with pytest.raises(ValidationError, match="l’une des deux"):
        item.full_clean()


def test_the_database_refuses_an_entry_that_leads_nowhere(home: HomePage) -> None:
    with pytest.raises(IntegrityError):
        add_item(position=MenuPosition.FOOTER)


def test_an_address_that_runs_a_script_is_refused(home: HomePage) -> None:
    item = MenuItem(settings=NavigationSettings.objects.get(), label="Agenda", address="javascript:alert(1)")

    with pytest.raises(ValidationError, match="commence par"):
        item.full_clean()
