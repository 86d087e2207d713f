"""What a person is told about their data, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from maillage.bookings.conf import get_conf
from maillage.bookings.formats import format_date
from maillage.bookings.models import Registration
from tests.bookings.factories import make_cycle, make_page, make_session
from tests.bookings.questions import PERSON, ask, page_that_asks
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db


def page_of(client: Any, session: Any) -> str:
    html = client.get(reverse("bookings:register", args=[session.public_id])).content.decode()
    return html.partition('id="notice"')[2]


def register(client: Any, session: Any) -> Registration:
    client.post(reverse("bookings:register", args=[session.public_id]), PERSON)
    return Registration.objects.order_by("-pk")[0]


def test_the_lead_organisation_answers_for_the_data_and_says_until_when(client: Any) -> None:
    session = make_session(make_page(make_organization("La Fabrique")))
    words = page_of(client, session)
    assert "La Fabrique est responsable" in words
    assert format_date(session.local_end.date() + timedelta(days=get_conf()["RETENTION_DAYS"])) in words


def test_the_end_of_a_cycle_is_what_counts(client: Any) -> None:
    first, *_others, last = make_cycle(capacities=(4, 4, 4))
    until = last.local_end.date() + timedelta(days=get_conf()["RETENTION_DAYS"])
    assert format_date(until) in page_of(client, first)


def test_what_is_erased_sooner_is_said(client: Any) -> None:
    page = page_that_asks(ask("text", "Allergies ?", keep_days=7), guardian_below_age=18)
    words = page_of(client, make_session(page))
    assert "7 jours après la date" in words
    assert "responsable légal est effacé" in words


def test_the_words_that_were_shown_and_when_are_kept_with_the_registration(client: Any) -> None:
    registration = register(client, make_session())
    assert registration.consent_version.startswith("2026-11-")
    assert registration.consented_at is not None


def test_other_words_are_another_version(client: Any, settings: Any) -> None:
    session = make_session(capacity=9)
    first, same = (register(client, session).consent_version for _turn in range(2))
    settings.MAILLAGE_BOOKINGS = {**get_conf(), "RETENTION_DAYS": 10}
    assert first == same != register(client, session).consent_version
