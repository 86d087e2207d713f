"""What volunteers know how to repair, who they are, and which dates they come to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from repair.categories import Category
from repair.fields import CategoriesField


class Skill(models.Model):
    """A craft in the words of residents (« Couture », « Petit électroménager ») and its categories."""

    name = models.CharField(
        _("name"), max_length=60, unique=True, help_text=_("For example: Sewing, or Small appliances.")
    )
    slug = models.SlugField(_("address on the site"), max_length=60, unique=True)
    categories = CategoriesField(
        _("what it repairs"), choices=Category, default=list, help_text=_("Tick all that this skill repairs.")
    )

    panels = [
        FieldPanel("name"),
        FieldPanel(
            "slug", help_text=_("Small letters without accents, with dashes. For example: petit-outillage.")
        ),
        FieldPanel("categories"),
    ]

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Fixer(models.Model):
    """A volunteer who repairs: a first name, and what they know. Never public."""

    organization = models.ForeignKey(
        "places.Organization", on_delete=models.PROTECT, related_name="fixers", verbose_name=_("organisation")
    )
    first_name = models.CharField(_("first name"), max_length=40, help_text=_("The first name alone."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
        help_text=_("Only if this person signs in here."),
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="fixers", verbose_name=_("skills"))
    active = models.BooleanField(_("repairs with us today"), default=True)

    panels = [
        FieldPanel("organization", help_text=_("The organisation that this person helps.")),
        FieldPanel("first_name"),
        FieldPanel("skills"),
        FieldPanel("active", help_text=_("Untick when this person has left: past repairs stay theirs.")),
    ]

    class Meta:
        verbose_name = _("volunteer who repairs")
        verbose_name_plural = _("volunteers who repair")
        ordering = ["first_name", "pk"]

    def __str__(self) -> str:
        # Wagtail's log keeps this text for ever, so it never holds a name.
        return f"{self.organization_id}-{self.pk}"


class DateSkill(models.Model):
    """A skill that is there on a date."""

    organization_path = "session__organization"

    session = models.ForeignKey(
        "bookings.Session", on_delete=models.CASCADE, related_name="repair_skills", verbose_name=_("date")
    )
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="dates", verbose_name=_("skill"))

    class Meta:
        verbose_name = _("skill on a date")
        verbose_name_plural = _("skills on dates")
        constraints = [
            models.UniqueConstraint(fields=["session", "skill"], name="repair_skill_once_a_date"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.skill_id}"
