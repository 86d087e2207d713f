"""What accounts keeps about people who are invited, and until when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Invitation
from accounts.personal_data import erase, expire, export, find
from tests.accounts.factories import make_invitation
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    return make_invitation(make_organization("Les Mulots"))


def test_an_invitation_is_found_by_its_address(invitation):
    assert find("Claude@maison.example") == [str(invitation)]


def test_all_that_is_kept_is_given_back(invitation):
    assert export("claude@maison.example")[0]["organization"] == "Les Mulots"


def test_erasing_leaves_nothing(invitation):
    assert erase("claude@maison.example") == 1
    assert not Invitation.objects.exists()


def test_an_invitation_goes_a_month_after_its_end(invitation):
    later = (timezone.now() + timedelta(days=14 + 32)).date()
    assert expire(later) == 1


def test_an_invitation_stays_until_then(invitation):
    assert expire((timezone.now() + timedelta(days=14 + 28)).date()) == 0
