"""The organisation that runs things and answers for people's data."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Collection, Orderable

from maillage.places.querysets import SEES_EVERY_ORGANIZATION, OrganizationQuerySet


class OrganizationKind(models.TextChoices):
    """What an organisation is in law, in the words that residents use."""

    ASSOCIATION = "association", _("Association")
    COMPANY = "company", _("Company")
    INSERTION = "insertion", _("Insertion enterprise")
    PROJECT_HOLDER = "project_holder", _("Project holder")
    PUBLIC_BODY = "public_body", _("Public body")


class Organization(ClusterableModel):
    """A member of the network. Its group, collection and page come from `create_organization()`."""

    name = models.CharField(_("name"), max_length=120, help_text=_("For example: Les Mulots."))
    slug = models.SlugField(_("address on the site"), max_length=80, unique=True)
    kind = models.CharField(
        pgettext_lazy("organisation", "kind"),
        max_length=20,
        choices=OrganizationKind,
        default=OrganizationKind.ASSOCIATION,
    )
    role = models.CharField(
        _("role in the network"),
        max_length=160,
        blank=True,
        help_text=_("One sentence, for example: learning to use digital tools."),
    )
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        help_text=_("The number that residents may call. For example: 02 61 91 00 11."),
    )
    phone_hours = models.CharField(
        _("hours of the phone"),
        max_length=120,
        blank=True,
        help_text=_("For example: Monday to Friday, 9 am to noon."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    # The three keys below are made with the organisation and never typed by hand.
    group = models.OneToOneField(
        Group, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="organization"
    )
    collection = models.OneToOneField(
        Collection,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="organization",
    )

    objects = OrganizationQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldRowPanel(
            [
                FieldPanel("kind", help_text=_("What it is for the law.")),
                FieldPanel(
                    "slug",
                    permission=SEES_EVERY_ORGANIZATION,
                    help_text=_("Small letters without accents, with dashes. For example: les-mulots."),
                ),
            ]
        ),
        FieldPanel("role"),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("phone_hours"),
                FieldPanel(
                    "email", help_text=_("Residents read it. For example: bonjour@lesmulots.example.")
                ),
                FieldPanel(
                    "website",
                    help_text=_("With https:// at the start. For example: https://lesmulots.example."),
                ),
            ],
            heading=_("Contact"),
        ),
        InlinePanel("links", heading=_("Links"), label=_("Link")),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        permissions = [("manage_network", _("Can act for every organisation"))]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """One to three capital letters that stand in for a logo: « LVB » for La Vilaine Bidouille."""
        words = [word for word in self.name.replace("'", " ").replace("’", " ").split() if word[0].isalnum()]
        return "".join(word[0].upper() for word in words[:3])

    def get_absolute_url(self) -> str:
        """The path of the organisation's public page, or an empty string while it has none."""
        page = getattr(self, "page", None)
        return page.url if page is not None and page.live else ""


class OrganizationLink(Orderable):
    """A link of an organisation: a social network, a shop, a newsletter."""

    organization = ParentalKey(Organization, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("words of the link"), max_length=80)
    url = models.URLField(_("address of the link"))

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label
