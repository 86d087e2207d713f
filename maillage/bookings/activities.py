"""The four things people come for. Each has a colour, a shape and a word; a page type belongs to one."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, get_page_models

from .models import BookablePageMixin


class Activity(models.TextChoices):
    """What a date is about, in one word."""

    WORKSHOP = "workshop", pgettext_lazy("activity", "Workshop")
    REPAIR = "repair", pgettext_lazy("activity", "Repair")
    EQUIPMENT = "equipment", pgettext_lazy("activity", "Get equipped")
    EVENT = "event", pgettext_lazy("activity", "Event")


def page_types(activity: str = "") -> list[type[Page]]:
    """Return the installed page types that have dates, all of them or those of one activity."""
    bookable = [model for model in get_page_models() if issubclass(model, BookablePageMixin)]
    return [model for model in bookable if not activity or model.activity == activity]


def installed_activities() -> list[Activity]:
    """Return the activities that an installed page type stands for, in the order of `Activity`."""
    found = {model.activity for model in page_types()}
    return [activity for activity in Activity if activity in found]


def content_type_ids(activity: str) -> list[int]:
    """Return the keys of the content types of an activity's page types (Django keeps them)."""
    types = ContentType.objects.get_for_models(*page_types(activity))
    return [content_type.pk for content_type in types.values()]
