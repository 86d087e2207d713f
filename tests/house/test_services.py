"""A missing service is said in a sentence, and fails where services are required."""

import pytest

from tests.support import services


@pytest.fixture
def without_postgres(monkeypatch):
    monkeypatch.setitem(services.SERVICES, "postgres", (lambda: None, "Run `make services`."))


@pytest.fixture
def item_marked_postgres(request):
    request.node.add_marker("postgres")
    return request.node


def test_a_missing_service_skips_with_the_way_to_get_it(monkeypatch, without_postgres, item_marked_postgres):
    monkeypatch.delenv("REQUIRE_SERVICES", raising=False)

    with pytest.raises(pytest.skip.Exception, match="make services"):
        services.pytest_runtest_setup(item_marked_postgres)


def test_a_missing_service_fails_when_services_are_required(
    monkeypatch, without_postgres, item_marked_postgres
):
    monkeypatch.setenv("REQUIRE_SERVICES", "1")

    with pytest.raises(pytest.fail.Exception, match="make services"):
        services.pytest_runtest_setup(item_marked_postgres)


def test_an_address_where_nobody_answers_counts_as_missing(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://nobody@127.0.0.1:1/postgres")
    services.service_url.cache_clear()

    assert services.service_url("TEST_DATABASE_URL") is None

    services.service_url.cache_clear()
