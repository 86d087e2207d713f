"""The page of a workshop: what, for whom, how much, who, where. When is the business of its dates."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from maillage.bookings.models import BookablePageMixin
from maillage.bookings.page_querysets import load_dates_to_come
from maillage.bookings.panels import DatesPanel
from maillage.places.cache_version import KEPT_FOR_SECONDS, current_edition
from maillage.places.languages import LANGUAGE_FEATURES
from workshops.forms import WorkshopPageForm
from workshops.models.audience import ADULT_AGE, CHILDREN, Accompanied, AudienceMixin
from workshops.models.price import PricedMixin
from workshops.querysets import WorkshopPageManager
from workshops.structured_data import events_json

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.places.models import Organization


# The dates shown as cards; the later ones are one line each, folded.
CARDS = 6
# The parameter of the address that asks for the page as a poster to print.
POSTER = "poster"


class WorkshopPage(BookablePageMixin, AudienceMixin, PricedMixin, Page):
    """A moment where people learn something together. Its dates are `bookings.Session` rows."""

    activity = "workshop"

    introduction = models.TextField(
        _("in one or two sentences"),
        max_length=300,
        help_text=_("What will people be able to do afterwards? For example: You learn to sort your photos."),
    )
    body = RichTextField(
        _("what happens there"),
        blank=True,
        features=["h2", "h3", "bold", "italic", "link", "ul", "ol", "image", *LANGUAGE_FEATURES],
    )
    topics = ParentalManyToManyField(
        "workshops.Topic", blank=True, related_name="workshops", verbose_name=_("topics")
    )
    what_to_bring = models.TextField(
        _("what to bring"),
        blank=True,
        help_text=_("One thing on a line. For example: your phone and its charger."),
    )
    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="workshops",
        verbose_name=_("who organises"),
        help_text=_("People call this organisation, and it keeps the registrations."),
    )
    co_organizers = ParentalManyToManyField(
        "places.Organization",
        blank=True,
        related_name="co_organized_workshops",
        verbose_name=_("with the help of"),
    )
    place = models.ForeignKey(
        "places.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("usual place"),
        help_text=_("New dates happen there. You can choose another place for one date."),
    )

    objects = WorkshopPageManager()

    base_form_class = WorkshopPageForm
    parent_page_types = ["workshops.WorkshopIndexPage", "places.OrganizationPage"]
    subpage_types: list[str] = []
    page_description = _("A workshop with its dates and its registrations.")

    content_panels = [
        HelpPanel(_("Write the title as a verb that people say. For example: Sort my photos."), heading=""),
        *Page.content_panels,
        FieldPanel("introduction", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel(
            "body",
            help_text=_("How it goes, in short paragraphs. For example: we show once, then you do it."),
        ),
        FieldPanel(
            "topics",
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Tick one or two: people find the workshop by its topics."),
        ),
        FieldPanel("what_to_bring", widget=forms.Textarea(attrs={"rows": 3})),
        *AudienceMixin.audience_panels,
        *PricedMixin.price_panels,
        MultiFieldPanel(
            [
                FieldPanel("organization"),
                FieldPanel(
                    "co_organizers",
                    widget=forms.CheckboxSelectMultiple,
                    help_text=_(
                        "Their names are on the page. They see who is registered, and help on the day."
                    ),
                ),
            ],
            heading=_("Who organises"),
        ),
        FieldPanel("place"),
        DatesPanel(),
        InlinePanel("facilitators", heading=_("Facilitators"), label=_("Facilitator")),
        *BookablePageMixin.booking_panels,
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("what_to_bring"),
        index.SearchField("level_in_words"),
        index.RelatedFields("topics", [index.SearchField("name", boost=2), index.FilterField("slug")]),
        index.RelatedFields("organization", [index.SearchField("name"), index.FilterField("slug")]),
        index.RelatedFields("co_organizers", [index.SearchField("name")]),
        index.RelatedFields("place", [index.SearchField("public_name")]),
        index.FilterField("level"),
        index.FilterField("price_kind"),
    ]

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")

    def clean(self) -> None:
        """Hold ages and prices together; see `clean_audience()` and `clean_price()`."""
        super().clean()
        self.clean_audience()
        self.clean_price()

    @classmethod
    def pages_helped_by(cls, organizations: models.QuerySet[Organization]) -> models.QuerySet[WorkshopPage]:
        """Return the workshops that `organizations` help with: they see who comes."""
        return cls.objects.filter(co_organizers__in=organizations)

    def get_search_envelope(self) -> dict[str, Any]:
        """Return what the search keeps of this workshop beside its words: who, for whom, at what price."""
        organizers = [self.organization, *self.co_organizers.all()]
        return {
            "place": self.place,
            "facets": {
                "activity": [self.activity],
                "organization": [organizer.slug for organizer in organizers],
                "topic": [topic.slug for topic in self.topics.all()],
                "audience": [self.level, *([CHILDREN] if self.welcomes_children() else [])],
                "price": [self.price_kind],
                "accessibility": self.accessibility,
            },
        }

    def welcomes_children(self) -> bool:
        """Tell whether the page says that children come: by an age below eighteen, or with an adult."""
        ages = [age for age in (self.age_from, self.age_to) if age is not None]
        return self.accompanied != Accompanied.NO or any(age < ADULT_AGE for age in ages)

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Return the workshops with what the search reads of them, in a few queries."""
        related = super().get_indexed_objects().select_related("organization", "place")
        return related.prefetch_related("co_organizers", "topics")

    def level_in_words(self) -> str:
        """Return the level as residents read it."""
        return str(self.get_level_display())

    @cached_property
    def other_organizers(self) -> list[Any]:
        """The organisations that help, the lead left out, in alphabetical order.

        The pages of all who organise, the lead too, are read in one query.
        """
        others = [one for one in self.co_organizers.all() if one.pk != self.organization_id]
        models.prefetch_related_objects([self.organization, *others], "page")
        return others

    @property
    def named_facilitators(self) -> list[str]:
        """The first names of the facilitators who agreed to be named."""
        return [one.first_name for one in self.facilitators.all() if one.agrees_to_be_named]

    @property
    def things_to_bring(self) -> list[str]:
        """What to bring, one thing in each string."""
        return [line.strip() for line in self.what_to_bring.splitlines() if line.strip()]

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the poster for `?poster`, a view of its own: who does not print pays nothing for it."""
        if POSTER in request.GET:
            return "workshops/poster.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the dates to come and their description for search engines."""
        sessions = load_dates_to_come(self)
        return {
            **super().get_context(request, *args, **kwargs),
            "sessions": sessions[:CARDS],
            "later_sessions": sessions[CARDS:],
            "structured_data": events_json(self, sessions, request),
            "kept_for": KEPT_FOR_SECONDS,
            "kept_under": self._edition(request),
        }

    def _edition(self, request: HttpRequest) -> str:
        """Return what the words of the page, dates apart, are kept under; never the same in a preview."""
        if getattr(request, "is_preview", False):
            return uuid.uuid4().hex
        published = self.latest_revision_id, self.last_published_at
        return f"{request.get_host()} {self.pk} {published} {current_edition()}"


class Facilitator(Orderable):
    """Somebody who leads the workshop. Public only by consent, and by first name only."""

    page = ParentalKey(WorkshopPage, on_delete=models.CASCADE, related_name="facilitators")
    first_name = models.CharField(_("first name"), max_length=40, help_text=_("The first name alone."))
    agrees_to_be_named = models.BooleanField(
        _("agrees to be named on the site"),
        default=False,
        help_text=_("Ask first. Without a tick, the name stays in this form."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")

    def __str__(self) -> str:
        # Wagtail's log keeps this text for ever, so it never holds a name.
        return f"{self.page_id}-{self.sort_order}"
