"""The refurbished machines of a new site."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.places.starting import StartingSection

SECTION = StartingSection(
    key="equipment",
    question=_("Machines that are given, refurbished and handed on"),
    page_model="equipment.StockPage",
    title=pgettext_lazy("section of the site", "The computers that are ready"),
    slug=pgettext_lazy("address on the site", "computers"),
    menu=pgettext_lazy("section of the site", "Get equipped"),
    screens=("equipment_public:need", "equipment_public:donation"),
    first=_("Bring in a first machine"),
    first_model="equipment.Machine",
    first_route="equipment_machines:index",
    order=30,
)
