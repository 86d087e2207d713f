"""Columns that the lists of the desk share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail.admin.ui.tables import Column


def paper(name: str, label: Any) -> Column:
    """Return a column that leads to the paper of the row."""

    def link(row: Any) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse(f"equipment_papers:{name}", args=[row.pk]), gettext("Print")
        )

    return Column("paper", label=label, accessor=link)
