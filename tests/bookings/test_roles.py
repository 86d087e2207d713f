"""Who may do what on the day: facilitators, the coordination, the list of means of payment."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.funders import value_words
from maillage.bookings.models import HeadCount, PaymentMeans, Session
from maillage.bookings.roles import make_role_groups
from maillage.bookings.services.attendance import note_attendance, note_hours, note_payment
from maillage.bookings.services.registrations import register_walk_in
from maillage.bookings.services.totals import totals_by_organization
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db

TOTALS = "bookings_totals"


@pytest.fixture
def session() -> Session:
    return make_session(make_page(make_organization("Les Mulots")), capacity=9)


FACILITATORS, COORDINATION = "lead_session", "view_network_totals"


def make_member(client, permission: str):
    """Somebody in the group that stands ready with `permission`."""
    user = get_user_model().objects.create_user("role@reseau.example", "secret")
    user.groups.add(Group.objects.get(permissions__codename=permission))
    client.force_login(user)
    return client


def test_the_groups_stand_ready_and_are_made_once() -> None:
    make_role_groups(apps.get_app_config("bookings"))
    for permission in (FACILITATORS, COORDINATION):
        group = Group.objects.get(permissions__codename=permission)
        assert set(group.permissions.values_list("codename", flat=True)) == {permission, "access_admin"}


def test_a_group_that_the_team_renamed_is_not_made_again() -> None:
    Group.objects.filter(permissions__codename=FACILITATORS).update(name="Celles qui animent")
    before = Group.objects.count()
    make_role_groups(apps.get_app_config("bookings"))
    assert Group.objects.count() == before


def test_the_coordination_reads_the_totals_of_all_and_no_name(client, session) -> None:
    ana = enroll(session, "Zanzibar")
    note_attendance(session, ana.public_id, attendance="present")
    HeadCount.objects.create(session=session, category="age", value="26_39", count=1)
    year = {"year": str(session.local_start.year)}
    page = make_member(client, COORDINATION).get(reverse(TOTALS), year).content.decode()
    assert "Les Mulots" in page
    assert value_words("age", "26_39") in page
    assert "Zanzibar" not in page


def test_the_coordination_opens_no_list_of_people(client, session) -> None:
    member = make_member(client, COORDINATION)
    for name in ("registrations", "check_in", "sheet", "counts"):
        answer = member.get(reverse(f"bookings_{name}", args=[session.public_id]))
        assert answer.status_code in (302, 403, 404)
    assert member.get(reverse("bookings_desk")).status_code in (302, 403)


@pytest.mark.parametrize("group", [FACILITATORS, None])
def test_others_do_not_read_the_totals(client, session, group) -> None:
    if group is None:
        client.force_login(make_editor(session.organization))
    else:
        make_member(client, group)
    assert client.get(reverse(TOTALS)).status_code in (302, 403)


def test_totals_add_up_what_each_association_did(session, django_assert_max_num_queries) -> None:
    other = make_session(make_page(make_organization("Clic’n Puces")), status="cancelled")
    ana = enroll(session, "Ana", seats=2)
    note_attendance(session, ana.public_id, attendance="present")
    note_payment(session, ana.public_id, amount=Decimal(5), means="Carte")
    register_walk_in(session)
    note_hours(session, minutes=90)
    typed = make_session(session.page.specific)
    HeadCount.objects.create(session=typed, category="total", count=30)
    HeadCount.objects.create(session=session, category="total", count=99, typed=False)
    ago = timezone.now() - timedelta(days=1)
    Session.objects.exclude(pk=other.pk).update(start=ago, end=ago + timedelta(hours=2))
    make_session(session.page.specific)
    make_session(session.page.specific, in_days=-2, status="postponed")
    with django_assert_max_num_queries(6):
        puces, mulots = totals_by_organization(
            session.start.replace(year=2000), session.start.replace(year=2100)
        )
    assert (puces.organization, puces.dates, puces.cancelled) == (other.organization, 0, 1)
    assert (mulots.dates, mulots.registrations, mulots.walk_ins) == (2, 1, 1)
    assert (mulots.people, mulots.euros, mulots.volunteer_minutes) == (33, Decimal(5), 90)


@pytest.mark.parametrize("year", ["", "x", "99999", "1066", "٢٠٢٦"])
def test_a_year_without_sense_is_this_year(client, year) -> None:
    assert make_member(client, COORDINATION).get(reverse(TOTALS), {"year": year}).status_code == 200


def means_url(session: Session) -> str:
    return reverse("bookings_means", args=[session.organization.pk])


def lines(*pairs) -> dict[str, str]:
    fields = {"form-TOTAL_FORMS": str(len(pairs)), "form-INITIAL_FORMS": "0"}
    for number, (name, in_use) in enumerate(pairs):
        fields[f"form-{number}-name"] = name
        if in_use:
            fields[f"form-{number}-in_use"] = "on"
    return fields


def test_an_editor_writes_the_means_of_payment_of_their_association(client, session) -> None:
    client.force_login(make_editor(session.organization))
    assert "Espèces" in client.get(means_url(session)).content.decode()
    assert not PaymentMeans.objects.exists()
    client.post(means_url(session), lines(("Espèces", True), ("Chèque", False), ("", True)))
    assert dict(PaymentMeans.objects.values_list("name", "in_use")) == {"Espèces": True, "Chèque": False}


def test_a_means_that_was_used_cannot_leave_the_list(client, session) -> None:
    note_payment(session, enroll(session).public_id, amount=Decimal(5), means="Carte")
    client.force_login(make_editor(session.organization))
    answer = client.post(means_url(session), lines(("Espèces", True)))
    assert answer.status_code == 422
    assert "gardez-le dans la liste" in answer.content.decode()


def test_another_association_does_not_see_the_means(client, session) -> None:
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    assert client.get(means_url(session)).status_code == 404
