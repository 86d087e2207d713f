"""Passages in another language: marked by a button, kept as the language they are in."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from maillage.places.languages import LANGUAGE_FEATURES, LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.feature)
def test_a_marked_passage_survives_the_editor(language):
    html = f'<p data-block-key="a">On dit <span lang="{language.tag}">Degemer mat</span> ici.</p>'
    converter = ContentstateConverter(features=LANGUAGE_FEATURES)

    assert converter.to_database_format(converter.from_database_format(html)) == html
    assert f'<span lang="{language.tag}">' in expand_db_html(html)


def test_a_field_without_the_buttons_keeps_no_mark():
    converter = ContentstateConverter(features=["bold"])
    state = json.loads(converter.from_database_format('<p>Un <span lang="br">Degemer mat</span></p>'))

    assert state["blocks"][0]["inlineStyleRanges"] == []


def test_only_the_languages_of_the_list_are_kept():
    converter = ContentstateConverter(features=LANGUAGE_FEATURES)
    state = converter.from_database_format('<p><span lang="x" onclick="boum()">Oh</span></p>')

    assert "onclick" not in converter.to_database_format(state)
