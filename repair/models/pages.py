"""The pages of repair cafés: what one may bring, what happens then. When is the business of their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from maillage.bookings.models import BookablePageMixin
from maillage.bookings.page_querysets import load_dates_to_come, with_next_sessions
from maillage.bookings.panels import DatesPanel
from maillage.bookings.public.structured_data import events_json
from maillage.places.fields import SeveralChoicesField
from maillage.places.page_forms import OrganizerPageForm
from repair.finding import all_refused_in, find_refused
from repair.querysets import RepairCafePageManager, current_rules, give_skills
from repair.refusals import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.bookings.forms import RegistrationForm
    from maillage.bookings.models import Registration


CAFES_PER_PAGE = 24
# The dates shown as cards; the later ones are one line each, folded.
CARDS = 6


class RepairIndexPage(Page):
    """Every repair café of the site, and what the network repairs."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [
        *Page.content_panels,
        FieldPanel(
            "introduction",
            help_text=_("One or two sentences above the list. For example: come with what no longer works."),
        ),
    ]
    subpage_types = ["repair.RepairCafePage"]
    page_description = _("The list of the repair cafés, with the next date of each.")

    class Meta:
        verbose_name = _("list of the repair cafés")
        verbose_name_plural = _("lists of the repair cafés")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one screen of the site's repair cafés, the one that comes first at the top."""
        cafes = RepairCafePage.objects.published().of_site(request).by_next_date().with_card()
        screen = Paginator(cafes, CAFES_PER_PAGE).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "screen": screen,
            "cafes": with_next_sessions(screen.object_list),
        }


class RepairCafePage(BookablePageMixin, Page):
    """A place where people repair together. Its dates are `bookings.Session` rows."""

    activity = "repair"

    introduction = models.TextField(
        _("in one or two sentences"),
        max_length=300,
        help_text=_("For example: You come with what no longer works, and we look at it together."),
    )
    body = RichTextField(
        _("how it goes"),
        blank=True,
        features=["h2", "h3", "bold", "italic", "link", "ul", "ol", "image"],
    )
    accepted = models.TextField(
        _("what can be brought"),
        help_text=_("One thing on a line. For example: small appliances that one person can carry."),
    )
    refused = models.TextField(
        _("what cannot be brought"),
        blank=True,
        help_text=_("One thing on a line. For example: microwave ovens, which are dangerous to open."),
    )
    takes = SeveralChoicesField(
        _("what you take all the same"),
        choices=Refused,
        default=list,
        blank=True,
        help_text=_("Repair cafés usually refuse these, and the site says so. Tick what yours looks at."),
    )
    if_not_repaired = RichTextField(
        _("what happens to what cannot be repaired"),
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text=_("For example: you take it back, or we keep it for its parts if you agree."),
    )
    skills = ParentalManyToManyField(
        "repair.Skill",
        blank=True,
        related_name="cafes",
        verbose_name=_("usual skills"),
        help_text=_("Those that are nearly always there. A date may have its own."),
    )
    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="repair_cafes",
        verbose_name=_("who organises"),
        help_text=_("People call this organisation, and it keeps the registrations."),
    )
    place = models.ForeignKey(
        "places.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repair_cafes",
        verbose_name=_("usual place"),
        help_text=_("New dates happen there. You can choose another place for one date."),
    )
    asks_item = models.BooleanField(
        _("ask which object people bring"),
        default=True,
        help_text=_("The volunteers then know what is coming, and can tell whether somebody can look at it."),
    )

    objects = RepairCafePageManager()

    base_form_class = OrganizerPageForm
    parent_page_types = ["repair.RepairIndexPage", "places.OrganizationPage"]
    subpage_types: list[str] = []
    page_description = _("A repair café with its dates and its registrations.")

    content_panels = [
        HelpPanel(_("Name it as people call it. For example: Repair café of Redon."), heading=""),
        *Page.content_panels,
        FieldPanel("introduction", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("body", help_text=_("How it goes, in short paragraphs: welcome, waiting, repairing.")),
        MultiFieldPanel(
            [
                FieldPanel("accepted", widget=forms.Textarea(attrs={"rows": 5})),
                FieldPanel("refused", widget=forms.Textarea(attrs={"rows": 3})),
                FieldPanel("takes"),
                FieldPanel("skills", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("What is repaired"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("if_not_repaired"),
                InlinePanel("professionals", heading=_("Whom to turn to then"), label=_("Professional")),
            ],
            heading=_("What cannot be repaired"),
        ),
        FieldPanel("organization"),
        FieldPanel("place"),
        DatesPanel(),
        FieldPanel("asks_item"),
        *BookablePageMixin.booking_panels,
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("accepted"),
        index.RelatedFields("skills", [index.SearchField("name", boost=2), index.FilterField("slug")]),
        index.RelatedFields("organization", [index.SearchField("name"), index.FilterField("slug")]),
        index.RelatedFields("place", [index.SearchField("public_name")]),
    ]

    class Meta:
        verbose_name = _("repair café")
        verbose_name_plural = _("repair cafés")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the dates to come with their skills and their description, and the house rules in force."""
        sessions = load_dates_to_come(self)
        give_skills(sessions, self)
        return {
            **super().get_context(request, *args, **kwargs),
            "sessions": sessions[:CARDS],
            "later_sessions": sessions[CARDS:],
            "rules": current_rules(self.organization_id),
            "structured_data": events_json(self, sessions, request),
        }

    def get_registration_form_class(self) -> type[RegistrationForm]:
        """Return the form that also asks which object is coming, where the café asks it."""
        from repair.forms import AnnouncementForm  # noqa: PLC0415 - forms are made from models

        return AnnouncementForm if self.asks_item else super().get_registration_form_class()

    def registration_saved(self, registration: Registration, cleaned_data: dict[str, Any]) -> None:
        """Keep the object that was announced or changed, also for somebody who waits."""
        from repair.services.announcements import announce_item  # noqa: PLC0415 - it needs this model

        announce_item(registration, cleaned_data)

    def registration_initial(self, registration: Registration) -> dict[str, Any]:
        """Return the object that was announced, by the names of the form's fields; the photo stays apart."""
        from repair.services.announcements import initial_of  # noqa: PLC0415 - it needs this model

        return initial_of(registration) if self.asks_item else {}

    def registration_details(self, registration: Registration) -> list[tuple[str, str]]:
        """Return what was announced, in words."""
        from repair.services.announcements import announced_by  # noqa: PLC0415 - it needs this model

        announced = announced_by(registration)
        return announced.in_words if announced else []

    def get_search_envelope(self) -> dict[str, Any]:
        """Return what the search keeps of this café beside its words."""
        return {
            "place": self.place,
            "facets": {
                "activity": [self.activity],
                "organization": [self.organization.slug],
                "skill": [skill.slug for skill in self.skills.all()],
            },
        }

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Return the cafés with what the search reads of them, in a few queries."""
        pages = super().get_indexed_objects().select_related("organization", "place")
        return pages.prefetch_related("skills")

    @property
    def things_accepted(self) -> list[str]:
        """What can be brought, one thing in each string."""
        return _lines(self.accepted)

    @property
    def things_refused(self) -> list[str]:
        """What cannot be brought, one thing in each string: the café's own words, then the usual refusals."""
        lines = _lines(self.refused)
        said = {refused for line in lines for refused in all_refused_in(line)}
        usual = [each for each in Refused if each not in said and each not in self.takes]
        return [*lines, *(capfirst(str(each.label)) for each in usual)]

    def refuses(self, item: str) -> Refused | None:
        """Return what this café refuses of an object called `item`; None when it may come."""
        refused = find_refused(item)
        return None if refused in self.takes else refused


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class Professional(Orderable):
    """A shop or a craftsperson who repairs for money, to whom the café sends people."""

    page = ParentalKey(RepairCafePage, on_delete=models.CASCADE, related_name="professionals")
    name = models.CharField(_("name"), max_length=120, help_text=_("The name of the shop."))
    repairs = models.CharField(
        _("what it repairs"), max_length=160, help_text=_("For example: washing machines and ovens.")
    )
    commune = models.CharField(_("commune"), max_length=80, blank=True)
    phone = models.CharField(
        _("phone"), max_length=30, blank=True, help_text=_("For example: 02 61 91 00 33.")
    )
    website = models.URLField(_("website"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("professional")
        verbose_name_plural = _("professionals")

    def __str__(self) -> str:
        return self.name
