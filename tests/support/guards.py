"""Between two tests with real transactions the tables are emptied: their guards are lifted, here alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import TransactionTestCase


@pytest.fixture(scope="session", autouse=True)
def guards_let_tests_be_emptied() -> Iterator[None]:
    """Lift the guards of `equipment` around the flush; `post_migrate`, which follows it, puts them back."""
    if not apps.is_installed("equipment"):
        yield
        return
    from equipment.db_triggers.install import install, remove  # noqa: PLC0415 - the app may not be there

    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(test: TransactionTestCase) -> None:
        for using in test._databases_names(include_mirrors=False):
            remove(using)
        empty(test)
        for using in test._databases_names(include_mirrors=False):
            install(using)

    TransactionTestCase._fixture_teardown = lift_and_empty
    yield
    TransactionTestCase._fixture_teardown = empty
