"""What is in the tables, in whose hands, and in how many queries."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from maillage.bookings.models import (
    Answer,
    AnswerFile,
    Guardian,
    HeadCount,
    RegisteredDate,
    Registration,
    VolunteerTime,
)
from maillage.bookings.services.attendance import note_attendance
from maillage.privacy.models import AccessRecord
from tests.bookings.factories import enroll, make_cycle, make_page, make_session
from tests.places.factories import make_editor, make_organization, make_team_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session(make_page(title="Premiers pas"), capacity=200)


@pytest.fixture
def editor(session):
    return make_editor(session.organization)


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


def export(client, **asked):
    asked = {"format": "csv", "what": "registrations", **asked}
    return client.get(reverse("bookings_export"), asked)


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def answer(registration, wording, value, kind="text", **fields):
    return Answer.objects.create(
        registration=registration,
        question=uuid.uuid4(),
        kind=kind,
        wording=wording,
        value=value,
        expires_on=registration.expires_on,
        **fields,
    )


def test_a_registration_tells_who_and_how_to_reach_them(editor_client, session):
    ana = enroll(session, "Ana", phone="+33639981234", seats=2)
    Registration.objects.update(companions=["Zoé"])
    Guardian.objects.create(
        registration=ana, name="Lou", phone="+33639981235", expires_on=ana.expires_on, may_leave_alone=True
    )

    (row,) = rows_of(export(editor_client, session=session.public_id))

    assert row["Référence"] == ana.spoken_reference
    assert (row["Nom"], row["Téléphone"], row["Places"]) == ("Ana", "06 39 98 12 34", "2")
    assert (row["Noms des autres"], row["État"]) == ("Zoé", "Inscrits")
    assert (row["Responsable légal"], row["Peut partir seul"]) == ("Lou", "oui")
    assert row["Dates"] == f"{session.local_start:%d/%m/%Y %H:%M}"


def test_answers_are_columns_that_bear_the_words_that_were_asked(editor_client, session):
    ana, bob = enroll(session, "Ana"), enroll(session, "Bob")
    answer(ana, "Quel âge ?", 12, kind="age")
    answer(bob, "Quel âge ?", 70, kind="age")
    answer(bob, "Que voulez-vous voir ?", ["Photos", "Courriels"], kind="choices")
    answer(ana, "Venez-vous seul ?", True, kind="yes_no")
    sent = answer(ana, "Votre dossier", "", kind="file")
    AnswerFile.objects.create(answer=sent, file="x.pdf", original_name="dossier.pdf", size=1)

    first, second = rows_of(export(editor_client, session=session.public_id))

    assert (first["Quel âge ?"], second["Quel âge ?"]) == ("12", "70")
    assert second["Que voulez-vous voir ?"] == "Photos / Courriels"
    assert first["Venez-vous seul ?"] == "oui"
    assert first["Votre dossier"] == "dossier.pdf"


def test_what_people_typed_is_no_formula(editor_client, session):
    ana = enroll(session, "=1+1", email="ana@maison.example")
    answer(ana, "=Question()", "@SUM(A1)")

    (row,) = rows_of(export(editor_client, session=session.public_id))

    assert row["Nom"] == "'=1+1"
    assert row["'=Question()"] == "'@SUM(A1)"


def test_a_cycle_is_one_row_with_every_date(editor_client, session):
    dates = make_cycle(session.page, capacities=(5, 5, 5))
    enroll(dates[0], "Ana")

    (row,) = rows_of(export(editor_client, series=dates[0].series_id))

    assert row["Dates"].count(" / ") == 2


def test_attendance_is_a_row_for_each_person_and_date(editor_client, session):
    ana = enroll(session, "Ana", seats=3)
    enroll(session, "Bob")
    note_attendance(session, ana.public_id, attendance="present", present_seats=2)
    RegisteredDate.objects.filter(registration=ana).update(paid_amount=Decimal("2.50"))

    first, second = rows_of(export(editor_client, what="attendance", session=session.public_id))

    assert (first["Nom"], first["Présence"], first["Personnes présentes"]) == ("Ana", "Présent", "2")
    assert first["Payé en euros"] == "2,50"
    assert (second["Présence"], second["Personnes présentes"]) == ("Non noté", "")


def test_counts_name_nobody_and_are_whole(editor_client, session):
    ana = enroll(session, "Ana", seats=3)
    note_attendance(session, ana.public_id, attendance="present")
    HeadCount.objects.create(session=session, category="age", value="75_and_over", count=1)
    HeadCount.objects.create(session=session, category="commune", value="Redon", count=2)
    VolunteerTime.objects.create(session=session, minutes=90, first_name="Lou")

    response = export(editor_client, what="counts", session=session.public_id)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")

    assert (row["Places prises"], row["Personnes venues"], row["Heures de bénévoles"]) == ("3", "3", "1,50")
    assert (row["Âge – 75 ans et plus"], row["Commune – Redon"]) == ("1", "2")
    assert "Ana" not in text
    assert "Lou" not in text


def test_a_number_of_people_that_was_typed_wins_over_attendance(editor_client, session):
    ana = enroll(session, "Ana")
    note_attendance(session, ana.public_id, attendance="present")
    HeadCount.objects.create(session=session, category="total", count=14, typed=True)

    (row,) = rows_of(export(editor_client, what="counts", session=session.public_id))

    assert row["Personnes venues"] == "14"


def test_a_year_begins_at_midnight_on_the_sites_clock(editor_client, session):
    last_hour = make_session(session.page, start=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))
    first_hour = make_session(session.page, start=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    enroll(last_hour, "Ana", now=datetime(2026, 11, 1, tzinfo=UTC))
    enroll(first_hour, "Bob", now=datetime(2026, 11, 1, tzinfo=UTC))

    names = [row["Nom"] for row in rows_of(export(editor_client, year=2026))]

    assert "Ana" in names
    assert "Bob" not in names


@pytest.mark.parametrize(
    ("what", "kind", "name"),
    [
        ("registrations", "csv", "inscriptions-premiers-pas-{day}.csv"),
        ("attendance", "xlsx", "presences-premiers-pas-{day}.xlsx"),
        ("counts", "xlsx", "comptes-premiers-pas-{day}.xlsx"),
    ],
)
def test_files_have_french_names(editor_client, session, what, kind, name):
    response = export(editor_client, what=what, format=kind, session=session.public_id)
    expected = name.format(day=f"{session.local_start:%Y-%m-%d}")
    assert response["Content-Disposition"] == f'attachment; filename="{expected}"'
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("what", ["registrations", "attendance", "counts"])
def test_the_spreadsheet_says_the_same_as_the_text_table(editor_client, session, what):
    enroll(session, "Ana")
    text = rows_of(export(editor_client, what=what, session=session.public_id))
    response = export(editor_client, what=what, format="xlsx", session=session.public_id)
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    heading, *rows = book.active.iter_rows(values_only=True)
    assert list(heading) == list(text[0])
    assert len(rows) == len(text)


@pytest.mark.parametrize("what", ["registrations", "attendance", "counts"])
def test_the_number_of_queries_does_not_grow(editor_client, session, what):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            rows_of(export(editor_client, what=what))
        return len(queries)

    make_session(session.page, in_days=8)
    answer(enroll(session, "Ana"), "Quel âge ?", 12)
    cost()
    few = cost()
    for number in range(30):
        answer(enroll(session, f"Personne{number}"), "Quel âge ?", number)
        make_session(session.page, in_days=9 + number)
    assert cost() == few
    assert few <= 20


def test_an_editor_takes_away_nothing_of_another_association(editor_client, session):
    other = make_session(make_page(make_organization("La Vilaine Bidouille")))
    enroll(other, "Zanzibar")

    refused = export(editor_client, session=other.public_id)
    everything = export(editor_client)

    assert refused.status_code == 422
    assert b"Zanzibar" not in refused.content
    assert all(row["Nom"] != "Zanzibar" for row in rows_of(everything))


@pytest.mark.parametrize("asked", [{"series": "x"}, {"series": 2**63}, {"year": "1e9"}, {"what": "users"}])
def test_what_makes_no_sense_is_said_and_nothing_leaves(editor_client, asked):
    assert export(editor_client, **asked).status_code == 422
    assert not AccessRecord.objects.filter(exported=True).exists()


def test_the_coordination_takes_the_counts_of_everybody_and_no_name(client, session):
    coordinator = make_editor(make_organization("Le Réseau"), "coordination@reseau.example")
    coordinator.user_permissions.add(Permission.objects.get(codename="view_network_totals"))
    client.force_login(coordinator)
    enroll(session, "Zanzibar")

    counts = rows_of(export(client, what="counts", session=session.public_id))
    names = export(client, what="registrations", session=session.public_id)

    assert len(counts) == 1
    assert names.status_code == 422


def test_the_coordination_reads_the_numbers_of_a_draft_and_not_its_name(client, session):
    coordinator = make_editor(make_organization("Le Réseau"), "coordination@reseau.example")
    coordinator.user_permissions.add(Permission.objects.get(codename="view_network_totals"))
    client.force_login(coordinator)
    session.page.unpublish()

    (row,) = rows_of(export(client, what="counts"))

    assert (row["Page"], row["Lieu"], row["Structure"]) == ("", "", "Les Mulots")
    assert export(client, what="counts", session=session.public_id).status_code == 422


def test_who_only_reads_totals_is_offered_no_names(client, session):
    reader = make_team_member()
    reader.user_permissions.set(
        Permission.objects.filter(codename__in=("view_network_totals", "access_admin"))
    )
    client.force_login(reader)
    assert export(client, what="registrations", session=session.public_id).status_code == 422
    assert export(client, what="counts", session=session.public_id).status_code == 200


def test_somebody_without_the_right_finds_no_screen(client, session):
    somebody = make_team_member()
    somebody.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(somebody)
    assert client.get(reverse("bookings_export")).status_code in (302, 403)


def test_each_file_is_written_in_the_log_without_anybodys_name(editor_client, editor, session):
    enroll(session, "Ana")
    export(editor_client, session=session.public_id)
    export(editor_client, what="counts", session=session.public_id)

    registrations, counts = AccessRecord.objects.filter(exported=True).order_by("pk")

    assert (registrations.user, registrations.what) == (editor, "bookings.export.registrations")
    assert (registrations.reference, registrations.rows) == (session.public_id, 1)
    assert (counts.what, counts.rows) == ("bookings.export.counts", 0)


def test_the_screen_of_a_date_names_it_and_asks_no_year(editor_client, session):
    page = editor_client.get(reverse("bookings_export"), {"session": session.public_id}).content.decode()
    assert "Premiers pas, " in page
    assert 'name="year"' not in page


def test_the_screen_offers_the_years_that_have_dates(editor_client, session):
    make_session(session.page, start=timezone.now() - timedelta(days=800))
    page = editor_client.get(reverse("bookings_export")).content.decode()
    oldest = (timezone.localtime() - timedelta(days=800)).year
    assert f'<option value="{oldest}">' in page
    assert f'<option value="{oldest - 1}">' not in page
