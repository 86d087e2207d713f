"""The widget of django-recurrence, made to live in Wagtail's admin.

As it comes, it loads Django's own jQuery, which breaks Wagtail's date pickers, and finds no
French. Here it uses Wagtail's jQuery and our own JavaScript catalogue.
"""

from __future__ import annotations

from typing import Any

import recurrence
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from recurrence.exceptions import DeserializationError
from recurrence.forms import RecurrenceField, RecurrenceWidget

STATIC_FOLDER = "bookings/admin"
LONGEST_RULE = 20_000


class AdminRecurrenceWidget(RecurrenceWidget):
    """Any regularity at all, for a `FieldPanel` or a form of Wagtail's admin. Never finer than daily."""

    def get_media(self) -> forms.Media:
        """Return the scripts in the order they need: words, jQuery, the widget, its start."""
        return forms.Media(
            js=[
                reverse("bookings_recurrence_catalog"),
                f"{STATIC_FOLDER}/recurrence-shim.js",
                "recurrence/js/recurrence.js",
                "recurrence/js/recurrence-widget.js",
                f"{STATIC_FOLDER}/recurrence-start.js",
            ],
            css={"all": ["recurrence/css/recurrence.css", f"{STATIC_FOLDER}/recurrence.css"]},
        )

    # Django looks the scripts up by this attribute, which the parent class has bound to its own.
    media = property(get_media)


class RuleField(RecurrenceField):
    """A rule as the widget writes it, without an anchor. What cannot be read is refused."""

    widget = AdminRecurrenceWidget
    default_error_messages = {"unreadable": _("This rule cannot be read. Remove it and make it again.")}

    def clean(self, value: Any) -> recurrence.Recurrence | None:
        """Return the rule, or None for an empty field."""
        text = value or ""
        if not text.strip():
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        unreadable = forms.ValidationError(self.error_messages["unreadable"], code="unreadable")
        if len(text) > LONGEST_RULE:
            raise unreadable
        try:
            rule = recurrence.deserialize(text, include_dtstart=False)
        except (DeserializationError, ValueError, OverflowError) as error:
            raise unreadable from error
        rule.dtstart = rule.dtend = None
        return rule
