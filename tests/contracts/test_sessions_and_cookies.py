"""Nobody acts in another person's name: forged requests, stolen sessions, guessed passwords."""

from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.test import Client
from django.urls import reverse

from accounts.forms import TRIES_PER_ACCOUNT
from accounts.messages import invitation_url
from accounts.services import invite_editor
from maillage.bookings.links import registration_token
from maillage.bookings.models import Registration
from tests.bookings.factories import enroll, make_session
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db

SIGN_IN = "/admin/login/"


@pytest.fixture
def editor():
    return make_editor(make_organization("Les Mulots"))


def try_to_sign_in(client, user, typed="secret", **meta):
    return client.post(SIGN_IN, {"username": user.email, "password": typed}, **meta)


@pytest.mark.parametrize(
    "route",
    [
        *("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset", "wagtailadmin_account"),
        *("invitations:index", "network_places:add", "wagtailimages:add", "wagtaildocs:add"),
    ],
)
def test_a_request_that_another_site_forged_is_refused(editor, route):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(reverse(route), {}).status_code == 403


def test_a_forged_registration_and_a_forged_cancellation_are_refused():
    session = make_session()
    registration = enroll(session)
    token = registration_token(registration)
    client = Client(enforce_csrf_checks=True)

    answers = [
        client.post(reverse("bookings:register", args=[session.public_id]), {"name": "Camille"}),
        client.post(reverse("bookings:cancel_registration", args=[token])),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Registration.objects.get().status == "confirmed"


def test_a_session_that_was_there_before_is_not_the_one_that_signs_in(client, editor):
    client.session["planted"] = "yes"
    planted = client.session
    planted["seen"] = True
    planted.save()
    before = planted.session_key

    try_to_sign_in(client, editor)

    assert client.session.session_key != before
    assert not BrowserSession.objects.filter(session_key=before).exists()


def test_signing_out_ends_the_session(client, editor):
    try_to_sign_in(client, editor)
    key = client.session.session_key
    client.post("/admin/logout/")

    assert not BrowserSession.objects.filter(session_key=key).exists()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, editor):
    cookie = try_to_sign_in(client, editor).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_accepting_an_invitation_ends_the_session_of_whoever_was_there(client, editor):
    client.force_login(editor)
    before = client.session.session_key
    invitation = invite_editor(email="ami@maison.example", organization=editor.groups.get().organization)
    client.post(
        urlsplit(invitation_url(invitation)).path,
        {"first_name": "A", "last_name": "B", "password1": "un long secret", "password2": "un long secret"},
    )

    assert client.session.session_key != before


def test_a_password_cannot_be_guessed_for_ever(editor):
    for number in range(TRIES_PER_ACCOUNT):
        try_to_sign_in(Client(), editor, "wrong", REMOTE_ADDR=f"192.0.2.{number}")

    refused = Client()
    answer = try_to_sign_in(refused, editor, REMOTE_ADDR="198.51.100.1")

    assert "Trop d’essais" in answer.content.decode()
    assert "_auth_user_id" not in refused.session


def test_an_unknown_account_is_answered_as_a_known_one(editor):
    unknown = type("Unknown", (), {"email": "personne@maison.example"})
    answers = [
        try_to_sign_in(Client(), someone, "wrong").context["form"].non_field_errors()
        for someone in (editor, unknown)
    ]

    assert answers[0] == answers[1]


def test_asking_for_a_new_password_says_the_same_of_an_unknown_account(editor):
    answers = [
        Client().post(reverse("wagtailadmin_password_reset"), {"email": email})
        for email in (editor.email, "personne@maison.example")
    ]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, answers[0].url)] * 2
