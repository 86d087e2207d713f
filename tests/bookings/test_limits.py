"""How many registrations one address and one contact may send in an hour."""

import pytest
from django.test import RequestFactory

from maillage.bookings.limits import check_limits
from maillage.privacy.throttle import TooManyRequests

pytestmark = pytest.mark.django_db

LIMIT = 3


@pytest.fixture(autouse=True)
def low_limits(settings):
    settings.MAILLAGE_BOOKINGS = {
        "REGISTRATIONS_PER_CONTACT_PER_HOUR": LIMIT,
        "REGISTRATIONS_PER_ADDRESS_PER_HOUR": 2 * LIMIT,
    }


def try_once(contact, address="192.0.2.7"):
    check_limits(RequestFactory().post("/", REMOTE_ADDR=address), contact)


def tries_allowed(contacts, address=None):
    """How many attempts pass, each from an address of its own unless one is given."""
    allowed = 0
    for number, contact in enumerate(contacts):
        try:
            try_once(contact, address or f"192.0.2.{number}")
        except TooManyRequests:
            continue
        allowed += 1
    return allowed


@pytest.mark.parametrize("contact", [{"email": "claude@maison.example"}, {"phone": "+33639981234"}])
def test_one_contact_registers_so_often_from_wherever_it_comes(contact):
    assert tries_allowed([contact] * 5) == LIMIT


def test_the_case_of_an_address_does_not_make_it_another_one():
    emails = ["claude@maison.example", "Claude@maison.example", "CLAUDE@MAISON.EXAMPLE"] * 2
    assert tries_allowed([{"email": email} for email in emails]) == LIMIT


def test_a_phone_counts_whatever_e_mail_comes_with_it():
    contacts = [{"phone": "+33639981234", "email": f"p{number}@maison.example"} for number in range(5)]
    assert tries_allowed(contacts) == LIMIT


def test_people_who_leave_only_a_phone_share_no_count():
    contacts = [{"phone": f"+3363998{number:04}", "email": ""} for number in range(5)]
    assert tries_allowed(contacts) == 5


def test_one_address_registers_so_many_people():
    contacts = [{"phone": f"+3363998{number:04}"} for number in range(9)]
    assert tries_allowed(contacts, "192.0.2.7") == 2 * LIMIT


def test_who_is_refused_learns_how_long_to_wait():
    contact = {"phone": "+33639981234"}
    tries_allowed([contact] * LIMIT)
    with pytest.raises(TooManyRequests) as refusal:
        try_once(contact)
    assert 0 < refusal.value.retry_after <= 3600
