"""Somebody who forgot their password asks for a link, which leaves by the outbox."""

import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.messages import render_password_link
from maillage.outbox.models import Message, MessageStatus
from tests.accounts.factories import GOOD_PASSWORD
from tests.places.factories import make_superuser

SCREEN = "/admin/password_reset/"
KNOWN, UNKNOWN = "admin@reseau.example", "personne@reseau.example"


@pytest.fixture
def user(db):
    return make_superuser(KNOWN)


def ask(client, email=KNOWN):
    return client.post(SCREEN, {"email": email})


def email_of(user):
    return render_password_link({"user": user.pk})


def path_in(text):
    link = next(line for line in text.splitlines() if "/password_reset/" in line)
    return "/" + link.split("/", 3)[3]


def choose_password(client, path, password):
    """Follow the link as a browser does: Django hides the token from the address, then asks."""
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def test_the_message_holds_no_address(client, user):
    ask(client)
    message = Message.objects.get(kind="accounts.password")
    assert message.params == {"user": user.pk}


def test_the_address_may_be_typed_in_capitals(client, user):
    ask(client, KNOWN.upper())
    assert Message.objects.get().params == {"user": user.pk}


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_the_answer_says_nothing_of_who_has_an_account(client, user, email):
    assert ask(client, email).url == "/admin/password_reset/done/"


def test_an_unknown_address_costs_the_same_queries(client, user):
    ask(client, UNKNOWN)
    costs = []
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            ask(client, email)
        costs.append(len(queries))
    assert costs[0] == costs[1] > 0


@pytest.mark.django_db(transaction=True)
def test_the_e_mail_leaves_for_the_account(client):
    make_superuser(KNOWN)
    ask(client)
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([KNOWN], "Choisissez un nouveau mot de passe")
    ]


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_for_an_unknown_address(client):
    ask(client, UNKNOWN)
    assert mail.outbox == []
    assert Message.objects.get().status == MessageStatus.CANCELLED


def test_the_link_lets_choose_a_password(client, user):
    choose_password(client, path_in(email_of(user).text), GOOD_PASSWORD)
    user.refresh_from_db()
    assert user.check_password(GOOD_PASSWORD)


def test_the_link_works_once(client, user):
    path = path_in(email_of(user).text)
    choose_password(client, path, GOOD_PASSWORD)
    choose_password(client, path, "quatre grands chiens")
    user.refresh_from_db()
    assert user.check_password(GOOD_PASSWORD)


def test_the_text_says_how_long_the_link_works(user):
    assert "pendant 3 jours" in email_of(user).text


@pytest.mark.parametrize("closed", [{"is_active": False}, {"password": "!"}])
def test_an_account_that_cannot_sign_in_gets_no_link(user, closed):
    type(user).objects.filter(pk=user.pk).update(**closed)
    assert email_of(user) is None


@override_settings(MAILLAGE_ACCOUNTS={"PASSWORD_LINKS_PER_EMAIL_PER_HOUR": 1})
@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_nobody_fills_the_mailbox_of_another(client, user, email):
    ask(client, email)
    answer = client.post(SCREEN, {"email": email.upper()}, REMOTE_ADDR="192.0.2.9")
    assert "Attendez une heure" in answer.content.decode()
    assert Message.objects.count() == 1


@override_settings(MAILLAGE_ACCOUNTS={"PASSWORD_LINKS_PER_ADDRESS_PER_HOUR": 1})
def test_one_place_may_ask_for_so_many_links(client, user):
    ask(client, UNKNOWN)
    assert "Attendez une heure" in ask(client).content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("email", ["", "x", "a@b.example\x00", "x" * 300])
def test_what_is_no_address_is_refused(client, user, email):
    assert ask(client, email).status_code == 200
    assert not Message.objects.exists()
