"""The public pages of repairs: what they add up to, and what can be repaired."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views import View
from django.views.generic import TemplateView

from repair import drawings
from repair.categories import Category
from repair.finding import find_categories, find_refused, suggestions
from repair.impact import categories_without_factor, get_factors
from repair.models import FactorSet, PublishedTotal, RepairCafePage
from repair.open_data import neutralize
from repair.refusals import Refused
from repair.repair_rates import chance_of, chances, kept_counts
from repair.statistics import (
    by_cafe,
    by_year,
    make_statistics,
    published_total,
    statistics_of,
    table_by_cafe,
    table_by_category,
)

LONGEST = 160
MOST_CAFES = 24


class StatisticsFilterForm(forms.Form):
    """What the statistics are narrowed to; a value that is not offered is left out."""

    annee = forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None)
    cafe = forms.ChoiceField(label=gettext_lazy("Repair café"), required=False)
    categorie = forms.TypedChoiceField(
        label=gettext_lazy("Kind of object"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", pgettext_lazy("categories of objects", "All")), *Category.choices],
    )

    def __init__(self, *args: Any, years: list[int], cafes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every_year, every_cafe = ("", pgettext("years", "All")), ("", pgettext("repair cafés", "All"))
        self.fields["annee"].choices = [every_year, *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["cafe"].choices = [every_cafe, *((name, name) for name in cafes if name)]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> dict[str, Any]:
        """What was understood: year, café and category."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "year": data.get("annee"),
            "cafe": data.get("cafe") or "",
            "category": data.get("categorie"),
        }


class StatisticsView(TemplateView):
    """Repairs by year, café and category: numbers, charts, tables, impact and how it is counted."""

    template_name = "repair/statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the counts kept ready, and draw them."""
        all_years, cafes = by_year(), by_cafe()
        form = StatisticsFilterForm(
            self.request.GET, years=sorted(all_years, reverse=True), cafes=sorted(cafes)
        )
        narrowed = form.narrowed
        factors = get_factors()
        statistics = statistics_of(**narrowed, factors=factors)
        cafe, category, year = narrowed["cafe"], narrowed["category"], narrowed["year"]
        years = by_year(cafe, category) if cafe or category else all_years
        published = None if cafe or category else published_total(year)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "statistics": statistics,
            "outcomes_chart": drawings.outcomes_chart(statistics),
            "years_chart": drawings.years_chart(years) if len(years) > 1 else None,
            "categories_chart": None if category else drawings.categories_chart(statistics),
            "cafes_chart": None if cafe or category else drawings.cafes_chart(by_cafe(year)),
            "factor_set": FactorSet.objects.get(slug=factors.slug),
            "without_factor": categories_without_factor(factors),
            "published": published,
            "corrected": PublishedTotal.objects.before(published) if published else None,
        }


class StatisticsFileView(View):
    """The same counts as a table: `?par=cafe` by café, by category otherwise."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the table as CSV, UTF-8."""
        by = request.GET.get("par") == "cafe"
        heading = _("Repair café") if by else _("Kind of object")
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([_("Year"), heading, _("Outcome"), _("Objects")])
        for year, what, outcome, count in table_by_cafe() if by else table_by_category():
            writer.writerow([year, neutralize(what), outcome, count])
        name = "reparations-par-cafe.csv" if by else "reparations.csv"
        return HttpResponse(
            text.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _cafes_that_take(refused: Refused | None, request: HttpRequest) -> list[RepairCafePage]:
    """Return the site's cafés; of something that is usually refused, those that take it all the same."""
    cafes = RepairCafePage.objects.published().of_site(request).order_by("title")
    return [cafe for cafe in cafes if refused is None or refused in cafe.takes]


class ChancesView(TemplateView):
    """« Que peut-on réparer ? »: the chances of an object that is typed, and those of every kind."""

    template_name = "repair/chances.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find the kind of the object, how often it was repaired, and which cafés come next."""
        typed = self.request.GET.get("objet", "")[:LONGEST].strip()
        refused = find_refused(typed)
        kinds = [] if refused else find_categories(typed)
        statistics = make_statistics(kept_counts(), get_factors())
        found = chances(statistics)
        return {
            **super().get_context_data(**kwargs),
            "typed": typed,
            "refused": refused,
            "kinds": [(kind, chance_of(kind, statistics)) for kind in kinds],
            "chances": found,
            "chart": drawings.chances_chart(found) if found else None,
            "suggestions": suggestions(),
            "cafes": _cafes_that_take(refused, self.request)[:MOST_CAFES],
        }
