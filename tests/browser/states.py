"""Every kind of public page, in each of its states: made beside the demo, in the site's own process."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from accounts.messages import invitation_url
from accounts.services import invite_editor
from home.models import StandardPage
from maillage.bookings.links import registration_path, registration_token
from maillage.bookings.models import BookingMode, Registration, Session
from maillage.bookings.services import (
    cancel_registration,
    cancel_session,
    end_overdue_offers,
    move_session,
    postpone_session,
)
from maillage.places.models import Organization, OrganizationIndexPage, Place
from tests.bookings.factories import enroll, make_cycle, make_page, make_session
from tests.bookings.questions import ask
from tests.browser.makers import MAKERS, state
from workshops.models import WorkshopIndexPage, WorkshopPage

# Beside those that are written in full below.
KINDS = (
    *("long_text", "number", "date", "yes_no", "consent", "phone", "email", "postal_code"),
    *("age_bracket", "age", "birth_date", "file"),
)


def show_addresses() -> None:
    """Make every state and print a JSON object of their paths by name."""
    print(json.dumps({name: make() for name, make in MAKERS.items()}))  # noqa: T201


def workshop(title: str, **fields: object) -> WorkshopPage:
    """A workshop of a member of the demo, in a place of the demo."""
    owner = Organization.objects.get(name="Les Mulots")
    return make_page(owner, title=title, place=Place.objects.filter(organization=owner).first(), **fields)


def full(session: Session, waiting: int = 0) -> Session:
    """Take every seat of `session`, and let `waiting` people wait."""
    for number in range((session.capacity or 0) + waiting):
        enroll(session, f"Personne{number}")
    return session


def register_path(session: Session) -> str:
    """Return the path of the form of `session`."""
    return reverse("bookings:register", args=[session.public_id])


def session_path(session: Session) -> str:
    """Return the path of the page of one date."""
    return reverse("bookings:session", args=[session.public_id])


FIXED = {
    "home": "/",
    "places": "/lieux/",
    "agenda": "/agenda/",
    "agenda with filters": "/agenda/?period=month",
    "agenda, nothing found": "/agenda/?commune=Quimper-sur-Lune",
    "search": "/recherche/",
    "search, results": "/recherche/?q=ordinateur",
    "search, narrowed": "/recherche/?q=ordinateur&near=Redon&km=30&audience=beginner",
    "search, spelling mended": "/recherche/?q=ordinatuer",
    "search, nothing found": "/recherche/?q=hippopotame",
    "search, nothing found that day": "/recherche/?q=ordinateur&from=2099-01-01&to=2099-01-02",
    "not found": "/cette-page-n-existe-pas/",
    "invitation, no longer valid": "/invitation/faux.0.faux/",
    "registration, bad link": "/mon-inscription/faux.0.faux/",
    "registration, to find": "/mon-inscription/",
}
for fixed_name, fixed_path in FIXED.items():
    MAKERS[fixed_name] = lambda path=fixed_path: path


@state("agenda, a month")
def agenda_month() -> str:
    start = Session.objects.upcoming().first().local_start
    return reverse("bookings:agenda_month", args=[start.year, start.month])


@state("agenda, an empty month")
def empty_month() -> str:
    return reverse("bookings:agenda_month", args=[timezone.now().year + 3, 1])


@state("legal notice")
def legal_notice() -> str:
    return StandardPage.objects.get(purpose="legal").url


@state("privacy")
def privacy() -> str:
    return StandardPage.objects.get(purpose="privacy").url


@state("accessibility statement")
def accessibility_statement() -> str:
    return StandardPage.objects.get(purpose="accessibility").url


@state("page of text, with the most kinds of blocks")
def page_of_text() -> str:
    pages = StandardPage.objects.filter(purpose="").live()
    return max(pages, key=lambda page: len({block.block_type for block in page.body})).url


@state("page of text, with pages below it")
def page_with_pages_below() -> str:
    return StandardPage.objects.filter(numchild__gt=0).live().first().url


@state("organisations")
def organizations() -> str:
    return OrganizationIndexPage.objects.get().url


@state("organisation")
def organization() -> str:
    return Organization.objects.get(name="Les Mulots").page.url


@state("place")
def place() -> str:
    return Place.objects.filter(latitude__isnull=False).first().get_absolute_url()


@state("place, address given to registered people")
def hidden_place() -> str:
    return Place.objects.filter(address_for_registered_only=True).first().get_absolute_url()


@state("workshops")
def workshops() -> str:
    return WorkshopIndexPage.objects.get().url


@state("workshop, with dates of every kind")
def workshop_with_dates() -> str:
    page = workshop("Dates de toutes sortes")
    cancel_session(make_session(page, in_days=3), reason="La salle est en travaux.")
    moved = make_session(page, in_days=4)
    move_session(moved, start=moved.start + timedelta(days=1), end=moved.end + timedelta(days=1))
    full(make_session(page, in_days=6), waiting=1)
    for day in range(10, 20):
        make_session(page, in_days=day, capacity=None)
    return page.url


@state("workshop, from the demo")
def workshop_of_the_demo() -> str:
    return WorkshopPage.objects.get(title="Premiers robots, en famille").url


@state("workshop, as a poster")
def poster() -> str:
    page = workshop("Une affiche pour la mairie")
    for day in range(1, 12):
        make_session(page, in_days=day)
    return f"{page.url}?poster"


@state("workshop, without a date")
def workshop_without_dates() -> str:
    return workshop("Sans date").url


@state("workshop, by phone")
def workshop_by_phone() -> str:
    page = workshop("Par téléphone", booking_mode=BookingMode.PHONE)
    make_session(page)
    return page.url


@state("workshop, just come")
def workshop_without_registration() -> str:
    page = workshop("Sans inscription", booking_mode=BookingMode.NONE)
    make_session(page)
    return page.url


@state("date")
def date() -> str:
    return session_path(make_session(workshop("Une date")))


@state("date, cancelled")
def cancelled_date() -> str:
    session = make_session(workshop("Une date annulée"))
    cancel_session(session, reason="L’animateur est malade.")
    return session_path(session)


@state("date, postponed")
def postponed_date() -> str:
    session = make_session(workshop("Une date reportée"), room="À l’étage")
    return session_path(postpone_session(session, reason="Le chauffage est en panne."))


@state("agenda, a date cancelled today")
def cancelled_today() -> str:
    tonight = timezone.localtime().replace(hour=23, minute=30, second=0, microsecond=0)
    cancel_session(
        make_session(workshop("Une date d’aujourd’hui"), start=tonight),
        reason="L’animatrice est malade.",
        now=tonight - timedelta(hours=1),
    )
    return reverse("bookings:agenda")


@state("date, moved")
def moved_date() -> str:
    session = make_session(workshop("Une date déplacée"))
    move_session(session, start=session.start + timedelta(days=1), end=session.end + timedelta(days=1))
    return session_path(session)


@state("date, full")
def full_date() -> str:
    return session_path(full(make_session(workshop("Une date complète"))))


@state("form")
def form() -> str:
    return register_path(make_session(workshop("Un formulaire")))


@state("form, several seats")
def form_with_seats() -> str:
    return register_path(make_session(workshop("En famille", seats_per_registration=4), capacity=10))


@state("form, waiting list")
def form_of_waiting_list() -> str:
    return register_path(full(make_session(workshop("Liste d’attente"))))


@state("form, cycle")
def form_of_cycle() -> str:
    return register_path(make_cycle(workshop("Un cycle"), capacities=(4, 4, 4))[0])


@state("form, every kind of question")
def form_with_questions() -> str:
    asked = "Combien venez-vous ?"
    blocks = [
        ask("choice", asked, required=True, choices=("Sans personne d’autre", ("En famille", 2))),
        ask("text", "Qui vous accompagne ?", required=True, only_if=asked, only_if_answers="En famille"),
        ask("choices", "Que voulez-vous apprendre ?", choices=("La souris", "Les photos", "Les courriels")),
        *(ask(kind, f"Une question : {kind}", required=True, help="Par exemple.") for kind in KINDS),
    ]
    page = workshop(
        "Toutes les questions",
        questions=json.dumps(blocks),
        seats_per_registration=4,
        names_of_group=True,
        guardian_below_age=18,
        asks_photo=True,
    )
    return register_path(make_session(page, capacity=10))


@state("form, appointments")
def form_with_appointments() -> str:
    return register_path(make_session(workshop("Permanence"), slot_minutes=30, capacity=4))


@state("form, closed")
def closed_form() -> str:
    page = workshop("Fermé", booking_closes_hours=72)
    make_session(page, in_days=9)
    return register_path(make_session(page, in_days=1))


@state("registration, confirmed")
def confirmed() -> str:
    return registration_path(enroll(make_session(workshop("Inscrite"))))


@state("registration, to cancel")
def to_cancel() -> str:
    return f"{registration_path(enroll(make_session(workshop('À annuler'))))}annuler/"


@state("registration, waiting")
def waiting() -> str:
    return registration_path(enroll(full(make_session(workshop("En attente"))), "Sacha"))


@state("registration, cancelled")
def cancelled() -> str:
    registration = enroll(make_session(workshop("Inscription annulée")))
    cancel_registration(registration)
    return registration_path(registration)


def offered(title: str) -> Registration:
    """Somebody to whom a seat is offered, on a date of a workshop with another date."""
    session = full(make_session(workshop(title, seats_per_registration=4)))
    make_session(session.page.specific, in_days=9)
    head = enroll(session, "Sacha", seats=2)
    cancel_registration(session.registrations.confirmed().first())
    return Registration.objects.get(pk=head.pk)


def own_path(name: str, registration: Registration) -> str:
    """Return the path of one of a person's own pages."""
    return reverse(f"bookings:{name}", args=[registration_token(registration)])


@state("registration, offered")
def offered_registration() -> str:
    return own_path("registration", offered("Une place gardée"))


@state("offer, fewer seats")
def offer() -> str:
    return own_path("accept_offer", offered("Une place à accepter"))


@state("offer, ended")
def ended_offer() -> str:
    registration = offered("Une place perdue")
    Registration.objects.filter(pk=registration.pk).update(offer_expires_at=timezone.now())
    end_overdue_offers(timezone.now())
    return own_path("accept_offer", registration)


@state("registration, to change")
def to_change() -> str:
    session = make_session(workshop("À modifier", seats_per_registration=4), capacity=8)
    return own_path("change_registration", enroll(session))


@state("registration, to move")
def to_move() -> str:
    session = make_session(workshop("À déplacer"))
    make_session(session.page.specific, in_days=9)
    return own_path("move_registration", enroll(session))


@state("invitation")
def invitation() -> str:
    owner = Organization.objects.get(name="Les Mulots")
    url = invitation_url(invite_editor(email="nouvelle@mulots.example", organization=owner))
    return urlsplit(url).path
