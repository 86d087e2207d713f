"""Words that mean the same to residents, kept by the network's team."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from search.words import words_of

FEWEST_EXPRESSIONS = 2
MOST_WORDS_IN_ONE = 5


class Synonym(models.Model):
    """One line: expressions that find the same pages, whichever of them is typed."""

    expressions = models.CharField(
        _("words that mean the same"),
        max_length=400,
        help_text=_("Separated by commas, at once active. For example: ordi, ordinateur, PC."),
    )

    panels = [FieldPanel("expressions")]

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["expressions"]

    def __str__(self) -> str:
        return self.expressions

    def forms(self) -> tuple[tuple[str, ...], ...]:
        """Return the words of each expression: (("ordi",), ("pôle", "emploi"))."""
        rows = (words_of(expression, keep_small=True) for expression in self.expressions.split(","))
        return tuple(dict.fromkeys(row for row in rows if row))

    def clean(self) -> None:
        """Refuse a line that would make nothing equal.

        Raises:
            ValidationError: fewer than two expressions, or one that is a sentence.
        """
        super().clean()
        forms = self.forms()
        if len(forms) < FEWEST_EXPRESSIONS:
            message = _("Type two expressions at least, with a comma between them: ordi, ordinateur.")
            raise ValidationError({"expressions": message})
        if any(len(words) > MOST_WORDS_IN_ONE for words in forms):
            message = _("An expression has five words at most. Separate expressions with commas.")
            raise ValidationError({"expressions": message})
