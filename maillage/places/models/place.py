"""Where things happen. A commune is enough: a truck that stops on a square has no more."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from maillage.places.querysets import PlaceQuerySet
from maillage.places.slugs import unique_slug


class Place(index.Indexed, models.Model):
    """A room, a hall, a square: what a resident needs to get there."""

    organization = models.ForeignKey(
        "places.Organization",
        on_delete=models.PROTECT,
        related_name="places",
        verbose_name=_("organisation that keeps this card"),
    )
    commune = models.CharField(
        _("commune"), max_length=80, help_text=_("The only thing you must fill in. For example: Redon.")
    )
    postal_code = models.CharField(
        _("postal code"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("Type five digits, for example 35600."))],
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("For example: Salle des fêtes.")
    )
    slug = models.SlugField(_("address on the site"), max_length=120, unique=True, blank=True)
    street = models.CharField(_("number and street"), max_length=160, blank=True)
    lieu_dit = models.CharField(_("lieu-dit"), max_length=120, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    address_for_registered_only = models.BooleanField(
        _("address given to registered people"),
        default=False,
        help_text=_("The site then shows the commune only; the street is in the confirmation."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    access = models.TextField(
        _("how to get there"),
        blank=True,
        help_text=_(
            "Bus stop, parking, which door, with or without steps. For example: line 5, stop “Mairie”."
        ),
    )

    COORDINATES_GO_TOGETHER = _("Type the latitude and the longitude, or neither.")

    objects = PlaceQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("commune"), FieldPanel("postal_code", help_text=_("For example: 35600."))]),
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("street", help_text=_("For example: 12 rue du Port.")),
                FieldPanel("lieu_dit", help_text=_("For example: La Ville Neuve. Leave empty in town.")),
                FieldPanel("room", help_text=_("For example: first floor, blue door.")),
                FieldPanel("address_for_registered_only"),
            ],
            heading=_("Address"),
        ),
        FieldRowPanel(
            [
                FieldPanel("latitude", help_text=_("Copy it from an on-line map. For example: 47.651234.")),
                FieldPanel("longitude", help_text=_("For example: -2.084567.")),
            ]
        ),
        FieldPanel(
            "phone",
            help_text=_("The phone of the place itself, if there is one. For example: 02 61 91 00 22."),
        ),
        FieldPanel("access"),
        FieldPanel("organization", help_text=_("Only its editors can change this card.")),
    ]

    # The public searches these words: an address for registered people only must not be among them.
    search_fields = [
        index.SearchField("public_name", boost=2),
        index.SearchField("public_address_lines"),
        index.AutocompleteField("name"),
        index.AutocompleteField("commune"),
        index.FilterField("organization"),
    ]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["commune", "name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.commune}" if self.name else self.commune

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new place without an address on the site gets one from what the public may read.

        Here and not in a service, because forms, imports and the demo all save places, and a
        place without an address would break every page that links to it.
        """
        if not self.slug:
            words = self.commune if self.address_for_registered_only else f"{self.commune} {self.name}"
            self.slug = unique_slug(Place.objects.all(), words, max_length=120, fallback="lieu")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The path of this place's public card."""
        return reverse("places:place", args=[self.slug])

    def get_search_envelope(self) -> dict[str, Any]:
        """Return what the search keeps of this place beside its words: who keeps the card, and where."""
        return {"facets": {"organization": [self.organization.slug]}, "place": self}

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Return the places with what the search reads of them."""
        return super().get_indexed_objects().select_related("organization")

    @property
    def public_name(self) -> str:
        """How the public reads of this place: the name goes with the address, and hides with it."""
        return self.commune if self.address_for_registered_only else str(self)

    @property
    def public_coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees (WGS 84), when anybody may read them."""
        if self.address_for_registered_only or self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)

    @property
    def map_url(self) -> str:
        """The address of OpenStreetMap with a mark on the place; empty when nobody may know where it is."""
        if self.public_coordinates is None:
            return ""
        latitude, longitude = self.public_coordinates
        mark = urlencode({"mlat": latitude, "mlon": longitude})
        return f"https://www.openstreetmap.org/?{mark}#map=17/{latitude}/{longitude}"

    @property
    def department(self) -> str:
        """The département's code: « 35 », « 2A », « 974 »; empty without a postal code."""
        code = self.postal_code
        if code.startswith(("97", "98")):
            return code[:3]
        if code.startswith("20"):
            return "2A" if code < "20200" else "2B"
        return code[:2]

    @property
    def public_address_lines(self) -> list[str]:
        """The lines of the address that anybody may read, the commune last."""
        town = f"{self.postal_code} {self.commune}".strip()
        if self.address_for_registered_only:
            return [town]
        return [line for line in (self.name, self.room, self.street, self.lieu_dit, town) if line]

    @property
    def full_address_lines(self) -> list[str]:
        """The lines of the address as a registered person reads them."""
        town = f"{self.postal_code} {self.commune}".strip()
        return [line for line in (self.name, self.room, self.street, self.lieu_dit, town) if line]
