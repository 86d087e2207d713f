"""The admin's first screen says what a new site still lacks, to the network's team alone."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.first_steps import first_steps
from home.models import NetworkSettings, StandardPage
from home.services import add_section
from maillage.places.starting import starting_sections
from tests.bookings.factories import make_page
from tests.home.factories import make_site
from tests.places.factories import make_organization, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    home = make_site()
    for section in starting_sections():
        add_section(home, section)
    return home


@pytest.fixture
def admin():
    return get_user_model().objects.create_superuser("admin@maillage.example", "secret")


def _words():
    return [step.words for step in first_steps()]


def _finish(admin):
    """Do everything that concerns the network itself."""
    NetworkSettings.objects.update(phone="02 61 91 00 11")
    make_place(make_organization("Les Mulots"))
    for page in StandardPage.objects.exclude(purpose=""):
        page.body = [(block.block_type, block.value) for block in page.body if block.block_type != "notice"]
        page.save_revision(user=admin).publish(user=admin)


def test_a_new_site_lacks_everything(home):
    assert _words() == [
        "Dites comment joindre le réseau : un téléphone, une adresse e-mail",
        "Notez un premier lieu, avec son adresse",
        "Relisez la page « Accessibilité », puis publiez-la",
        "Complétez la page « Mentions légales »",
        "Relisez la page « Vie privée », puis publiez-la",
        "Publiez un premier atelier, avec ses dates",
        "Publiez un premier repair café, avec ses dates",
        "Faites entrer une première machine",
    ]


def test_every_step_leads_to_a_screen(home, admin, client):
    client.force_login(admin)

    assert {client.get(step.url).status_code for step in first_steps()} == {200}


def test_an_activity_that_the_network_has_not_asks_for_nothing(home):
    Page.objects.get(slug="reparer").unpublish()

    assert [words for words in _words() if "repair café" in words] == []


def test_what_is_done_goes_away(home, admin):
    _finish(admin)
    make_page(make_organization("Clic’n Puces"))

    assert _words() == [
        "Publiez un premier repair café, avec ses dates",
        "Faites entrer une première machine",
    ]


def test_the_panel_goes_away_when_nothing_is_left(home, admin, client):
    client.force_login(admin)
    assert "Avant d’ouvrir le site" in client.get("/admin/").content.decode()

    _finish(admin)
    for section in starting_sections():
        section.pages.get().unpublish()

    assert "Avant d’ouvrir le site" not in client.get("/admin/").content.decode()


def test_editors_of_one_association_are_not_asked(home, client):
    editor = get_user_model().objects.create_user("zoe@clics.example", "secret")
    editor.groups.add(make_organization("Les Clics").group)
    client.force_login(editor)

    assert "Avant d’ouvrir le site" not in client.get("/admin/").content.decode()


def test_a_demonstration_lacks_nothing(home):
    NetworkSettings.objects.update(is_demonstration=True)

    assert _words() == []


def test_more_pages_ask_the_database_no_more(home):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            first_steps()
        return len(captured)

    before = queries()
    for number in range(4):
        make_place(make_organization(f"Structure {number}"))

    assert queries() <= before <= 10
