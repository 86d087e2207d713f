"""What charts draw: the right lengths, and every number in words and in a table."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.template import engines

from maillage.figures.charts import bar_chart, line_chart, share_chart

BARS = [("Ordinateur", 128), ("Grille-pain", 32), ("Aspirateur", 0)]


def bars(values=None):
    return bar_chart(
        "Les objets", values or BARS, description="Surtout des ordinateurs.", columns=("Objet", "Fiches")
    )


def lines():
    return line_chart(
        "Par année",
        ["2023", "2024", "2025"],
        [("Apportés", [40, 120, 232]), ("Réparés", [20, 60, 141])],
        description="Toujours plus.",
        columns=("Année", "Apportés", "Réparés"),
    )


def shares():
    return share_chart(
        "Ce qu’ils deviennent",
        [("Réparé", 60), ("Réparable", 25), ("Irréparable", 15)],
        description="Six sur dix repartent réparés.",
        columns=("Issue", "Fiches", "Part"),
    )


def drawn(chart, **context):
    template = engines["django"].from_string("{% load figures %}{% chart drawing csv_url=csv %}")
    return template.render({"drawing": chart, "csv": "", **context})


def svg(chart):
    drawing = re.search(r"<svg role=.*?</svg>\s*(?=<ul|<details)", drawn(chart), re.DOTALL)[0]
    return ET.fromstring(drawing)  # noqa: S314 - our own markup


def test_the_longest_bar_fills_the_width_and_the_others_keep_proportion():
    assert [mark.reach for mark in bars().marks] == ["100", "25", "0"]


def test_bars_of_nothing_have_no_length():
    assert [mark.reach for mark in bars([("Rien", 0)]).marks] == ["0"]


def test_shares_follow_each_other_and_fill_the_bar():
    assert [(mark.start, mark.reach) for mark in shares().marks] == [("0", "60"), ("60", "25"), ("85", "15")]


def test_the_table_of_a_share_says_percents():
    assert shares().rows[1] == ("Réparable", "25", "25\N{NO-BREAK SPACE}%")


def test_a_line_starts_at_the_left_and_ends_at_the_right():
    _name, _tint, points = lines().lines[0]

    assert [point.partition(",")[0] for point in points.split()] == ["0", "50", "100"]


def test_a_line_is_drawn_on_a_round_scale_that_begins_at_zero():
    chart = lines()
    _name, _tint, points = chart.lines[0]

    assert [words for _down, words in chart.grid] == ["", "150", "300"]
    assert points.split()[1] == "50,60"


@pytest.mark.parametrize("make", [bars, shares, lines])
def test_the_drawing_is_named_and_described_for_a_screen_reader(make):
    chart = make()
    page = drawn(chart)
    names = svg(chart).attrib["aria-labelledby"].split()

    assert svg(chart).attrib["role"] == "img"
    assert all(f'id="{name}"' in page for name in names)
    assert chart.title in page
    assert chart.description in page


@pytest.mark.parametrize("make", [bars, shares, lines])
def test_every_number_is_in_a_table_with_headers(make):
    page = drawn(make())

    assert page.count('<th scope="col">') == len(make().columns)
    assert page.count('<th scope="row">') == len(make().rows)


@pytest.mark.parametrize("make", [bars, shares, lines])
def test_a_chart_is_drawn_the_same_each_time(make):
    assert drawn(make()) == drawn(make())


def test_a_label_from_people_is_escaped():
    page = drawn(bars([("<script>", 1)]))

    assert "<script>" not in page


def test_the_file_of_the_numbers_is_offered_when_there_is_one():
    assert "/chiffres.csv" in drawn(bars(), csv="/chiffres.csv")
    assert "CSV" not in drawn(bars())


def test_numbers_are_written_the_french_way():
    chart = bars([("Poids", Decimal("1234.50"))])

    assert chart.marks[0].words.replace("\u202f", " ").replace("\xa0", " ") == "1 234,5"
