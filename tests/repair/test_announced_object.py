"""The object that somebody announced stays theirs to read and to change, until the date."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.links import registration_path, registration_token
from maillage.bookings.services import move_registration, move_session
from maillage.outbox.models import Message
from repair.categories import Category
from repair.models import ItemAnnouncement
from repair.personal_data import expire, export
from tests.repair.factories import announce as announced_for
from tests.repair.factories import make_cafe, make_date
from tests.repair.test_pages import announce, picture

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


@pytest.fixture
def kept_for_days(settings):
    settings.MAILLAGE_BOOKINGS = {"RETENTION_DAYS": 30}
    return 30


def forget(session, *, days_after):
    """Forget what is over so many days after the end of `session`."""
    return expire(timezone.localtime(session.end).date() + timedelta(days=days_after))


def test_an_object_is_forgotten_when_its_registration_ends(kept_for_days):
    announced = announced_for(make_date())
    session = announced.registration.sessions.get()
    assert forget(session, days_after=kept_for_days) == 0
    assert forget(session, days_after=kept_for_days + 1) == 1


def test_an_object_follows_somebody_who_moves_to_a_later_date(kept_for_days):
    session = make_date()
    later = make_date(session.page, in_days=40)
    announced = announced_for(session)
    move_registration(announced.registration, later)
    assert forget(session, days_after=kept_for_days + 1) == 0
    assert forget(later, days_after=kept_for_days + 1) == 1


def test_an_object_follows_a_cafe_that_is_moved_to_a_later_day(kept_for_days):
    session = make_date()
    announced_for(session)
    far = timedelta(days=20)
    moved = move_session(session, start=session.start + far, end=session.end + far)
    assert forget(session, days_after=kept_for_days + 1) == 0
    assert forget(moved, days_after=kept_for_days + 1) == 1


def test_somebody_is_told_until_when_their_object_is_kept_after_a_move(kept_for_days):
    session = make_date()
    later = make_date(session.page, in_days=40)
    person = announced_for(session).registration
    move_registration(person, later)
    (told,) = export(person.email)
    kept_until = timezone.localtime(later.end).date() + timedelta(days=kept_for_days)
    assert told["kept_until"] == kept_until.isoformat()


def test_a_cafe_tells_search_engines_its_dates(client):
    session = make_date(make_cafe(title="Le café <de> Redon"))
    page = client.get(session.page.url).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    (event,) = json.loads(data)
    assert (event["@type"], event["name"]) == ("Event", "Le café <de> Redon")
    assert event["startDate"] == session.local_start.isoformat()
    assert event["isAccessibleForFree"] is True
    assert event["url"] == f"http://testserver{session.page.url}"
