"""Registrations, groups, cancellations, offers, expiry, moves and capacity changes, all at once."""

import pytest

from .weather import ENV, PROCESSES, THREADS, weather

pytestmark = pytest.mark.slow


@pytest.mark.postgres
@pytest.mark.parametrize("server_database", ["postgres"], indirect=True)
def test_three_storms_oversell_nothing_leave_no_seat_empty_and_overtake_nobody(
    server_database, live_site
) -> None:
    site = live_site(server_database, processes=PROCESSES, threads=THREADS, extra_env=ENV)
    assert [weather(site, seed=seed) for seed in (1, 2, 3)] == [[], [], []]


def test_a_smaller_storm_does_no_harm_on_sqlite(server_database, live_site) -> None:
    site = live_site(server_database, processes=4, threads=THREADS, extra_env=ENV)
    assert weather(site, seed=1, requests=120, clients=16) == []


@pytest.mark.postgres
@pytest.mark.parametrize("server_database", ["postgres"], indirect=True)
def test_without_the_guards_the_same_storm_does_harm(server_database, live_site) -> None:
    site = live_site(
        server_database,
        processes=PROCESSES,
        threads=THREADS,
        extra_env=ENV,
        application="tests.races.unguarded",
    )
    assert any("oversold" in mistake for mistake in weather(site, seed=1))
