"""Writing to everybody: seen before it leaves, once, to exactly those who are meant."""

import pytest
from django.urls import reverse

from maillage.bookings.messages.rendering import render_broadcast
from maillage.bookings.models import Broadcast, Call
from maillage.bookings.services import cancel_registration
from maillage.bookings.services.notifications import send_broadcast
from maillage.outbox.models import Message
from tests.bookings.factories import enroll, make_cycle, make_page, make_session
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db
TEXT = {"subject": "Apportez un chargeur", "body": "Bonjour à tous, {nom} compris : « {atelier} »."}


@pytest.fixture
def session():
    return make_session(make_page(title="Trier ses photos"), capacity=2)


def url(session):
    return reverse("bookings_broadcast", args=[session.public_id])


def written() -> set[str]:
    return set(Message.objects.filter(kind="bookings.broadcast").values_list("subject_reference", flat=True))


def send(session, statuses=("confirmed",), key="k", **fields):
    return send_broadcast(session, statuses=statuses, user=None, key=key, **TEXT, **fields)


def test_only_the_chosen_statuses_are_written_to(session) -> None:
    comes, left = enroll(session, "Ana"), enroll(session, "Bob")
    cancel_registration(left)
    send(session)
    assert written() == {comes.reference}


def test_the_waiting_list_can_be_written_to(session) -> None:
    enroll(session, "Ana"), enroll(session, "Bob")
    waits = enroll(session, "Cleo")
    send(session, statuses=("waiting",))
    assert written() == {waits.reference}


def test_who_has_no_e_mail_is_put_on_the_list_to_call(session) -> None:
    person = enroll(session, email="", phone="+33639981234")
    broadcast = send(session)
    assert written() == set()
    assert Call.objects.get().registration == person
    assert broadcast.recipients == 1


def test_a_whole_series_is_written_to_once_a_person() -> None:
    dates = make_cycle(capacities=(5, 5))
    enroll(dates[0], "Ana")
    broadcast = send(dates[0], whole_series=True)
    assert broadcast.recipients == len(written()) == 1
    assert broadcast.series == dates[0].series


def test_a_double_click_writes_once(session) -> None:
    enroll(session)
    first, second = send(session), send(session)
    assert first == second
    assert Message.objects.filter(kind="bookings.broadcast").count() == 1


def test_each_person_reads_their_own_name_the_date_and_the_phone(session) -> None:
    person = enroll(session, "Ana")
    broadcast = send(session)
    content = render_broadcast({"registration": person.pk, "broadcast": broadcast.pk})
    assert content.subject == "Apportez un chargeur"
    assert "Ana compris : « Trier ses photos »." in content.text
    assert str(session.local_start.year) in content.text


def test_who_cancels_before_it_leaves_does_not_get_it(session) -> None:
    person = enroll(session)
    broadcast = send(session)
    cancel_registration(person)
    assert render_broadcast({"registration": person.pk, "broadcast": broadcast.pk}) is None


def test_a_subject_cannot_inject_a_header(session) -> None:
    person = enroll(session)
    text = {**TEXT, "subject": "Oui\r\nBcc: tous@maison.example"}
    broadcast = send_broadcast(session, statuses=["confirmed"], user=None, key="k", **text)
    content = render_broadcast({"registration": person.pk, "broadcast": broadcast.pk})
    assert "\n" not in content.subject


def test_writing_to_many_takes_as_few_queries(django_assert_max_num_queries) -> None:
    session = make_session(capacity=None)
    for number in range(12):
        enroll(session, f"Ana{number}")
    with django_assert_max_num_queries(6):
        send(session)
    assert len(written()) == 12


def test_the_preview_counts_the_people_and_sends_nothing(editor, session) -> None:
    enroll(session, "Ana"), enroll(session, "Bob", email="", phone="+33639981234")
    page = editor.post(url(session), {"statuses": ["confirmed"], **TEXT}).content.decode()
    assert "2 personnes reçoivent ce message" in page
    assert "Ana compris" in page
    assert not Broadcast.objects.exists()


def test_the_second_button_sends(editor, session) -> None:
    person = enroll(session)
    data = {"statuses": ["confirmed"], "form_key": "f", "send": "1", **TEXT}
    assert editor.post(url(session), data).status_code == 302
    assert written() == {person.reference}


def test_an_unknown_word_is_refused(editor, session) -> None:
    answer = editor.post(url(session), {"statuses": ["confirmed"], **TEXT, "body": "{prix}"})
    assert answer.status_code == 422
    assert "{prix} ne veut rien dire ici" in answer.content.decode()


def test_without_anybody_ticked_the_form_says_so(editor, session) -> None:
    assert "Cochez au moins un groupe" in editor.post(url(session), TEXT).content.decode()


def test_another_association_writes_to_nobody(client, session) -> None:
    client.force_login(make_editor(make_organization("Clic n’Puces")))
    assert client.post(url(session), {"statuses": ["confirmed"], "send": "1", **TEXT}).status_code == 404
    assert not Broadcast.objects.exists()
