"""`manage.py demo` in development: what it writes, and what it leaves alone."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from wagtail.images.models import Image

from demo.accounts import ACCOUNTS
from demo.drawings import DRAWINGS
from home.models import HomePage, NetworkSettings, StandardPage
from maillage.bookings.models import Registration, RegistrationStatus, Session, SessionStatus
from maillage.outbox.delivery import deliver_due
from maillage.outbox.models import Message
from maillage.places.models import Organization, OrganizationIndexPage, Place
from tests.demo.runs import demo_for_a_module, run_demo
from workshops.models import WorkshopPage

FICTION_PHONE = re.compile(r"(\+33|0)(2 ?61 ?91|6 ?39 ?98)( ?\d\d){2}")


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    with demo_for_a_module(django_db_blocker) as output:
        yield output


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printed")]


def _row_counts():
    """How many rows each table holds, but for Wagtail's own accounts of searches."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def _refusal(workshop):
    try:
        workshop.full_clean()
    except ValidationError as error:
        return error
    return None


def _upcoming_days():
    return [timezone.localtime(session.start).date() for session in Session.objects.upcoming()]


def test_the_network_has_six_members_of_four_kinds():
    kinds = sorted(Organization.objects.values_list("kind", flat=True))

    assert kinds == ["association"] * 3 + ["company", "insertion", "project_holder"]


def test_every_member_says_its_role_and_has_a_public_page():
    assert Organization.objects.public().exclude(role="").count() == 6


def test_there_are_twelve_workshops_each_with_dates_to_come():
    with_dates = Session.objects.upcoming().scheduled().order_by().values("page").distinct()

    assert WorkshopPage.objects.published().filter(pk__in=with_dates).count() == 12


def test_dates_fall_within_the_coming_three_months():
    today = timezone.localdate()

    assert all(today < day <= today + timedelta(days=92) for day in _upcoming_days())


def test_two_dates_are_full_with_people_who_wait():
    full = Session.objects.scheduled().filter(seats_taken=F("capacity"))

    assert full.count() == 2
    assert all(session.registrations.waiting().exists() for session in full)


def test_one_person_is_offered_a_seat_that_somebody_gave_back():
    (offered,) = Registration.objects.offered()

    assert offered.offer_expires_at > timezone.now()


def test_a_group_is_first_on_a_waiting_list():
    groups = Registration.objects.waiting().filter(seats__gt=1)

    assert [group.waiting_rank() for group in groups] == [1]


def test_one_date_is_cancelled_with_its_reason():
    reasons = Session.objects.filter(status=SessionStatus.CANCELLED).values_list("status_reason", flat=True)

    assert len(reasons) == 1
    assert reasons[0]


def test_one_date_is_moved_with_its_reason():
    moved = [session for session in Session.objects.scheduled() if session.is_moved]

    assert len(moved) == 1
    assert moved[0].status_reason


def test_every_way_to_register_is_shown():
    assert set(WorkshopPage.objects.values_list("booking_mode", flat=True)) == {"online", "phone", "none"}


def test_every_kind_of_price_is_shown():
    kinds = set(WorkshopPage.objects.values_list("price_kind", flat=True))

    assert kinds == {"free", "contribution", "price", "members_price", "members_only"}


def test_one_workshop_is_booked_as_a_whole():
    cycle = Session.objects.filter(series__as_cycle=True)

    assert cycle.values("page").distinct().order_by().count() == 1
    assert cycle.count() == 5


def test_one_place_gives_its_address_to_registered_people_only():
    assert Place.objects.filter(address_for_registered_only=True).count() == 1


def test_workshops_pass_the_checks_of_their_own_form():
    refused = [workshop.title for workshop in WorkshopPage.objects.all() if _refusal(workshop)]

    assert refused == []


@pytest.mark.parametrize(("slug", "parts"), [("enjeux", 6), ("objectifs", 3), ("actions", 3)])
def test_the_collective_says_why_it_acts_what_it_wants_and_what_it_does(slug, parts):
    collective = StandardPage.objects.get(slug="le-collectif")
    page = StandardPage.objects.live().child_of(collective).get(slug=slug)

    assert str(page.body).count("<h2>") == parts


def test_initials_stand_for_the_logos_of_the_members(client):
    directory = client.get(OrganizationIndexPage.objects.get().url).content.decode()
    shown = re.findall(r'class="initials"[^>]*>(\w{1,3})<', directory)

    assert len(shown) == 6
    assert sorted(shown) == sorted(member.initials for member in Organization.objects.all())


def test_the_pictures_are_drawn_described_and_shown(client, media_folder):
    pictures = {picture.title: picture for picture in Image.objects.all()}
    page = client.get(StandardPage.objects.get(slug="le-collectif").url).content.decode()

    assert set(pictures) == {drawing.title for drawing in DRAWINGS}
    assert all(picture.description for picture in pictures.values())
    assert all((media_folder / picture.file.name).stat().st_size > 1000 for picture in pictures.values())
    assert re.search(r'<img[^>]+alt="Dessin\b', page)


def test_the_bootic_page_holds_the_figures_of_its_results():
    body = StandardPage.objects.get(slug="bootic-2017").body
    figures = body.first_block_by_name("key_figures").value["figures"]

    said = [re.sub(r"\s", " ", figure["value"]) for figure in figures]
    assert said == ["9", "14", "261", "17", "2 800 €", "environ 50 €"]


def test_registered_people_have_a_first_name_and_an_initial_only():
    names = Registration.objects.values_list("name", flat=True)

    assert all(re.fullmatch(r"[\w-]+ [A-Z]\.", name) for name in names)


def test_every_registration_can_be_answered_by_phone_or_e_mail():
    assert not Registration.objects.filter(email="", phone="").exists()


def test_e_mail_addresses_lead_nowhere():
    addresses = [*Organization.objects.values_list("email", flat=True)]
    addresses += Registration.objects.exclude(email="").values_list("email", flat=True)
    addresses += get_user_model().objects.values_list("email", flat=True)

    assert [address for address in addresses if not address.endswith(".example")] == []


def test_phone_numbers_come_from_the_ranges_kept_for_fiction():
    numbers = [*Organization.objects.values_list("phone", flat=True)]
    numbers += Place.objects.exclude(phone="").values_list("phone", flat=True)
    numbers += Registration.objects.exclude(phone="").values_list("phone", flat=True)
    numbers += NetworkSettings.objects.values_list("phone", flat=True)

    assert [number for number in numbers if not FICTION_PHONE.fullmatch(number)] == []


def test_the_site_says_that_it_is_a_demonstration():
    assert NetworkSettings.objects.get().is_demonstration


def test_no_message_about_invented_people_ever_leaves():
    assert Message.objects.exists()
    deliver_due(timezone.now())

    assert mail.outbox == []


def test_the_accounts_are_printed_with_their_passwords(printed):
    lines = [f"{account.email} / {account.password}" for account in ACCOUNTS]

    assert [line for line in lines if line not in printed] == []


def test_the_printed_accounts_sign_in():
    signed_in = [authenticate(username=account.email, password=account.password) for account in ACCOUNTS]

    assert [user.email for user in signed_in] == [account.email for account in ACCOUNTS]


def test_an_editor_acts_for_their_own_association_only():
    editor = get_user_model().objects.get(email="mulots@maillage.example")

    assert [each.name for each in Organization.objects.for_user(editor)] == ["Les Mulots"]


def test_a_second_run_changes_nothing():
    before = _row_counts()
    output = run_demo()

    assert _row_counts() == before
    assert "rien n’a changé" in output


def test_a_page_that_was_edited_is_not_overwritten():
    workshop = WorkshopPage.objects.get(slug="faire-ses-papiers-en-ligne")
    workshop.title, workshop.slug = "Nos papiers", "nos-papiers"
    workshop.save_revision().publish()
    home = HomePage.objects.get()
    home.headline = "Autre phrase"
    home.save_revision().publish()

    run_demo()

    assert WorkshopPage.objects.get(pk=workshop.pk).title == "Nos papiers"
    assert HomePage.objects.get().headline == "Autre phrase"
    assert WorkshopPage.objects.count() == 12


def test_what_was_deleted_does_not_come_back():
    StandardPage.objects.get(slug="langues").delete()
    NetworkSettings.objects.update(is_demonstration=False)

    run_demo()

    assert not StandardPage.objects.filter(slug="langues").exists()
    assert not NetworkSettings.objects.get().is_demonstration


def test_a_demo_left_for_months_has_dates_again():
    gone = timedelta(days=120)
    Session.objects.update(
        start=F("start") - gone, end=F("end") - gone, original_start=F("original_start") - gone
    )

    run_demo()

    assert Session.objects.upcoming().scheduled().order_by().values("page").distinct().count() == 12
    assert Registration.objects.filter(
        status=RegistrationStatus.WAITING, dates__session__end__gt=timezone.now()
    ).exists()


def test_dates_that_are_still_to_come_are_not_doubled():
    before = Session.objects.count()
    first = Session.objects.upcoming().first()
    Session.objects.filter(pk=first.pk).update(
        start=F("start") - timedelta(days=30), end=F("end") - timedelta(days=30)
    )

    run_demo()

    assert Session.objects.count() == before
