"""What a page must be for people to register for its dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from maillage.bookings.questions.blocks import QuestionsBlock

if TYPE_CHECKING:
    from django.http import HttpRequest

    from maillage.bookings.forms import RegistrationForm
    from maillage.bookings.models.registration import Registration
    from maillage.bookings.models.session import Session
    from maillage.places.models import Organization, Place


class BookingMode(models.TextChoices):
    """How a seat is taken."""

    ONLINE = "online", _("Registration on the site")
    PHONE = "phone", _("Registration by phone only")
    NONE = "none", _("No registration, just come")


class BookablePageMixin(models.Model):
    """Mix this in a page type to give it dates and registrations.

    The methods below are the seam: a plugin overrides the ones it needs. `activity` names
    the colour and shape of the page's dates: workshop, repair, equipment or event.
    """

    activity: ClassVar[str] = "workshop"

    booking_mode = models.CharField(
        _("registration"), max_length=10, choices=BookingMode, default=BookingMode.ONLINE
    )
    booking_opens_days = models.PositiveSmallIntegerField(
        _("opens how many days before"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(400)],
        help_text=_("For example: 30. Empty: open as soon as the date is published."),
    )
    booking_closes_hours = models.PositiveSmallIntegerField(
        _("closes how many hours before"),
        default=0,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("For example: 24, for the day before. 0: until the date begins."),
    )
    seats_per_registration = models.PositiveSmallIntegerField(
        _("most seats in one registration"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )

    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a seat that becomes free"),
        default=24,
        validators=[MaxValueValidator(14 * 24)],
        help_text=_(
            "The first who waits has this long to answer, less near the date. 0: they are registered at once."
        ),
    )
    names_of_group = models.BooleanField(
        _("ask the names of everybody in a group"),
        default=False,
        help_text=_("Without a tick, only the person who registers is named."),
    )
    guardian_below_age = models.PositiveSmallIntegerField(
        _("ask for a legal guardian below the age of"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(18)],
        help_text=_("For example: 18. Empty: never asked."),
    )
    asks_photo = models.BooleanField(_("ask whether the person may be on photos"), default=False)
    reminder_hours = models.PositiveSmallIntegerField(
        _("remind how many hours before"),
        null=True,
        blank=True,
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(30 * 24)],
        help_text=_("For example: 48, for two days before. Empty: no reminder."),
    )
    second_reminder_hours = models.PositiveSmallIntegerField(
        _("remind again how many hours before"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(30 * 24)],
    )
    questions = StreamField(
        QuestionsBlock(),
        verbose_name=_("questions"),
        blank=True,
        help_text=_("Asked after the name and the contact. Ask only what you need to prepare the date."),
    )
    sends_thanks = models.BooleanField(
        _("thank those who came"), default=False, help_text=_("A message the day after the date.")
    )

    booking_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "booking_mode",
                    help_text=_("Choose “by phone only” when you prefer to speak with each person."),
                ),
                FieldRowPanel([FieldPanel("booking_opens_days"), FieldPanel("booking_closes_hours")]),
                FieldPanel(
                    "seats_per_registration",
                    help_text=_("For example: 4, when a family registers at once. 1: each person registers."),
                ),
            ],
            heading=_("Registration"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("names_of_group"),
                FieldPanel("guardian_below_age"),
                FieldPanel("asks_photo"),
                FieldPanel("questions"),
            ],
            heading=_("What the form asks"),
        ),
    ]

    class Meta:
        abstract = True

    def get_lead_organization(self) -> Organization:
        """Return who organises: the owner of new dates, the controller of people's data."""
        return self.organization  # type: ignore[attr-defined, no-any-return]

    @classmethod
    def pages_helped_by(
        cls,
        organizations: models.QuerySet[Organization],  # noqa: ARG003 - a plugin's own asks them
    ) -> models.QuerySet[Any]:
        """Return the pages of this type whose people `organizations` see beside their lead: none here.

        They keep the list and check people in as the lead does; the page and its dates stay the lead's.
        """
        return cls._default_manager.none()

    def get_default_place(self) -> Place | None:
        """Return where new dates happen unless the editor says otherwise."""
        return getattr(self, "place", None)

    def get_registration_form_class(self) -> type[RegistrationForm]:
        """Return the form that draws the page, checks the API's input and yields its schema."""
        from maillage.bookings.forms import RegistrationForm  # noqa: PLC0415 - forms are made from models

        return RegistrationForm

    def registration_saved(self, registration: Registration, cleaned_data: dict[str, Any]) -> None:
        """Do what the plugin keeps beside a registration, in the transaction that saves it.

        Called for every status (a person who waits announces an object too), and again each time the
        person changes their answers. An exception undoes the registration, or the change.
        """

    def registration_initial(
        self,
        registration: Registration,
    ) -> dict[str, Any]:
        """Return what the plugin keeps beside `registration`, by the names of its form's fields."""
        return {}

    def registration_details(
        self,
        registration: Registration,
    ) -> list[tuple[str, str]]:
        """Return the same in words, label and value, for the person's own page."""
        return []

    def address_for(self, request: HttpRequest | None) -> str:
        """Return the full address of the page, on the host that `request` came to; empty without any."""
        address = self.url if request is not None else self.get_full_url()  # type: ignore[attr-defined]
        return request.build_absolute_uri(address) if request is not None and address else address or ""

    def registration_opens_at(self, session: Session) -> datetime | None:
        """Return the instant (aware) from which `session` takes people; None when it always does."""
        if session.opens_at is not None:
            return session.opens_at
        if self.booking_opens_days is None:
            return None
        return session.start - timedelta(days=self.booking_opens_days)

    def registration_closes_at(self, session: Session) -> datetime:
        """Return the instant (aware) after which `session` takes nobody more."""
        return session.closes_at or session.start - timedelta(hours=self.booking_closes_hours)
