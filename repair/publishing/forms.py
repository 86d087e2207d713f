"""Which year is published, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.places.models import Organization
from maillage.places.querysets import SEES_EVERY_ORGANIZATION
from repair.models import DataProvider, KindTotal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

FIRST_YEAR, LAST_YEAR = 1990, 9999


class YearForm(forms.Form):
    """A year that is over, of one organisation or, for the network's team, of everybody."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("For example: 2025. It has to be over."),
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organization.objects.none(),
        help_text=gettext_lazy("Whose repairs are counted."),
        error_messages={"required": gettext_lazy("Choose whose repairs are counted.")},
    )

    def __init__(self, *args: Any, user: AbstractUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year - 1
        field = self.fields["organization"]
        field.queryset = Organization.objects.for_user(user).filter(repair_provider__isnull=False)
        if user.has_perm(SEES_EVERY_ORGANIZATION):
            field.required = False
            field.empty_label = str(_("The whole network"))
        elif len(field.queryset) == 1:
            field.initial = field.queryset[0].pk

    def clean_year(self) -> int:
        """Take a year that is over: the total of the present one still grows."""
        year: int = self.cleaned_data["year"]
        if year >= timezone.localdate().year:
            raise ValidationError(_("This year is not over: its total still grows. Type an earlier year."))
        return year

    def clean(self) -> dict[str, Any]:
        """Refuse a year without repairs."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        asked = {"year": data["year"], **({"provider": self.provider} if self.provider else {})}
        if not KindTotal.objects.filter(**asked).exists():
            self.add_error("year", _("No repair was noted in this year."))
        return data

    @cached_property
    def provider(self) -> DataProvider | None:
        """Whose total it is; None: that of the whole network."""
        chosen = self.cleaned_data.get("organization")
        return DataProvider.objects.get(organization=chosen) if chosen else None
