"""The steps of the demo, in the order in which each finds what it leans on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from demo.accounts import write_accounts
from demo.writers.dates import write_dates
from demo.writers.equipment import write_equipment, write_stock_page
from demo.writers.network import (
    write_front_page,
    write_network,
    write_organizations,
    write_places,
    write_search,
)
from demo.writers.pages import fill_pages, write_pages, write_pictures, write_workshops
from demo.writers.repair import write_repair_cafes, write_repair_dates

if TYPE_CHECKING:
    from demo.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Step:
    """One noun of the demo. A later plugin adds its own step here."""

    label: object
    write: Callable[[Ledger], None]


STEPS = (
    Step(_("The site"), write_network),
    Step(_("The six members"), write_organizations),
    Step(_("The places"), write_places),
    Step(_("The pictures"), write_pictures),
    Step(_("The pages"), write_pages),
    Step(_("The twelve workshops"), write_workshops),
    Step(_("The three repair cafés"), write_repair_cafes),
    Step(_("The page of the machines"), write_stock_page),
    Step(_("The content of the pages"), fill_pages),
    Step(_("The front page and the menu"), write_front_page),
    Step(_("The dates and the people"), write_dates),
    Step(_("The dates of the repair cafés"), write_repair_dates),
    Step(_("The workshop and its machines"), write_equipment),
    Step(_("The words of the search"), write_search),
    Step(_("The accounts"), write_accounts),
)
