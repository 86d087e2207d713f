"""A page leaves the site on its day while people are registered: nobody is lost, and the team is told."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.expiry import alert_teams, people_left
from maillage.bookings.links import registration_path
from maillage.bookings.models import Registration
from maillage.bookings.services import cancel_registration
from maillage.outbox.jobs import get_jobs
from maillage.outbox.models import Message
from maillage.outbox.renderers import render
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db

KIND = "bookings.page_expiry"


@pytest.fixture
def mulots():
    return make_organization("Les Mulots", email="bonjour@lesmulots.example")


@pytest.fixture
def page(mulots):
    return make_page(mulots, title="Trier ses photos")


@pytest.fixture
def session(page):
    return make_session(page, in_days=20, capacity=5)


@pytest.fixture
def registration(session):
    return enroll(session, seats=2)


def end_in(page, **time):
    """Choose when the page leaves the site, as an editor does who publishes it."""
    page.expire_at = timezone.now() + timedelta(**time)
    page.save()


def expire(page):
    """Let the end of the page come, and Wagtail's clock with it."""
    end_in(page, minutes=-5)
    call_command("publish_scheduled", verbosity=0)
    page.refresh_from_db()


def leave_soon(page):
    """Choose an end in a week."""
    end_in(page, days=6)


def alerts():
    alert_teams(timezone.now())
    return [render(each.kind, each.params) for each in Message.objects.filter(kind=KIND).order_by("pk")]


def test_a_page_with_people_leaves_the_site_without_an_error(page, registration):
    expire(page)
    assert (page.live, page.expired) == (False, True)
    assert Registration.objects.get().status == "confirmed"


def test_those_who_are_registered_keep_their_own_page(client, page, session, registration):
    expire(page)
    answer = client.get(registration_path(registration))
    assert answer.status_code == 200
    assert f'<time datetime="{session.local_start.isoformat()}"' in answer.content.decode()


def test_their_page_leads_to_nothing_that_is_gone(client, page, session, registration):
    address = page.url
    expire(page)
    html = client.get(registration_path(registration)).content.decode()
    assert f'href="{address}"' not in html
    assert reverse("bookings:session_ics", args=[session.public_id]) not in html


def test_they_can_still_cancel(client, page, registration):
    expire(page)
    client.post(f"{registration_path(registration)}annuler/")
    registration.refresh_from_db()
    assert registration.is_cancelled


def test_nobody_new_registers(client, page, session):
    expire(page)
    address = reverse("bookings:register", args=[session.public_id])
    assert client.post(address, {"name": "Ana", "phone": "0639981234"}).status_code == 404
    assert not Registration.objects.exists()


def test_a_later_draft_is_published_on_its_day_with_the_dates_kept(page, registration):
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.title = "Trier ses photos, suite"
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    page.latest_revision.publish()
    call_command("publish_scheduled", verbosity=0)
    assert page.sessions.get().registrations.get() == registration


def test_the_team_is_told_a_week_before(page, registration):
    end_in(page, days=6)
    content = alerts()[0]
    assert content.to == "bonjour@lesmulots.example"
    assert content.subject == "Cette page va quitter le site : Trier ses photos"
    assert "2 places sont prises ou attendues" in content.text
    assert reverse("bookings_dates", args=[page.pk]) in content.text


def test_the_team_is_not_told_earlier(page, registration):
    end_in(page, days=8)
    assert alerts() == []


def test_the_team_is_told_once_however_often_one_looks(page, registration):
    end_in(page, days=6)
    alerts()
    assert len(alerts()) == 1


def test_the_team_is_told_again_once_the_page_is_gone(page, registration):
    end_in(page, days=6)
    alerts()
    expire(page)
    assert alerts()[-1].subject == "Cette page n’est plus sur le site : Trier ses photos"


def test_a_message_that_waited_too_long_is_not_sent(page, registration):
    end_in(page, days=6)
    alerts()
    end_in(page, days=60)
    assert alerts() == [None]


def test_an_organization_without_an_address_gets_no_message(page, registration, mulots):
    mulots.email = ""
    mulots.save()
    end_in(page, days=6)
    assert alerts() == [None]


def test_dates_before_the_end_of_the_page_alarm_nobody(page):
    enroll(make_session(page, in_days=4))
    end_in(page, days=6)
    assert alerts() == []


def test_a_page_that_nobody_comes_to_alarms_nobody(page, registration):
    cancel_registration(registration)
    end_in(page, days=6)
    assert alerts() == []


def test_people_who_wait_are_counted_too(page, session, registration):
    enroll(session, "Dana", seats=4)
    end_in(page, days=6)
    assert people_left(page, timezone.now()) == 6


def test_the_worker_looks_every_hour():
    assert get_jobs()[KIND].every == timedelta(hours=1)


@pytest.mark.parametrize(
    ("settle", "words"), [(leave_soon, "elle quitte le site le"), (expire, "n’est plus sur le")]
)
def test_the_editors_see_it_on_their_first_screen(client, mulots, page, registration, settle, words):
    settle(page)
    client.force_login(make_editor(mulots))
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert words in html
    assert "2 places prises ou attendues." in html


def test_the_editors_of_others_do_not_see_it(client, page, registration):
    end_in(page, days=6)
    client.force_login(make_editor(make_organization("Dépan’tek")))
    assert "places prises ou attendues" not in client.get(reverse("wagtailadmin_home")).content.decode()
