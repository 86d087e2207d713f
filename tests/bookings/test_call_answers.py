"""What is said on the phone is true, and what is answered there is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.errors import AnswerAwaited
from maillage.bookings.messages import KINDS
from maillage.bookings.messages.calls import news_of
from maillage.bookings.messages.rendering import KIND as BROADCAST
from maillage.bookings.models import OFFER, Broadcast, Call, Registration, Session, SessionStatus
from maillage.bookings.services import (
    accept_offer,
    cancel_registration,
    cancel_session,
    change_capacity,
    decline_offer,
    tick_call,
)
from maillage.bookings.services.notifications import WORTH_A_CALL, send_broadcast, tell
from tests.bookings.factories import enroll, make_cycle, make_page, make_session
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
PHONE = "+33639981234"


@pytest.fixture
def session() -> Session:
    page = make_page(make_organization("Les Mulots"), title="Trier ses photos", seats_per_registration=4)
    return make_session(page, capacity=2)


@pytest.fixture
def group(session: Session) -> Registration:
    """Three people without an e-mail address, to whom two seats are offered."""
    first = enroll(session, "Première", seats=2)
    group = enroll(session, "Groupe", seats=3, email="", phone=PHONE)
    cancel_registration(first)
    return Registration.objects.get(pk=group.pk)


def write(session: Session, body: str, **options) -> Broadcast:
    text = {
        "subject": "Prenez un chargeur",
        "body": body,
        "statuses": ["confirmed"],
        "key": "k",
        "user": None,
    }
    return send_broadcast(session, **{**text, **options})


def to_say() -> list[str]:
    """What the list says, call after call."""
    return [news_of(call) for call in Call.objects.to_make().with_people()]


def read(editor: Client) -> str:
    return editor.get(reverse("bookings_calls")).content.decode()


def post(editor: Client, call: Call, **fields: str) -> str:
    """Send what the buttons of a line send; return the list that follows."""
    return editor.post(reverse("bookings_call_tick", args=[call.pk]), fields, follow=True).content.decode()


# What each kind of message says.

SAYS = {
    "bookings.registration_confirmed": "est inscrite",
    "bookings.registration_waiting": "est sur la liste d’attente",
    "bookings.registration_promoted": "Une place s’est libérée",
    "bookings.seats_offered": "Une place est gardée",
    "bookings.offer_ended": "plus aucune place n’est gardée",
    "bookings.registration_changed": "a été modifiée",
    "bookings.registration_cancelled": "inscription est annulée",
    "bookings.cycle_left": "n’est plus attendue",
    "bookings.session_cancelled": "Cette date est annulée",
    "bookings.session_moved": "La date est maintenant",
    "bookings.session_postponed": "Cette date est reportée",
    "bookings.reminder": "demandez si elle vient",
    "bookings.thanks": "Remerciez",
    BROADCAST: "Prenez un chargeur\nLa salle est froide.",
}
STATUSES = {
    "bookings.session_cancelled": SessionStatus.CANCELLED,
    "bookings.session_postponed": SessionStatus.POSTPONED,
}


def test_every_kind_of_message_has_words_of_its_own() -> None:
    assert set(SAYS) == {*KINDS, BROADCAST}
    assert set(SAYS) >= WORTH_A_CALL


@pytest.mark.parametrize("kind", SAYS)
def test_what_is_said_is_what_the_message_says(session: Session, kind: str) -> None:
    person = enroll(session, "Rozenn", email="", phone=PHONE)
    Session.objects.update(status=STATUSES.get(kind, SessionStatus.SCHEDULED))
    call = Call(kind=kind, registration=person, session=Session.objects.get(), key="k")
    if kind == BROADCAST:
        call.broadcast = Broadcast(subject="Prenez un chargeur", body="La salle est froide.")
    words = news_of(call)
    assert SAYS[kind] in words
    assert ("La date est maintenant" in words) is (kind == "bookings.session_moved")


def test_a_kind_that_nobody_knows_says_nothing_of_the_date(session: Session) -> None:
    call = Call(kind="plugin.unknown", registration=enroll(session, email=""), session=session, key="k")
    assert news_of(call) == "Regardez cette inscription, puis appelez la personne."


# A message to everybody


def test_a_message_to_everybody_is_told_as_this_person_would_have_read_it(session: Session) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    enroll(session, "Camille")
    write(session, "Bonjour {nom}, à bientôt pour {atelier}.")
    assert to_say() == ["Prenez un chargeur\nBonjour Rozenn, à bientôt pour Trier ses photos."]


def test_of_a_date_with_appointments_each_hears_their_own_hour(session: Session) -> None:
    Session.objects.update(slot_minutes=30, capacity=4)
    session.refresh_from_db()
    for number, name in enumerate(("Rozenn", "Sacha")):
        slot = session.start + number * timedelta(minutes=30)
        enroll(session, name, email="", phone=PHONE, slot=slot)
    write(session, "Venez à l’heure : {date}.")
    first, second = to_say()
    assert first != second


def test_of_a_series_each_is_called_about_the_next_date_of_their_own(session: Session) -> None:
    dates = make_cycle(session.page.specific, capacities=(4, 4, 4))
    Session.objects.exclude(series=None).update(seats_taken=0)
    type(dates[0].series).objects.update(as_cycle=False)
    first, second, third = Session.objects.exclude(series=None).order_by("start")
    enroll(second, "Rozenn", email="", phone=PHONE)
    enroll(third, "Sacha", email="", phone=PHONE)
    write(first, "La salle est froide.", whole_series=True)
    assert list(Call.objects.order_by("before").values_list("session", flat=True)) == [second.pk, third.pk]


@pytest.mark.parametrize(("days", "is_called"), [(0, True), (6, True), (8, False)])
def test_what_is_written_after_a_date_is_told_for_a_week(
    session: Session, days: int, is_called: bool
) -> None:
    enroll(session, "Rozenn", email="", phone=PHONE)
    ago = timezone.now() - timedelta(days=1)
    Session.objects.update(start=ago, end=ago + HOUR)
    session.refresh_from_db()
    write(session, "Vous avez oublié une écharpe.")
    assert Call.objects.get().before is None
    assert Call.objects.to_make(timezone.now() + timedelta(days=days)).exists() is is_called


@pytest.mark.parametrize(
    ("statuses", "is_called"),
    [(["confirmed"], False), (["cancelled"], True), (["waiting", "cancelled"], True)],
)
def test_it_is_told_to_those_whom_it_was_written_to(session: Session, statuses, is_called: bool) -> None:
    person = enroll(session, "Rozenn", email="", phone=PHONE)
    if "cancelled" in statuses:
        cancel_registration(person)
    write(session, "La salle est froide.", statuses=statuses)
    if "cancelled" not in statuses:
        cancel_registration(person)
    assert Call.objects.to_make().filter(kind=BROADCAST).exists() is is_called


# The answer to an offer

ANSWERS = {"accept": ("confirmed", 2), "decline": ("cancelled", 0), "together": ("waiting", 0)}


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_answer_is_noted_where_the_call_is_made(editor, session, group, answer: str) -> None:
    call = Call.objects.get(kind=OFFER)
    page = read(editor)
    assert f'value="{answer}"' in page
    assert "C’est dit" not in page
    assert "2 places sur les 3 demandées" in page
    after = post(editor, call, answer=answer, seats="2")
    group.refresh_from_db()
    session.refresh_from_db()
    assert (group.status, session.seats_taken) == ANSWERS[answer]
    call.refresh_from_db()
    assert (call.answer, call.done_by is not None) == (answer, True)
    assert "Rappeler plus tard" not in after
    assert str(call.get_answer_display()) in after


def test_ticking_a_call_cannot_lose_its_answer(editor, group) -> None:
    call = Call.objects.get(kind=OFFER)
    page = post(editor, call)
    assert "notez si cette personne vient" in page
    with pytest.raises(AnswerAwaited):
        tick_call(call, None)
    assert Call.objects.to_make().get() == call


def test_an_answer_is_not_taken_back_by_putting_the_call_on_the_list_again(editor, group) -> None:
    call = Call.objects.get(kind=OFFER)
    post(editor, call, answer="decline")
    post(editor, call, undo="1")
    call.refresh_from_db()
    assert (call.answer, call.done_at is not None) == ("decline", True)


@pytest.mark.parametrize("by_link", [accept_offer, decline_offer])
@pytest.mark.parametrize("by_phone", ["accept", "decline"])
def test_who_has_answered_by_link_is_said_to_have(editor, group, by_link, by_phone: str) -> None:
    call = Call.objects.get(kind=OFFER)
    by_link(group)
    before = Registration.objects.get(pk=group.pk).status
    assert "Cet appel n’est plus à faire" in post(editor, call, answer=by_phone)
    assert Registration.objects.get(pk=group.pk).status == before


def test_an_offer_that_has_changed_is_not_accepted_unseen(editor, session, group) -> None:
    call = Call.objects.get(kind=OFFER)
    change_capacity(session, 3)
    assert Call.objects.filter(kind=OFFER).count() == 1
    assert "n’est plus à faire" in post(editor, call, answer="accept", seats="2")
    newer = Call.objects.get(kind=OFFER)
    assert "Le nombre de places a changé" in post(editor, newer, answer="accept", seats="2")
    assert Call.objects.to_make().get() == newer


@pytest.mark.parametrize("answer", ["peut-être", "%s"])
def test_an_answer_that_means_nothing_changes_nothing(editor, group, answer: str) -> None:
    post(editor, Call.objects.get(kind=OFFER), answer=answer)
    assert Registration.objects.get(pk=group.pk).status == "offered"


def test_nobody_picks_up_and_the_call_stays(editor, group) -> None:
    call = Call.objects.get(kind=OFFER)
    post(editor, call, not_reached="1")
    page = post(editor, call, not_reached="1")
    assert "Pas de réponse 2 fois" in page
    assert Registration.objects.get(pk=group.pk).status == "offered"


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ("", "Choisissez le jour et l’heure où rappeler."),
        ("demain", "Choisissez le jour et l’heure où rappeler."),
        (-HOUR, "Cette heure est passée."),
        (timedelta(days=20), "Rappelez avant le"),
        (HOUR, "Rappelez Groupe"),
    ],
)
def test_a_person_asks_to_be_called_again(editor, group, again, said: str) -> None:
    call = Call.objects.get(kind=OFFER)
    if isinstance(again, timedelta):
        again = timezone.localtime(timezone.now() + again).strftime("%Y-%m-%dT%H:%M")
    assert said in post(editor, call, again=again)
    call.refresh_from_db()
    assert (call.again_at is not None) is said.startswith("Rappelez Groupe")
    assert Call.objects.to_make().exists()


def test_who_leads_a_cancelled_date_answers_for_nobodys_seat(client, session, group, leader_of) -> None:
    call = Call.objects.get(kind=OFFER)
    Session.objects.update(status=SessionStatus.CANCELLED)
    client.force_login(leader_of(session))
    answer = client.post(reverse("bookings_call_tick", args=[call.pk]), {"answer": "accept"})
    assert answer.status_code == 404


@pytest.fixture
def leader_of(django_user_model):
    """Somebody who leads a date and belongs to no organisation."""
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    def make(session: Session):
        user = django_user_model.objects.create_user("anim@asso.example", "un mot de passe")
        wanted = Permission.objects.filter(codename__in=("lead_session", "access_admin"))
        user.user_permissions.add(*wanted)
        session.facilitators.add(user)
        return user

    return make


# What is no longer true is on no list


@pytest.mark.parametrize("news", ["the offer is over", "the date is cancelled", "the date has begun"])
def test_nobody_is_told_of_a_seat_that_is_not_kept(session: Session, group, news: str) -> None:
    assert Call.objects.to_make().filter(kind=OFFER).exists()
    if news == "the offer is over":
        Registration.objects.update(offer_expires_at=timezone.now())
    elif news == "the date is cancelled":
        cancel_session(session, reason="Neige")
    else:
        Session.objects.update(start=timezone.now() - HOUR)
    assert not Call.objects.to_make().filter(kind=OFFER).exists()


def test_a_call_is_asked_once_for_each_occasion(session: Session) -> None:
    person = enroll(session, "Rozenn", email="", phone=PHONE)
    for _twice in range(2):
        tell("bookings.registration_promoted", person, occasion="1", session=session)
    assert Call.objects.count() == 1
