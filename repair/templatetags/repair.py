"""Numbers of repairs as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()
# From here on, kilograms are said without decimals.
MANY = 10


@register.filter
def whole(number: int) -> str:
    """Return a whole number with its thousands apart: « 1 250 »."""
    return number_format(number, force_grouping=True)


@register.filter
def percents(part: float | Decimal) -> str:
    """Return a part of 1 in percents: « 63 % »."""
    return _("%(percent)s%%") % {"percent": number_format(round(float(part) * 100))}


@register.filter
def kilograms(kilos: Decimal) -> str:
    """Return a weight in kilograms: « 1 250 kg », « 3,2 kg »."""
    rounded = round(kilos) if kilos >= MANY else round(kilos, 1)
    return _("%(kilos)s kg") % {"kilos": number_format(rounded, force_grouping=True)}


@register.filter
def grams(weight: int) -> str:
    """Return a weight in grams as kilograms."""
    return kilograms(Decimal(weight) / 1000)


@register.simple_tag
def open_data_url() -> str:
    """Return the address of the open data; empty on a host without the API."""
    try:
        return reverse("api:repairs_csv")
    except NoReverseMatch:
        return ""
