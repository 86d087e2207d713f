"""`make bench` leaves no row out in silence where services are required."""

import pytest

from tests.benchmarks.__main__ import stop_if_a_required_service_is_missing
from tests.support import services


@pytest.fixture(autouse=True)
def no_elasticsearch(monkeypatch):
    monkeypatch.setitem(services.SERVICES, "postgres", (lambda: "postgres://there", ""))
    monkeypatch.setitem(services.SERVICES, "elasticsearch", (lambda: None, "Run `make services`."))


def test_a_missing_service_ends_it_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setenv("REQUIRE_SERVICES", "1")

    with pytest.raises(SystemExit, match="make services"):
        stop_if_a_required_service_is_missing()


def test_it_goes_without_where_nothing_is_required(monkeypatch):
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)

    assert stop_if_a_required_service_is_missing() is None
