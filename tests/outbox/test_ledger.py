"""The log in the admin: each association reads its own."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maillage.outbox.models import Message, MessageStatus
from maillage.outbox.renderers import labelled
from tests.places.factories import make_editor, make_organization, make_superuser, make_team_member

from .factories import hello, make_message, renderers

pytestmark = pytest.mark.django_db

LIST = "messages-sortants_modeladmin_index"
INSPECT = "messages-sortants_modeladmin_inspect"
RESEND = "messages-sortants_modeladmin_resend"


@pytest.fixture
def mulots():
    return make_organization("Les Mulots")


@pytest.fixture
def puces():
    return make_organization("Clic’n Puces")


@pytest.fixture
def as_mulots(client, mulots):
    client.force_login(make_editor(mulots))
    return client


def failed(organization) -> Message:
    message = make_message(organization=organization, subject_reference="K7PM4QX")
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.FAILED, last_error="550 inconnu")
    return message


def test_an_editor_reads_the_messages_of_their_association_only(as_mulots, mulots, puces):
    make_message(organization=mulots, subject_reference="MINE234")
    make_message(organization=puces, subject_reference="THEIRS2")
    make_message(subject_reference="NOBODYS")

    page = as_mulots.get(reverse(LIST)).content.decode()

    assert "MINE234" in page
    assert "THEIRS2" not in page
    assert "NOBODYS" not in page


@pytest.mark.parametrize("make_user", [make_superuser, make_team_member])
def test_the_team_of_the_network_reads_all_messages(client, mulots, make_user):
    make_message(organization=mulots, subject_reference="MULOTS2")
    make_message(subject_reference="NOBODYS")
    client.force_login(make_user())

    page = client.get(reverse(LIST)).content.decode()

    assert "MULOTS2" in page
    assert "NOBODYS" in page


def test_the_list_speaks_french(as_mulots, mulots):
    with renderers(hello=labelled("Mot d’accueil")(partial(hello))):
        failed(mulots)
        page = as_mulots.get(reverse(LIST)).content.decode()

    for words in ("Messages envoyés", "Mot d’accueil", "Pas parti", "550 inconnu", "Les Mulots"):
        assert words in page
    assert "Any date" not in page


def test_each_value_is_named_for_a_phone_where_no_heads_are_seen(as_mulots, mulots):
    make_message(organization=mulots)
    html = as_mulots.get(reverse(LIST)).content.decode()
    assert 'data-label="État\N{NO-BREAK SPACE}: "' in html
    assert "outbox/admin/ledger.css" in html


def test_a_message_is_found_by_its_reference(as_mulots, mulots):
    make_message(organization=mulots, subject_reference="FOUND23")
    make_message(organization=mulots, subject_reference="OTHER23")

    page = as_mulots.get(reverse(LIST), {"q": "found"}).content.decode()

    assert "FOUND23" in page
    assert "OTHER23" not in page


@pytest.mark.parametrize(
    ("lookup", "value"), [("status__exact", "failed"), ("kind", "other"), ("organization__id__exact", None)]
)
def test_the_list_is_filtered(client, mulots, puces, lookup, value):
    shown = make_message(organization=mulots, kind="other", subject_reference="SHOWN23")
    Message.objects.filter(pk=shown.pk).update(status=MessageStatus.FAILED)
    make_message(organization=puces, subject_reference="HIDDEN2")
    client.force_login(make_superuser())

    page = client.get(reverse(LIST), {lookup: value or mulots.pk}).content.decode()

    assert "SHOWN23" in page
    assert "HIDDEN2" not in page


def test_a_filter_offers_no_other_association(as_mulots, mulots, puces):
    make_message(organization=mulots)

    page = as_mulots.get(reverse(LIST)).content.decode()

    assert puces.name not in page


@pytest.mark.parametrize(
    "lookup",
    [
        {"organization__group__user__password__startswith": "m"},
        {"created_at__gte": "yesterday"},
        {"nonsense": "1"},
    ],
)
def test_a_lookup_that_no_filter_offers_is_refused(as_mulots, mulots, lookup):
    make_message(organization=mulots)

    assert as_mulots.get(reverse(LIST), lookup).status_code == 400


def test_the_list_asks_no_more_of_many_messages_than_of_one(as_mulots, mulots):
    def count_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_mulots.get(reverse(LIST))
        return len(queries)

    make_message(organization=mulots)
    count_queries()  # Wagtail writes the editor's profile on the first visit
    few = count_queries()
    for _number in range(30):
        make_message(organization=mulots)

    assert count_queries() == few


def test_a_message_is_inspected(as_mulots, mulots):
    message = failed(mulots)

    page = as_mulots.get(reverse(INSPECT, args=[message.pk])).content.decode()

    assert "550 inconnu" in page
    assert "Renvoyer" in page


def test_a_message_that_left_has_no_button(as_mulots, mulots):
    message = make_message(organization=mulots)

    assert "Renvoyer" not in as_mulots.get(reverse(INSPECT, args=[message.pk])).content.decode()


def test_a_failed_message_is_sent_again(as_mulots, mulots):
    message = failed(mulots)

    page = as_mulots.post(reverse(RESEND, args=[message.pk]), follow=True).content.decode()

    message.refresh_from_db()
    assert message.status == MessageStatus.PENDING
    assert "Le message repart dans un instant." in page


def test_a_message_that_did_not_fail_is_left_alone(as_mulots, mulots):
    message = make_message(organization=mulots)

    page = as_mulots.post(reverse(RESEND, args=[message.pk]), follow=True).content.decode()

    assert "n’attend pas de nouvel essai" in page


def test_reading_sends_nothing(as_mulots, mulots):
    assert as_mulots.get(reverse(RESEND, args=[failed(mulots).pk])).status_code == 405


@pytest.mark.parametrize(("name", "method"), [(INSPECT, "get"), (RESEND, "post")])
def test_the_message_of_another_association_does_not_exist(as_mulots, puces, name, method):
    message = failed(puces)

    assert getattr(as_mulots, method)(reverse(name, args=[message.pk])).status_code == 404


@pytest.mark.parametrize("action", ["create", "edit/1", "delete/1", "history/1"])
def test_a_ledger_has_no_form(client, action):
    client.force_login(make_superuser())

    assert client.get(f"{reverse(LIST)}{action}/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, mulots):
    message = failed(mulots)

    assert "login" in client.get(reverse(INSPECT, args=[message.pk])).url
