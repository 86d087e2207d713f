"""What people read of a model, in results and in the admin, is a name that somebody chose and translated."""

import pytest
from django.apps import apps

APPS = {"maillage", "home", "workshops", "repair", "equipment", "search", "accounts"}
# Rows that no screen shows: counts of the limiter, what the search keeps and what it has still to tell.
UNSEEN = {"RateCount", "SearchDocument", "IndexChange", "SearchWord"}


def _shown_models():
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in APPS and model.__name__ not in UNSEEN:
            yield model


@pytest.mark.parametrize("model", list(_shown_models()), ids=lambda model: model._meta.label)
def test_a_model_has_a_name_of_its_own(model):
    assert {"verbose_name", "verbose_name_plural"} <= set(model._meta.original_attrs)
