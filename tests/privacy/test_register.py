"""The register of processing: complete for every plugin, true to the settings, ready to be printed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from maillage.privacy.registry import as_text, get_personal_data
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fact", ["purpose", "basis", "people", "categories", "recipients", "kept"])
def test_every_plugin_says_what_the_register_asks(fact):
    silent = [str(data.label) for data in get_personal_data() if not str(getattr(data, fact))]
    assert silent == []


def test_the_register_says_the_times_that_are_in_force(settings):
    settings.MAILLAGE_BOOKINGS = {"RETENTION_DAYS": 47, "GUARDIAN_RETENTION_DAYS": 13}
    settings.MAILLAGE_OUTBOX = {"KEEP_DAYS": 321}
    text = as_text()
    assert all(words in text for words in ("47 jours", "13 jours", "321 jours"))


def test_the_register_names_who_answers_and_who_works_for_them(settings):
    make_organization("La Vilaine Bidouille", phone="+33261910011", email="bonjour@bidouille.example")
    settings.MAILLAGE_PRIVACY = {"PROCESSORS": [("Notre hébergeur", "garde le serveur", "France")]}
    text = as_text()
    assert "- La Vilaine Bidouille, 02 61 91 00 11, bonjour@bidouille.example" in text
    assert "- Notre hébergeur, garde le serveur, France" in text


def test_the_command_prints_it():
    output = StringIO()
    call_command("privacy_register", stdout=output)
    assert output.getvalue().startswith("Registre des traitements\n====")
    assert "Inscriptions\n------------\n- Pourquoi" in output.getvalue()


def test_an_association_reads_and_prints_it_in_the_admin(client):
    organization = make_organization("Les Mulots")
    client.force_login(make_editor(organization))
    page = client.get(reverse("privacy_register:index"))
    assert "<strong>Les Mulots</strong>" in page.content.decode()
    assert "60 jours" in page.content.decode()


def test_the_menu_leads_to_it(client):
    client.force_login(make_editor(make_organization("Les Mulots")))
    assert reverse("privacy_register:index") in client.get(reverse("wagtailadmin_home")).content.decode()
