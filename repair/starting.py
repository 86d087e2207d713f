"""The repair cafés of a new site."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.places.starting import StartingSection

SECTION = StartingSection(
    key="repair",
    question=_("Repair cafés, where people repair together"),
    page_model="repair.RepairIndexPage",
    title=pgettext_lazy("section of the site", "Repair"),
    slug=pgettext_lazy("address on the site", "repair"),
    menu=pgettext_lazy("section of the site", "Repair"),
    screens=("repair:statistics", "repair:statistics_csv", "repair:chances"),
    listed=("repair:statistics", "repair:chances"),
    first=_("Publish a first repair café, with its dates"),
    first_model="repair.RepairCafePage",
    traces=("repair.RepairRecord",),
    order=20,
)
