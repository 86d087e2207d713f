"""`manage.py start_site`: three answers make an empty site."""

import io
import re
import sys

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from accounts.models import Invitation
from equipment.services import receive
from home.models import NavigationSettings, NetworkSettings
from maillage.outbox.models import Message
from maillage.places.models import Organization
from tests.home.factories import make_site
from workshops.models import WorkshopIndexPage

pytestmark = pytest.mark.django_db

ANSWERS = {"name": "Les Clics du coin", "association": "Les Clics", "email": "zoe@clics.example"}


def _start(monkeypatch, typed="", **options):
    """Run the command with `typed` on the standard input; return what it printed, and its complaints."""
    output, errors = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    call_command("start_site", stdout=output, stderr=errors, **options)
    return output.getvalue(), errors.getvalue()


def test_the_site_bears_the_name_of_the_network(monkeypatch):
    _start(monkeypatch, no_input=True, **ANSWERS)

    assert NetworkSettings.objects.get().network_name == "Les Clics du coin"
    assert Site.objects.get().site_name == "Les Clics du coin"


def test_the_site_is_known_by_its_own_address(monkeypatch, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://clics.example"

    _start(monkeypatch, no_input=True, **ANSWERS)

    assert Site.objects.get().root_url == "https://clics.example"


def test_a_new_site_is_no_demonstration(monkeypatch):
    _start(monkeypatch, no_input=True, **ANSWERS)

    assert not NetworkSettings.objects.get().is_demonstration


def test_the_site_is_empty_but_for_one_association_and_its_lists(monkeypatch):
    _start(monkeypatch, no_input=True, **ANSWERS)

    assert [each.name for each in Organization.objects.all()] == ["Les Clics"]
    assert WorkshopIndexPage.objects.live().count() == 1
    assert not Page.objects.filter(content_type__model="workshoppage").exists()


def test_every_page_of_the_new_site_answers(monkeypatch, client):
    _start(monkeypatch, no_input=True, **ANSWERS)
    urls = [page.url for page in Page.objects.live().filter(depth__gt=1)]

    assert {client.get(url).status_code for url in urls} == {200}


def test_the_menu_leads_to_the_workshops(monkeypatch):
    _start(monkeypatch, no_input=True, **ANSWERS)
    labels = NavigationSettings.objects.get().items.values_list("label", flat=True)

    assert "Ateliers" in labels


def test_the_editor_is_invited_by_e_mail(monkeypatch):
    _start(monkeypatch, no_input=True, **ANSWERS)

    assert Invitation.objects.get().email == "zoe@clics.example"
    assert [message.kind for message in Message.objects.all()] == ["accounts.invitation"]


def test_without_a_mail_server_the_link_is_printed_and_opens(monkeypatch, client):
    printed, _errors = _start(monkeypatch, no_input=True, **ANSWERS)
    path = re.search(r"https?://[^/]+(/invitation/\S+)", printed)[1]

    assert client.get(path).status_code == 200


def test_with_a_mail_server_no_link_is_printed(monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    printed, _errors = _start(monkeypatch, no_input=True, **ANSWERS)

    assert "/invitation/" not in printed
    assert "zoe@clics.example" in printed


def test_it_asks_for_what_the_options_do_not_say(monkeypatch):
    _start(monkeypatch, typed="Les Clics du coin\nLes Clics\nzoe@clics.example\n\n\n\n")

    assert Organization.objects.get().name == "Les Clics"
    assert Invitation.objects.get().email == "zoe@clics.example"


def test_a_bad_answer_is_explained_and_asked_again(monkeypatch):
    typed = "Les Clics du coin\n   \nLes Clics\nzoe chez clics\nzoe@clics.example\no\npeut-être\nn\nn\n"

    _output, errors = _start(monkeypatch, typed=typed)

    assert "Tapez un nom" in errors
    assert "adresse e-mail complète" in errors
    assert "o pour oui" in errors
    assert Invitation.objects.get().email == "zoe@clics.example"


@pytest.mark.parametrize(
    ("option", "answer", "sentence"),
    [
        ("email", "zoe chez clics", "adresse e-mail complète"),
        ("email", None, "adresse e-mail complète"),
        ("name", "", "Tapez un nom"),
        ("name", "x" * 81, "80 caractères au plus"),
        ("association", "Les\x00Clics", "Tapez un nom"),
    ],
)
def test_without_anybody_to_ask_a_bad_answer_stops_everything(monkeypatch, option, answer, sentence):
    with pytest.raises(CommandError, match=sentence):
        _start(monkeypatch, no_input=True, **{**ANSWERS, option: answer})

    assert not Organization.objects.exists()


def test_an_input_that_ends_stops_everything(monkeypatch):
    with pytest.raises(CommandError, match="Rien n’a été écrit"):
        _start(monkeypatch, typed="Les Clics du coin\n")

    assert not Organization.objects.exists()


def test_a_site_that_is_there_is_left_alone(monkeypatch):
    make_site()

    with pytest.raises(CommandError, match="contient déjà un site"):
        _start(monkeypatch, no_input=True, **ANSWERS)

    assert not Organization.objects.exists()


def _addresses():
    """The paths of the sections, in the order of the menu."""
    items = NavigationSettings.objects.get().items.exclude(page=None).filter(position="main")
    return [item.page.url for item in items.order_by("sort_order")]


@pytest.mark.parametrize(
    ("options", "typed", "sections"),
    [
        ({"no_input": True}, "", ["/ateliers/", "/reparer/", "/ordinateurs/"]),
        ({"no_input": True, "activities": "repair"}, "", ["/reparer/"]),
        ({"no_input": True, "activities": "equipment, Workshops"}, "", ["/ateliers/", "/ordinateurs/"]),
        ({"no_input": True, "activities": "none"}, "", []),
        ({}, "o\nnon\nOUI\n", ["/ateliers/", "/ordinateurs/"]),
    ],
)
def test_the_network_has_the_sections_of_what_it_does(monkeypatch, client, options, typed, sections):
    _start(monkeypatch, typed=typed, **options, **ANSWERS)

    assert _addresses() == [*sections, "/qui-sommes-nous/"]
    assert {client.get(path).status_code for path in sections} <= {200}


@pytest.mark.parametrize("activities", ["", "gardening", "repair,gardening"])
def test_an_activity_that_nobody_brings_stops_everything(monkeypatch, activities):
    with pytest.raises(CommandError, match="workshops, repair, equipment"):
        _start(monkeypatch, no_input=True, activities=activities, **ANSWERS)

    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/reparer/chiffres/", "reparer"),
        ("/reparer/que-peut-on-reparer/", "reparer"),
        ("/s-equiper/donner/", "ordinateurs"),
        ("/s-equiper/demander/", "ordinateurs"),
    ],
)
def test_what_belongs_to_an_activity_is_there_with_its_page_only(monkeypatch, client, path, section):
    _start(monkeypatch, no_input=True, **ANSWERS)
    with_page = client.get(path).status_code
    Page.objects.get(slug=section).unpublish()

    assert (with_page, client.get(path).status_code) == (200, 404)
    assert path not in client.get("/sitemap.xml").content.decode()


def test_a_network_that_has_machines_may_be_given_more_without_a_page(monkeypatch, client):
    _start(monkeypatch, no_input=True, activities="none", **ANSWERS)
    receive(Organization.objects.get(), kind="laptop")

    assert client.get("/s-equiper/donner/").status_code == 200
