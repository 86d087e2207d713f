"""Publish the impact of a year and take it back; house rules and factors in force, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from repair.errors import NotInForce, NumbersMoved
from repair.factors import restart_2021
from repair.impact import current_factor_set, get_factors
from repair.models import Factor, FactorSet, HouseRules, PublishedTotal
from repair.repair_rates import kept_counts
from repair.statistics import make_statistics

if TYPE_CHECKING:
    from repair.models import DataProvider


def draft_total(
    year: int, *, provider: DataProvider | None = None, factor_set: FactorSet | None = None
) -> PublishedTotal:
    """Return the total of `year` as it would be published now, unsaved.

    Of one publisher, of the whole network without one. A correction is counted by the set of factors
    of the total that it corrects, whichever is in force by then; a first total, by the set in force.
    """
    versions = PublishedTotal.objects.of(year, provider)
    before = versions.in_force().select_related("factor_set").first()
    used = factor_set or (before.factor_set if before else current_factor_set())
    counts = kept_counts(provider=provider.name if provider else "", year=year)
    statistics = make_statistics(counts, get_factors(used))
    impact = statistics.impact
    return PublishedTotal(
        year=year,
        provider=provider,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        factor_set=used,
        records=statistics.records,
        known=statistics.known.total(),
        fixed=impact.fixed,
        covered=impact.covered,
        weight_grams=impact.weight_grams,
        co2e_grams=impact.co2e_grams,
    )


@transaction.atomic
def publish_total(
    year: int,
    *,
    provider: DataProvider | None = None,
    factor_set: FactorSet | None = None,
    user: Any = None,
    seen: str | None = None,
) -> PublishedTotal:
    """Write down the impact of `year` as `draft_total()` counts it, and return it.

    When the total in force says the same already, that one comes back: pressed twice is published
    once. `seen` is the fingerprint of the draft that somebody looked at; raises NumbersMoved when the
    draft is another one by now.
    """
    _one_at_a_time()
    draft = draft_total(year, provider=provider, factor_set=factor_set)
    in_force = PublishedTotal.objects.in_force().of(year, provider).first()
    if in_force is not None and in_force.numbers == draft.numbers:
        return in_force
    if seen is not None and seen != draft.fingerprint:
        raise NumbersMoved
    draft.published_by = user
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def withdraw_total(total: PublishedTotal, *, user: Any = None) -> PublishedTotal | None:
    """Take `total` back; return the version that is in force again, None when there was none.

    Its row stays in the list, with the hour and who withdrew it. Raises NotInForce.
    """
    _one_at_a_time()
    fresh = PublishedTotal.objects.in_force().filter(pk=total.pk).first()
    if fresh is None:
        raise NotInForce
    PublishedTotal.objects.filter(pk=fresh.pk).update(withdrawn_at=timezone.now(), withdrawn_by=user)
    return PublishedTotal.objects.before(fresh)


def _one_at_a_time() -> None:
    """Let two who publish or withdraw at once come one after the other: the sets are always there to lock."""
    list(FactorSet.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


@transaction.atomic
def publish_rules(rules: HouseRules) -> HouseRules:
    """Put `rules` in force as the next version of their organisation.

    Rules that are in force already stay as people agreed to them: a new version is written beside them.
    """
    last = HouseRules.objects.filter(organization=rules.organization).aggregate(last=Max("version"))["last"]
    return HouseRules.objects.create(
        organization=rules.organization,
        version=(last or 0) + 1,
        text=rules.text,
        published_at=timezone.now(),
    )


SETS = (restart_2021,)


@transaction.atomic
def install_factor_sets() -> list[FactorSet]:
    """Write the sets that are not there yet; return the new ones. A set that is there never changes."""
    known = set(FactorSet.objects.values_list("slug", flat=True))
    return [_install(one) for one in SETS if known.isdisjoint({one.SLUG})]


def _install(source: Any) -> FactorSet:
    factor_set = FactorSet.objects.create(
        slug=source.SLUG,
        name=source.NAME,
        source=source.SOURCE,
        source_url=source.SOURCE_URL,
        in_force_from=source.IN_FORCE_FROM,
        displacement=source.DISPLACEMENT,
        powered_rate=source.POWERED_RATE,
        unpowered_rate=source.UNPOWERED_RATE,
    )
    Factor.objects.bulk_create(
        Factor(factor_set=factor_set, category=category, size=size, weight_grams=weight, co2e_grams=footprint)
        for category, size, weight, footprint in source.FACTORS
    )
    return factor_set
