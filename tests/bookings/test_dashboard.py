"""The admin opens on the day's work of one's own organisations: dates, people to call, who waits, drafts."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.bookings.models import Session
from maillage.bookings.services import cancel_session, move_session
from maillage.places.models import Organization
from tests.places.factories import make_editor, make_organization, make_team_member

from .factories import enroll, make_page, make_session

pytestmark = pytest.mark.django_db

HOME = "wagtailadmin_home"


@pytest.fixture
def editor(client: Client, mulots: Organization) -> Client:
    client.force_login(make_editor(mulots))
    return client


def read(client: Client) -> str:
    answer = client.get(reverse(HOME))
    assert answer.status_code == 200
    return answer.content.decode()


def by_phone(session: Session, name: str = "Rozenn", phone: str = "+33639980036") -> None:
    enroll(session, name, email="", phone=phone)


def test_the_dates_of_the_week_say_what_is_left_and_lead_to_the_people(editor, mulots) -> None:
    session = make_session(make_page(mulots, title="Trier ses photos"), in_days=2, capacity=6)
    enroll(session)
    html = read(editor)
    assert "Trier ses photos" in html
    assert "encore 5 places" in html
    assert reverse("bookings_registrations", args=[session.public_id]) in html
    assert reverse("bookings_registration_add", args=[session.public_id]) in html


def test_a_date_of_the_week_after_is_not_shown(editor, mulots) -> None:
    session = make_session(make_page(mulots), in_days=8)
    assert session.public_id not in read(editor)


def test_the_dates_of_another_association_never_appear(editor, mulots) -> None:
    other = make_page(make_organization("Clic’n Puces"), title="Choisir un ordinateur")
    full = make_session(other, in_days=2, capacity=1)
    by_phone(full, "Marcel")
    enroll(full, "Sacha")
    gone = make_session(other, in_days=3)
    by_phone(gone, "Odile")
    cancel_session(gone, reason="Panne de chauffage")
    html = read(editor)
    assert "Choisir un ordinateur" not in html
    assert "Odile" not in html


def test_a_cancelled_date_asks_to_call_only_those_whom_no_email_tells(editor, mulots) -> None:
    session = make_session(make_page(mulots), in_days=0.5)
    by_phone(session, "Rozenn")
    enroll(session, "Camille")
    cancel_session(session, reason="L’animatrice est malade.")
    html = read(editor)
    assert "À appeler" in html
    assert 'href="tel:+33639980036"' in html
    assert "Camille" not in html


def test_a_moved_date_asks_to_call_those_who_registered_before(editor, mulots) -> None:
    session = make_session(make_page(mulots), in_days=2, capacity=None)
    by_phone(session, "Rozenn")
    moved = move_session(
        session, start=session.start + timedelta(hours=1), end=session.end + timedelta(hours=1)
    )
    by_phone(moved, "Inès")
    html = read(editor)
    assert "Rozenn" in html
    assert "Inès" not in html


def test_nobody_to_call_leaves_no_heading(editor, mulots) -> None:
    make_session(make_page(mulots), in_days=2)
    assert "À appeler" not in read(editor)


def test_a_full_date_says_how_many_people_wait_however_far_it_is(editor, mulots) -> None:
    session = make_session(make_page(mulots, title="Souder"), in_days=40, capacity=1)
    enroll(session, "Camille")
    enroll(session, "Sacha")
    html = read(editor)
    assert "Complet, et on attend une place" in html
    assert "1 personne attend" in html


def test_a_workshop_without_registration_does_not_speak_of_seats(editor, mulots) -> None:
    session = make_session(make_page(mulots, booking_mode="none"), in_days=2, capacity=None)
    html = read(editor)
    assert "Sans inscription" in html
    assert reverse("bookings_registration_add", args=[session.public_id]) not in html


def test_a_draft_waits_with_a_link_to_go_on(editor, mulots) -> None:
    page = make_page(mulots, title="Bientôt", live=False)
    html = read(editor)
    assert "Brouillons en attente" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html


def test_the_draft_of_another_association_does_not_wait_here(editor, mulots) -> None:
    make_page(make_organization("Clic’n Puces"), title="Bientôt", live=False)
    assert "Bientôt" not in read(editor)


def test_an_association_without_dates_reads_what_to_do_first(editor, mulots) -> None:
    html = read(editor)
    assert "Aucune date dans les sept prochains jours" in html
    assert reverse("wagtailadmin_pages:add", args=["workshops", "workshoppage", mulots.page.pk]) in html


def test_an_account_without_association_reads_whom_to_ask(client) -> None:
    user = get_user_model().objects.create_user("seule@reseau.example", "secret")
    wanted = Permission.objects.filter(codename__in=["access_admin", "change_registration"])
    user.user_permissions.add(*wanted)
    client.force_login(user)
    assert "demandez à l’équipe du réseau" in read(client)


def test_somebody_who_keeps_no_registrations_sees_no_dates(client, mulots) -> None:
    make_session(make_page(mulots, title="Souder"), in_days=2)
    client.force_login(make_team_member())
    assert "Souder" not in read(client)


def test_ten_times_the_dates_cost_no_more_queries(editor, mulots) -> None:
    def add(count: int) -> None:
        for number in range(count):
            page = make_page(mulots)
            full = make_session(page, in_days=1 + number / 10, capacity=1)
            by_phone(full, f"Rozenn {number}")
            enroll(full, "Sacha")
            by_phone(make_session(page, in_days=2), "Ana")
            gone = make_session(page, in_days=3)
            by_phone(gone, f"Odile {number}")
            cancel_session(gone, reason="")
            make_page(mulots, live=False)

    add(1)
    read(editor)
    with CaptureQueriesContext(
        connection,
    ) as few:
        read(editor)
    add(9)
    with CaptureQueriesContext(connection) as many:
        read(editor)
    assert len(many) == len(few)


def test_the_explorer_leads_to_the_dates_by_a_word_without_a_picture(editor, mulots) -> None:
    page = make_page(mulots)
    html = editor.get(reverse("wagtailadmin_explore", args=[mulots.page.pk])).content.decode()
    address = reverse("bookings_dates", args=[page.pk])
    link = html[html.index(f'href="{address}"') :]
    assert "<svg" not in link[: link.index("</a>")]
