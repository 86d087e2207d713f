"""What a date leaves behind in numbers: means of payment, volunteers' hours, who came."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentMeans(models.Model):
    """How people pay at an organisation: cash, cheque, voucher. The list is its own."""

    organization = models.ForeignKey("places.Organization", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=40, help_text=_("For example: cheque."))
    in_use = models.BooleanField(_("offered today"), default=True)

    class Meta:
        verbose_name = _("means of payment")
        verbose_name_plural = _("means of payment")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="payment_means_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class VolunteerTime(models.Model):
    """Hours that a volunteer gave on a date. The first name is optional and leaves with the date's people."""

    session = models.ForeignKey("bookings.Session", on_delete=models.CASCADE, related_name="volunteer_times")
    first_name = models.CharField(_("first name"), max_length=40, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(24 * 60)]
    )

    class Meta:
        verbose_name = _("volunteer hours")
        verbose_name_plural = _("volunteer hours")

    def __str__(self) -> str:
        return f"{self.session_id}: {self.minutes}"


class CountCategory(models.TextChoices):
    """What funders ask about the people who came."""

    TOTAL = "total", _("Everybody")
    AGE = "age", _("Age")
    GENDER = "gender", _("Gender")
    SITUATION = "situation", _("Situation")
    COMMUNE = "commune", _("Commune")
    FIRST_VISIT = "first_visit", _("First visit")


class HeadCount(models.Model):
    """How many people of a kind came to a date: an anonymous number, kept for ever."""

    session = models.ForeignKey("bookings.Session", on_delete=models.CASCADE, related_name="head_counts")
    category = models.CharField(_("about"), max_length=12, choices=CountCategory)
    value = models.CharField(_("which"), max_length=80, blank=True)
    count = models.PositiveIntegerField(_("how many"))
    # Typed totals win over those that are added up from answers and attendance.
    typed = models.BooleanField(_("typed by hand"), default=True)

    class Meta:
        verbose_name = _("count of people")
        verbose_name_plural = _("counts of people")
        constraints = [
            models.UniqueConstraint(fields=["session", "category", "value"], name="counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.category} {self.value}"
