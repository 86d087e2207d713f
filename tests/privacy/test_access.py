"""Who looked at which list of people, and who took one away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.privacy.access import forget_old_access, record_access
from maillage.privacy.models import AccessRecord
from tests.places.factories import make_editor, make_organization, make_superuser

pytestmark = pytest.mark.django_db

LIST = "consultations_modeladmin_index"
NINE = datetime(2026, 12, 8, 9, 5, tzinfo=UTC)


@pytest.fixture
def user():
    return make_superuser()


def look(user, **fields) -> None:
    record_access(user, **{"what": "bookings.registrations", "reference": "abc", "rows": 3, **fields})


def test_looking_again_within_the_hour_is_one_record_of_the_last_look(user) -> None:
    look(user, now=NINE)
    look(user, now=NINE + timedelta(minutes=40), rows=4)
    record = AccessRecord.objects.get()
    assert (record.rows, record.at) == (4, NINE + timedelta(minutes=40))


def test_the_next_hour_another_list_and_another_person_are_other_records(user) -> None:
    look(user, now=NINE)
    look(user, now=NINE + timedelta(hours=1))
    look(user, now=NINE, reference="def")
    look(make_editor(make_organization()), now=NINE)
    assert AccessRecord.objects.count() == 4


def test_each_file_taken_away_is_a_record(user) -> None:
    look(user, now=NINE)
    look(user, now=NINE, exported=True)
    look(user, now=NINE, exported=True)
    assert AccessRecord.objects.filter(exported=True).count() == 2


def test_records_end_after_the_time_of_the_settings(user, settings) -> None:
    settings.MAILLAGE_PRIVACY = {"ACCESS_KEEP_DAYS": 30}
    look(user, now=NINE)
    look(user, now=NINE + timedelta(days=20))
    assert forget_old_access(date(2027, 1, 10)) == 1
    assert forget_old_access(date(2027, 1, 10)) == 0


def test_a_user_who_leaves_does_not_take_the_log_along(user) -> None:
    look(user)
    user.delete()
    assert AccessRecord.objects.get().user is None


def test_the_team_reads_the_log(client, user) -> None:
    look(user, reference="k7pm4qxtab")
    client.force_login(user)
    page = client.get(reverse(LIST)).content.decode()
    assert "k7pm4qxtab" in page
    assert timezone.localtime().strftime("%Y") in page


def test_an_association_does_not_read_the_log(client) -> None:
    look(make_superuser(), reference="k7pm4qxtab")
    client.force_login(make_editor(make_organization()))
    answer = client.get(reverse(LIST))
    assert "k7pm4qxtab" not in answer.content.decode()
    assert answer.status_code in (302, 403)


def test_a_filter_without_sense_is_a_bad_request(client, user) -> None:
    client.force_login(user)
    assert client.get(reverse(LIST) + "?exported__exact=x").status_code == 400


@pytest.mark.parametrize("lookup", ["user__password__startswith=m", "at__gte=yesterday", "nonsense=1"])
def test_a_lookup_that_no_filter_offers_is_refused(client, user, lookup) -> None:
    client.force_login(user)
    assert client.get(f"{reverse(LIST)}?{lookup}").status_code == 400
