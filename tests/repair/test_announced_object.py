"""The object that somebody announced stays theirs to read and to change, until the date."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from maillage.bookings.own_pages.links import registration_path, registration_token
from maillage.outbox.models import Message
from repair.categories import Category
from repair.models import ItemAnnouncement

from .factories import make_cafe, make_date
from .test_pages import announce, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(settings, tmp_path):
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": str(tmp_path)}
    return announce(
        make_date(),
        {"item_photo": picture()},
        item="Grille-pain",
        item_fault="Ne chauffe plus",
        item_brand="Tefal",
    )


def change_url(registration):
    return reverse("bookings:change_registration", args=[registration_token(registration)])


def change(client, registration, **answers):
    """Send the form of changes as it was drawn, with other answers."""
    form = client.get(change_url(registration)).context["form"]
    drawn = {field.html_name: field.value() for field in form if field.name != "item_photo"}
    kept = {name: value for name, value in drawn.items() if value not in (None, False)}
    return client.post(change_url(registration), {**kept, **answers})


def test_the_persons_own_page_shows_what_they_bring(client, registration):
    page = client.get(registration_path(registration)).content.decode()
    for words in ("Grille-pain", "Tefal", "Ne chauffe plus"):
        assert words in page


def test_the_form_of_changes_shows_it_too(client, registration):
    initial = client.get(change_url(registration)).context["form"].initial
    assert (initial["item"], initial["item_fault"]) == ("Grille-pain", "Ne chauffe plus")


def test_another_object_takes_the_place_of_the_first_and_the_photo_stays(client, registration):
    answer = change(client, registration, item="Lampe", item_fault="Clignote")
    assert answer.status_code == 302, answer.context["form"].errors
    announced = ItemAnnouncement.objects.get()
    assert (announced.item, announced.category, announced.fault) == ("Lampe", Category.LAMP, "Clignote")
    assert announced.photo


def test_another_photo_takes_the_place_of_the_first(
    client, registration, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        change(client, registration, item_photo=picture())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1


def test_a_person_who_changes_their_object_is_told_once(client, registration):
    change(client, registration, item="Lampe")
    change(client, registration)
    assert Message.objects.filter(kind="bookings.registration_changed").count() == 1


def test_a_password_in_what_is_wrong_is_refused(client, registration):
    answer = change(client, registration, item_fault="Mot de passe : soleil")
    assert "On dirait un mot de passe" in answer.content.decode()


def test_an_object_that_was_forgotten_is_not_shown(client, registration):
    ItemAnnouncement.objects.update(item="", anonymized_at=registration.created_at)
    assert "Votre objet" not in client.get(registration_path(registration)).content.decode()


def test_a_cafe_tells_search_engines_its_dates(client):
    session = make_date(make_cafe(title="Le café <de> Redon"))
    page = client.get(session.page.url).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    (event,) = json.loads(data)
    assert (event["@type"], event["name"]) == ("Event", "Le café <de> Redon")
    assert event["startDate"] == session.local_start.isoformat()
    assert event["isAccessibleForFree"] is True
    assert event["url"] == f"http://testserver{session.page.url}"
