"""An offer is answered on the phone while the person answers its link: the first answer counts."""

import json

import pytest

from tests.support.processes import run_python

from .test_cancel_and_move import SOMEBODY_WAITS_FOR_A_LOCK, start, wait_for

PREPARE = """
from maillage.bookings.services import cancel_registration
from tests.bookings.factories import enroll, make_session
session = make_session(capacity=1)
first, waits = enroll(session), enroll(session, "Ana", email="", phone="+33639981234")
cancel_registration(first)
"""
# Answers by the link, and holds the date until it is told to commit.
BY_LINK = """
import django; django.setup()
from django.db import transaction
from maillage.bookings.models import Registration
from maillage.bookings.services import {answer}
with transaction.atomic():
    {answer}(Registration.objects.get(name="Ana"))
    print("answered", flush=True)
    input()
"""
# Reads the offer while it still stands, then waits for the lock.
BY_PHONE = """
import django; django.setup()
from django.contrib.auth import get_user_model
from maillage.bookings.errors import BookingError
from maillage.bookings.models import Registration
from maillage.bookings.services import {answer}
user = get_user_model().objects.create_user("equipe@asso.example", "un mot de passe")
try:
    {answer}(Registration.objects.get(name="Ana"), by=user)
except BookingError as refusal:
    print(type(refusal).__name__)
"""
WHAT_IS_LEFT = """
import json
from maillage.bookings.models import Call, Registration, Session
print(json.dumps([
    Registration.objects.get(name="Ana").status,
    Session.objects.get().seats_taken,
    Call.objects.exclude(answer="").count(),
]))
"""


@pytest.mark.postgres
@pytest.mark.parametrize("server_database", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("by_link", "by_phone", "left"),
    [
        ("accept_offer", "decline_offer", ["confirmed", 1, 0]),
        ("decline_offer", "accept_offer", ["cancelled", 0, 0]),
    ],
)
def test_the_answer_that_came_first_counts(server_database, by_link, by_phone, left) -> None:
    run_python(server_database, PREPARE)
    linked = start(server_database, BY_LINK.format(answer=by_link))
    wait_for(linked, "answered")
    phoned = start(server_database, BY_PHONE.format(answer=by_phone))
    run_python(server_database, SOMEBODY_WAITS_FOR_A_LOCK)
    linked.communicate("\n")
    said, errors = phoned.communicate()

    assert phoned.returncode == 0, errors
    assert said.splitlines()[-1] == "NoOffer"
    assert json.loads(run_python(server_database, WHAT_IS_LEFT).splitlines()[-1]) == left
