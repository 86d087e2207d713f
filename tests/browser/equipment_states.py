"""Every public page of equipment, in each of its states."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from equipment.messages.sending import own_path
from equipment.models import Machine, Need, StockPage
from equipment.services import apply
from equipment.services.donations import (
    agree,
    announce,
    decline_donation,
    receive_donation,
    withdraw_donation,
)
from equipment.services.needs import ask, decline, withdraw
from maillage.places.models import Organization
from tests.browser.makers import state
from tests.equipment.factories import make_machine, ready_machine

ROSALIE = {"contact_name": "Rosalie Patarin", "phone": "+33639980101"}
GIVEN = {**ROSALIE, "what": "Douze ordinateurs de la bibliothèque"}


def workshop() -> Organization:
    """The organisation of the demo that equips people."""
    return Machine.objects.order_by("pk").first().organization


def new_machine() -> Machine:
    """A machine that can be had, with all that a page can say of it."""
    return ready_machine(
        workshop(),
        processor="Intel Core i5-7300U",
        memory_mb=8192,
        storage_gb=256,
        screen_inches=14,
        battery_percent=72,
        system="Linux Mint 22",
        defects="Une rayure sur le capot.",
    )


def machine_path(machine: Machine) -> str:
    """Return the path of the page of one machine."""
    return reverse("equipment_public:machine", args=[machine.tag])


@state("stock")
def stock() -> str:
    return StockPage.objects.get().url


@state("stock, nothing suits")
def stock_nothing_suits() -> str:
    return f"{StockPage.objects.get().url}?prix=0&genre=laptop&situation=person"


@state("machine")
def machine() -> str:
    return machine_path(new_machine())


def card_path(machine: Machine) -> str:
    """Return what the QR code on the label of a machine opens."""
    return reverse("equipment_workshop:machine", args=[machine.tag])


@state("machine's label, available")
def label_available() -> str:
    return card_path(new_machine())


@state("machine's label, in the workshop")
def label_in_the_workshop() -> str:
    return card_path(make_machine(workshop()))


@state("machine's label, gone")
def label_gone() -> str:
    gone = new_machine()
    apply(gone, "give", by=None, situation="person")
    return card_path(gone)


@state("machine, no longer available")
def machine_gone() -> str:
    kept = new_machine()
    ask(workshop(), machine=kept, **ROSALIE)
    return machine_path(kept)


@state("machine, asked for")
def need_form() -> str:
    return reverse("equipment_public:need")


@state("donation, to announce")
def donation_form() -> str:
    return reverse("equipment_public:donation")


@state("request, a machine is kept")
def need_kept() -> str:
    return own_path(ask(workshop(), machine=new_machine(), **ROSALIE))


@state("request, waiting")
def need_waiting() -> str:
    return own_path(waiting())


@state("request, withdrawn")
def need_withdrawn() -> str:
    return own_path(withdraw(waiting()))


@state("request, declined")
def need_declined() -> str:
    return own_path(decline(waiting(), by=None))


@state("request, served")
def need_served() -> str:
    kept = new_machine()
    need = ask(workshop(), machine=kept, **ROSALIE)
    apply(kept, "give", by=None, need=need, situation=need.situation)
    return own_path(need)


@state("donation, announced")
def donation_announced() -> str:
    return own_path(announce(workshop(), **GIVEN))


@state("donation, agreed")
def donation_agreed() -> str:
    donation = announce(workshop(), **GIVEN)
    return own_path(agree(donation, timezone.now() + timedelta(days=3), by=None))


@state("donation, received")
def donation_received() -> str:
    donation = announce(workshop(), **GIVEN)
    receive_donation(donation, machines=0, label="Douze ordinateurs", by=None)
    return own_path(donation)


@state("donation, declined")
def donation_declined() -> str:
    return own_path(decline_donation(announce(workshop(), **GIVEN), by=None))


@state("donation, taken back")
def donation_withdrawn() -> str:
    return own_path(withdraw_donation(announce(workshop(), **GIVEN)))


def waiting() -> Need:
    """A request that waits."""
    return ask(workshop(), **ROSALIE)
