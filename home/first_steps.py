"""What is left to do on a new site, for the network's team: the admin's first screen lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Revision

from maillage.places.models import Place
from maillage.places.starting import starting_sections

from .models import NetworkSettings, StandardPage
from .starting_content import is_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maillage.places.starting import StartingSection


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something to do, in a few words that begin with a verb, and where it is done."""

    words: str
    url: str


class FirstStepsPanel(Component):
    """« Il reste à faire », above everything else."""

    name = "first_steps"
    order = 1
    template_name = "home/admin/first_steps.html"

    def __init__(self, steps: list[FirstStep]) -> None:
        self.steps = steps

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the steps."""
        return {"steps": self.steps}


def first_steps() -> list[FirstStep]:
    """Return what is left to do, in order; nothing on a demonstration, nor on a site without a front page.

    The number of queries depends on the installed plugins alone.
    """
    network = NetworkSettings.objects.filter(site__is_default_site=True).first()
    if network is None or network.is_demonstration:
        return []
    return [*_contact(network), *_places(), *_legal_pages(), *_sections()]


def _contact(network: NetworkSettings) -> Iterator[FirstStep]:
    if not network.phone and not network.email:
        url = reverse("wagtailsettings:edit", args=["home", "networksettings", network.site_id])
        yield FirstStep(_("Say how to reach the network: a phone number, an e-mail address"), url)


def _places() -> Iterator[FirstStep]:
    if not Place.objects.exists():
        yield FirstStep(_("Write down a first place, with its address"), reverse("network_places:add"))


def _legal_pages() -> Iterator[FirstStep]:
    """Yield the legal pages that nobody has saved, or that still ask to be completed."""
    by_somebody = Revision.page_revisions.filter(user__isnull=False).values("object_id")
    pages = StandardPage.objects.live().exclude(purpose="").order_by("path")
    key = Cast("pk", output_field=CharField())
    for page in pages.annotate(key=key).annotate(was_read=Q(key__in=by_somebody)):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if is_unfinished(page.purpose, page.body):
            yield FirstStep(_("Complete the page “%(title)s”") % {"title": page.title}, url)
        elif not page.was_read:
            yield FirstStep(_("Read the page “%(title)s” again, and publish it") % {"title": page.title}, url)


def _sections() -> Iterator[FirstStep]:
    """Yield the first row of each activity that the network has, while there is none."""
    for section in starting_sections():
        page = section.pages.first()
        if page is not None and not apps.get_model(section.first_model)._default_manager.exists():
            yield FirstStep(str(section.first), _address(section, page.pk))


def _address(section: StartingSection, page: int) -> str:
    if section.first_route:
        return reverse(section.first_route)
    app_label, model_name = section.first_model.lower().split(".")
    return reverse("wagtailadmin_pages:add", args=[app_label, model_name, page])
