"""Statistics and impact: the same numbers however they are counted, and totals that do not move."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from maillage.batches.running import run_import
from repair.categories import Category, Size
from repair.impact import categories_without_factor, get_factors
from repair.imports import RepairImporter
from repair.models import Factor, FactorSet, KindTotal, RepairRecord
from repair.outcomes import Barrier, Outcome
from repair.repair_rates import counts_of, kept_counts
from repair.services.published import publish_total
from repair.statistics import make_statistics
from repair.totals import drift, rebuild_totals
from tests.repair.factories import TORONTO, import_rows, make_broken, make_record, row

pytestmark = pytest.mark.django_db


def statistics():
    return make_statistics(counts_of(RepairRecord.objects.all()), get_factors())


def impact():
    return statistics().impact


def printed(**options):
    out = io.StringIO()
    call_command("repair_statistics", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def import_toronto():
    with TORONTO.open("rb") as file:
        run_import(RepairImporter(), file)


def new_set():
    """A revision where every toaster weighs a ton."""
    factor_set = FactorSet.objects.create(
        slug="revision-2030",
        name="Révision de 2030",
        source="Essai",
        in_force_from="2030-01-01",
        displacement=Decimal("0.5"),
        powered_rate=1,
        unpowered_rate=1,
    )
    Factor.objects.create(
        factor_set=factor_set, category=Category.TOASTER, weight_grams=1_000_000, co2e_grams=1
    )
    return factor_set


def test_the_command_prints_what_a_script_expects():
    import_rows(
        row(),
        row(id="m_2", repair_status="Unknown"),
        row(
            id="m_3",
            product_category="Kettle",
            product_category_id="14",
            repair_status="End of life",
            repair_barrier_if_end_of_life="Lack of equipment",
        ),
    )

    assert printed() == {
        "records": 3,
        "status": {"Fixed": 1, "Repairable": 0, "End of life": 1, "Unknown": 1},
        "category": {"Kettle": 1, "Toaster": 2},
        "barrier": {"Lack of equipment": 1},
        "repair_rate": 0.5,
        "impact": {"records": 1, "weight_kg": 1.47, "co2e_kg": 4.065, "factor_set": "restart-2021"},
    }


def test_one_publisher_is_counted_alone():
    import_rows(row(), row(id="d_1", data_provider="Dépan’tek"))

    assert printed(provider="Dépan’tek")["records"] == 1


def test_without_a_known_outcome_there_is_no_rate():
    make_record(outcome=Outcome.UNKNOWN)

    assert statistics().repair_rate is None


def test_only_what_was_repaired_counts():
    make_broken(barrier=Barrier.WORN_OUT)

    assert (impact().covered, impact().weight_grams) == (0, 0)


def test_another_electrical_object_counts_by_its_weight():
    make_record(category=Category.MISC, weight_grams=2000)

    assert impact().weight_kg == Decimal(2)
    assert impact().co2e_kg == Decimal("32.067")  # 2 × 32.06679233 × 0.5


def test_another_electrical_object_without_a_weight_covers_nothing():
    make_record(category=Category.MISC)

    assert (impact().fixed, impact().covered) == (1, 0)


def test_an_object_without_power_counts_by_its_weight():
    make_record(category=Category.TEXTILE, weight_grams=1000)

    assert impact().co2e_kg == Decimal("8.851")  # 17.70147059 × 0.5


def test_an_object_without_power_that_was_not_weighed_counts_by_its_kind():
    make_record(category=Category.TEXTILE)

    assert impact().weight_kg == Decimal("0.75")


def test_a_laptop_counts_once_its_size_is_known():
    make_record(category=Category.LAPTOP)
    make_record(category=Category.LAPTOP, size=Size.LAPTOP_MEDIUM)

    assert (impact().covered, impact().weight_kg) == (1, Decimal("1.83"))


def test_eight_categories_of_the_standard_have_no_single_factor():
    without = {each for each in categories_without_factor(get_factors()) if each.is_powered}

    assert without == {
        Category.BATTERY,
        Category.FLAT_SCREEN,
        Category.LAPTOP,
        Category.LARGE_HOME_ELECTRICAL,
        Category.MISC,
        Category.SMALL_HOME_ELECTRICAL,
        Category.FOOD_PROCESSOR,
        Category.HAIR_DRYER,
    }


def test_the_counts_kept_ready_say_exactly_the_same():
    import_toronto()

    assert make_statistics(kept_counts(), get_factors()) == statistics()


def test_counts_that_drifted_are_seen_and_made_anew():
    import_toronto()
    KindTotal.objects.filter(category=Category.LAMP).update(records=0)
    assert drift() > 0

    call_command("rebuild_repair_totals", stdout=io.StringIO())

    assert drift() == 0


def test_records_written_behind_the_services_are_drift():
    make_record()

    assert drift() > 0


def test_a_new_set_of_factors_changes_what_is_counted_now():
    make_record()
    new_set()

    assert impact().factor_set == "revision-2030"
    assert impact().weight_kg == 1000


def test_a_new_set_of_factors_leaves_a_published_total_as_it_was():
    make_record()
    rebuild_totals()
    before = publish_total(2026)
    new_set()

    after = publish_total(2026)
    assert after == before
    assert (after.weight_grams, after.factor_set.slug) == (1470, "restart-2021")
