"""The columns of the standard, in their order, and their names in older files."""

from __future__ import annotations

COLUMNS = (
    "id",
    "data_provider",
    "country",
    "partner_product_category",
    "product_category",
    "product_category_id",
    "brand",
    "year_of_manufacture",
    "product_age",
    "repair_status",
    "repair_barrier_if_end_of_life",
    "group_identifier",
    "event_date",
    "problem",
)
# 0.1 says `date` and has neither barrier, category number nor the partner's category; 0.2.1 has no
# number and no age; the text of 0.3 says `product_age_estimate` where its files say `product_age`.
REQUIRED = frozenset({"id", "product_category", "repair_status", "event_date"})
NAMES = {
    "date": "event_date",
    "product_age_estimate": "product_age",
    "repair_barrier": "repair_barrier_if_end_of_life",
    "provider": "data_provider",
}
# How a missing value is written in the files that circulate.
MISSING = frozenset({"", "unknown", "n/a", "null", "none"})
