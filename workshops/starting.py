"""The workshops of a new site."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.places.starting import StartingSection

SECTION = StartingSection(
    key="workshops",
    question=_("Workshops that people register for"),
    page_model="workshops.WorkshopIndexPage",
    title=pgettext_lazy("section of the site", "Workshops"),
    slug=pgettext_lazy("address on the site", "workshops"),
    menu=pgettext_lazy("section of the site", "Workshops"),
    first=_("Publish a first workshop, with its dates"),
    first_model="workshops.WorkshopPage",
    order=10,
)
