"""Rate limits kept in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from maillage.privacy.models import RateCount
from maillage.privacy.throttle import (
    Limit,
    TooManyRequests,
    check,
    check_all,
    forget_old_counts,
    hit,
)
from tests.support.processes import run_python
from tests.support.servers import on_both_databases

NOW = datetime(2027, 1, 12, 9, 0, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

HIT_TEN_TIMES = """
from datetime import timedelta
from maillage.privacy.throttle import hit
print(sum(hit("register", "192.0.2.7", 15, timedelta(days=3650)) for _ in range(10)))
"""


@pytest.mark.django_db
def test_hits_are_allowed_up_to_the_limit():
    assert [hit("register", "192.0.2.7", 2, MINUTE, NOW) for _turn in range(3)] == [True, True, False]


@pytest.mark.django_db
def test_another_visitor_has_a_count_of_their_own():
    hit("register", "192.0.2.7", 1, MINUTE, NOW)

    assert hit("register", "192.0.2.8", 1, MINUTE, NOW)


@pytest.mark.django_db
def test_another_scope_has_a_count_of_its_own():
    hit("register", "192.0.2.7", 1, MINUTE, NOW)

    assert hit("find", "192.0.2.7", 1, MINUTE, NOW)


@pytest.mark.django_db
def test_the_next_window_begins_at_zero():
    hit("register", "192.0.2.7", 1, MINUTE, NOW)

    assert hit("register", "192.0.2.7", 1, MINUTE, NOW + MINUTE)


@pytest.mark.django_db
def test_beyond_the_limit_the_visitor_is_told_how_long_to_wait():
    check("register", "192.0.2.7", 1, MINUTE, NOW)

    with pytest.raises(TooManyRequests) as refusal:
        check("register", "192.0.2.7", 1, MINUTE, NOW)

    assert refusal.value.retry_after == 40


@pytest.mark.django_db
def test_several_limits_are_counted_in_one_query_and_the_lowest_holds(django_assert_num_queries):
    limits = [Limit("address", "192.0.2.7", 9), Limit("date", "k7pm", 2), Limit("contact", "ana", 5)]
    with django_assert_num_queries(2):
        check_all(limits, MINUTE, NOW)
        check_all(limits, MINUTE, NOW)

    with pytest.raises(TooManyRequests):
        check_all(limits, MINUTE, NOW)


@pytest.mark.django_db
def test_a_check_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        check("register", "192.0.2.7", 1, MINUTE, NOW)


@pytest.mark.django_db
def test_no_address_is_stored():
    hit("register", "192.0.2.7", 1, MINUTE, NOW)

    assert "192.0.2.7" not in str(RateCount.objects.values().get())


@pytest.mark.django_db
def test_the_same_visitor_has_another_hash_in_each_scope():
    hit("register", "192.0.2.7", 1, MINUTE, NOW)
    hit("find", "192.0.2.7", 1, MINUTE, NOW)

    assert RateCount.objects.values("who").distinct().count() == 2


@pytest.mark.django_db
def test_counts_whose_window_is_over_are_forgotten():
    hit("register", "192.0.2.7", 1, MINUTE, NOW - MINUTE)
    hit("register", "192.0.2.7", 1, MINUTE, NOW)

    assert forget_old_counts(NOW) == 1
    assert RateCount.objects.get().window_end > NOW


@on_both_databases
def test_parallel_processes_lose_no_hit(server_database):
    processes = 4
    with ThreadPoolExecutor(processes) as pool:
        allowed = pool.map(lambda _turn: int(run_python(server_database, HIT_TEN_TIMES)), range(processes))

    assert sum(allowed) == 15
