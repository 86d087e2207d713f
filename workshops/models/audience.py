"""Whom a workshop is for: level, ages, languages, accessibility; and what it is about."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from workshops.fields import ChoiceListField


class Topic(index.Indexed, models.Model):
    """A subject of several workshops: e-mail, photos, papers on line."""

    name = models.CharField(
        _("name"),
        max_length=60,
        unique=True,
        help_text=_("In words that residents use. For example: My papers on line."),
    )
    slug = models.SlugField(_("address on the site"), max_length=60, unique=True)

    panels = [
        FieldPanel("name"),
        FieldPanel(
            "slug",
            help_text=_("Small letters without accents, with dashes. For example: mes-papiers-en-ligne."),
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


OLDEST = 120


# What a search is narrowed by: workshops where children come.
CHILDREN = "children"
ADULT_AGE = 18


class Level(models.TextChoices):
    """What people should already know."""

    BEGINNER = "beginner", _("To begin")
    EVERYDAY = "everyday", _("To manage by yourself")
    ADVANCED = "advanced", _("To go further")


class Accompanied(models.TextChoices):
    """Whether children come with an adult."""

    NO = "no", _("Not needed")
    YES = "yes", _("Yes, with an adult")
    UNDER = "under", _("Yes, for the youngest only")


class Language(models.TextChoices):
    """A language that the facilitators speak."""

    FRENCH = "fr", pgettext_lazy("language", "French")
    BRETON = "br", pgettext_lazy("language", "Breton")
    GALLO = "gallo", pgettext_lazy("language", "Gallo")
    ENGLISH = "en", pgettext_lazy("language", "English")
    ARABIC = "ar", pgettext_lazy("language", "Arabic")
    SPANISH = "es", pgettext_lazy("language", "Spanish")
    PORTUGUESE = "pt", pgettext_lazy("language", "Portuguese")
    UKRAINIAN = "uk", pgettext_lazy("language", "Ukrainian")


class Accessibility(models.TextChoices):
    """What makes it possible for everybody to come."""

    STEP_FREE = "step_free", _("Step-free access")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    LARGE_SCREEN = "large_screen", _("Large screen")
    EASY_READ = "easy_read", _("Easy-to-read papers")
    SIGN_LANGUAGE = "sign_language", _("French sign language")


def french_only() -> list[str]:
    """Return the languages of a workshop unless the editor says otherwise."""
    return [Language.FRENCH]


class AudienceMixin(models.Model):
    """A page that says whom it is for."""

    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.BEGINNER)
    age_from = models.PositiveSmallIntegerField(
        _("from what age"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(OLDEST)],
        help_text=_("For example: 8. Leave empty when there is no lower limit."),
    )
    age_to = models.PositiveSmallIntegerField(
        _("up to what age"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(OLDEST)],
        help_text=_("For example: 12. Leave empty when there is no upper limit."),
    )
    accompanied = models.CharField(
        _("children come with an adult"), max_length=5, choices=Accompanied, default=Accompanied.NO
    )
    accompanied_under = models.PositiveSmallIntegerField(
        _("with an adult under what age"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(18)],
        help_text=_("Only if the youngest alone need an adult. For example: 10."),
    )
    languages = ChoiceListField(_("languages spoken"), choices=Language, default=french_only)
    accessibility = ChoiceListField(
        _("accessibility"),
        choices=Accessibility,
        default=list,
        blank=True,
        help_text=_("Tick only what you are sure of: people come because of it."),
    )

    audience_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "level", help_text=_("What people should know already. When in doubt, leave “To begin”.")
                ),
                FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_to")]),
                FieldRowPanel(
                    [
                        FieldPanel("accompanied", help_text=_("Only for workshops where children come.")),
                        FieldPanel("accompanied_under"),
                    ]
                ),
                FieldPanel("languages", help_text=_("The languages in which somebody can answer questions.")),
                FieldPanel("accessibility"),
            ],
            heading=_("For whom"),
        )
    ]

    class Meta:
        abstract = True

    def clean_audience(self) -> None:
        """Hold the ages to one another.

        Raises:
            ValidationError: the ages are in the wrong order, or the age of the youngest is missing.
        """
        if self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            raise ValidationError({"age_to": _("Type an age that is not lower than the first one.")})
        if self.accompanied == Accompanied.UNDER and not self.accompanied_under:
            raise ValidationError(
                {"accompanied_under": _("Type the age under which an adult comes too, for example 10.")}
            )
        if self.accompanied != Accompanied.UNDER:
            self.accompanied_under = None

    @property
    def ages_in_words(self) -> str:
        """The ages as residents read them: « À partir de 8 ans, accompagné d’un adulte »."""
        if self.accompanied == Accompanied.YES:
            return gettext("%(ages)s, with an adult") % {"ages": self._age_range()}
        if self.accompanied == Accompanied.UNDER and self.accompanied_under:
            return gettext("%(ages)s, with an adult under %(age)d") % {
                "ages": self._age_range(),
                "age": self.accompanied_under,
            }
        return self._age_range()

    def _age_range(self) -> str:
        ages = {"age_from": self.age_from, "age_to": self.age_to}
        if self.age_from is not None and self.age_to is not None:
            return gettext("From %(age_from)d to %(age_to)d years old") % ages
        if self.age_from is not None:
            return gettext("From %(age_from)d years old") % ages
        if self.age_to is not None:
            return gettext("Up to %(age_to)d years old") % ages
        return gettext("For all ages")

    @property
    def languages_in_words(self) -> str:
        """The languages as residents read them: « Français, Gallo »."""
        return ", ".join(self._meta.get_field("languages").labels(self.languages))

    @property
    def accessibility_in_words(self) -> list[str]:
        """What makes it possible to come, one sentence for each."""
        return self._meta.get_field("accessibility").labels(self.accessibility)
