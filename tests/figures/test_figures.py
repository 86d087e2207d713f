"""Key figures: their words, their wholes and parts, what plugins compute."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail import hooks

from maillage.figures.models import Figure, Precision, in_words
from maillage.figures.providers import ComputedFigure, FigureProvider, Scope, compute_figures
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1), date(2026, 6, 30)


@pytest.fixture
def organization():
    return make_organization()


@pytest.fixture
def make(organization):
    def _make(label="visiteurs", value=261, **fields):
        return Figure.objects.create(
            organization=organization,
            label=label,
            value=value,
            period_start=JUNE[0],
            period_end=JUNE[1],
            source="feuilles de comptage",
            **fields,
        )

    return _make


@pytest.fixture
def editor(client, organization):
    client.force_login(make_editor(organization))
    return client


@pytest.mark.parametrize(
    ("value", "unit", "about", "words"),
    [
        (261, "", False, "261"),
        (50, "", True, "environ 50"),
        (Decimal("2800.00"), "€", False, "2 800 €"),
        (Decimal("2.50"), "kg", False, "2,5 kg"),
    ],
)
def test_a_number_is_written_as_people_read_it(value, unit, about, words):
    written = in_words(value, unit, about=about)

    assert written.replace("\u202f", " ").replace("\xa0", " ") == words


def test_a_period_cannot_end_before_it_begins(make):
    figure = make()
    figure.period_start, figure.period_end = JUNE[1], JUNE[0]

    with pytest.raises(ValidationError, match="après le premier"):
        figure.clean()


def test_a_figure_is_no_part_of_itself(make):
    figure = make()
    figure.part_of = figure

    with pytest.raises(ValidationError, match="lui-même"):
        figure.clean()


def test_parts_that_exceed_the_whole_are_found_and_left_as_they_are(make):
    whole = make(value=134)
    make("Allaire", 80, part_of=whole)
    make("Redon", 63, part_of=whole)
    make("heures", 900, unit="h", part_of=whole)

    assert list(Figure.objects.whose_parts_disagree()) == [whole]


def test_parts_that_fit_are_not_found(make):
    whole = make()
    make("au café réparation", 50, precision=Precision.ABOUT, part_of=whole)

    assert not Figure.objects.whose_parts_disagree().exists()


def test_every_plugin_is_asked_for_the_same_scope():
    asked = []

    def compute(scope):
        asked.append(scope)
        return [ComputedFigure("repairs", "objets réparés", 141)]

    scope = Scope(*JUNE)
    provider = FigureProvider("repair", "Réparations", compute)
    with hooks.register_temporarily("register_figure_providers", lambda: [provider]):
        figures = compute_figures(scope)

    assert "141" in [figure.value_in_words for figure in figures]
    assert asked == [scope]


def test_an_editor_types_a_figure_for_their_organisation(editor, organization):
    data = {
        "organization": organization.pk,
        "label": "visiteurs",
        "value": "261",
        "precision": "exact",
        "period_start": "2026-06-01",
        "period_end": "2026-06-30",
        "source": "feuilles de comptage",
    }
    editor.post(reverse("network_figures:add"), data)

    assert str(Figure.objects.get()) == "visiteurs: 261"


def test_the_list_warns_of_parts_that_exceed_the_whole(editor, make):
    whole = make(value=10)
    make("à Redon", 11, part_of=whole)

    assert "vérifiez les nombres" in editor.get(reverse("network_figures:index")).content.decode()


def test_a_computed_figure_is_not_typed_over(editor, make):
    figure = make(computed_by="repair")
    answer = editor.get(reverse("network_figures:edit", args=[figure.pk]))

    assert answer.status_code == 302


def test_another_association_finds_nothing_of_a_figure(client, make):
    figure = make()
    client.force_login(make_editor(make_organization("Clic n’Puces")))

    assert client.get(reverse("network_figures:edit", args=[figure.pk])).status_code == 404
    assert "visiteurs" not in client.get(reverse("network_figures:index")).content.decode()
