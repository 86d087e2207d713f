"""The site of these tests imports places."""

import pytest
from wagtail import hooks

from .factories import PlaceImporter


@pytest.fixture(autouse=True)
def places_are_imported():
    with hooks.register_temporarily("register_importers", lambda: [PlaceImporter()]):
        yield
