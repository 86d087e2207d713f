"""The blocks that editors write with: each draws itself, explains itself and refuses dead ends."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.blocks import Block
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from home.blocks import BodyBlock, KeyMessageBlock, LinkBlock
from home.blocks.reading import TEXT_FEATURES
from tests.home.factories import make_page, make_site

BLOCKS: dict[str, Block] = {**BodyBlock().child_blocks, "key_message": KeyMessageBlock()}

# What each block must show of the value that editors see in its preview.
SHOWN = {
    "paragraph": "Personne n’est trop débutant",
    "questions": "Non, nous en prêtons",
    "key_figures": "environ 50",
    "bring_list": "Votre ordinateur et son chargeur",
    "directions": "3 rue du Port",
    "notice": "La salle change",
    "do_dont": "Ne donnez jamais votre code",
    "call_to_action": 'href="/agenda/"',
    "key_message": "Réparer au lieu de jeter",
}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_block_shows_what_was_written_in_it(name: str) -> None:
    block = BLOCKS[name]

    assert SHOWN[name] in block.render(block.get_preview_value())


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_block_tells_editors_what_it_is_for(name: str) -> None:
    meta = BLOCKS[name].meta

    assert BLOCKS[name].label
    assert meta.description
    assert meta.icon != "placeholder"


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_block_has_a_preview(name: str) -> None:
    assert BLOCKS[name].is_previewable


@pytest.mark.django_db
def test_a_picture_says_what_it_shows(client: Client) -> None:
    image = Image.objects.create(title="photo", file=get_test_image_file())
    value = {
        "picture": {"image": image.pk, "alt_text": "Six personnes autour d’une table"},
        "caption": "Redon",
    }
    make_page(make_site(), ("picture", value))

    html = client.get("/cafe-reparation/").content.decode()

    assert 'alt="Six personnes autour d’une table"' in html
    assert "Redon" in html


def test_text_offers_no_main_title() -> None:
    assert "h1" not in TEXT_FEATURES


def test_what_an_editor_types_is_never_markup() -> None:
    block = BLOCKS["notice"]
    value = block.to_python({"level": "info", "title": "<script>", "text": "<b>gras</b>"})

    html = block.render(value)

    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("words", ["ici", "Cliquez ici", "En savoir plus…", "lire la suite »", "  "])
def test_a_button_whose_words_say_nothing_is_refused(words: str) -> None:
    block = LinkBlock()

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"words": words, "address": "/agenda/"}))


def test_a_link_inside_text_must_say_where_it_leads() -> None:
    block = BLOCKS["paragraph"]
    value = block.to_python('<p>Pour venir, <a href="/agenda/">cliquez ici</a>.</p>')

    with pytest.raises(ValidationError, match="ne dit pas où mène le lien"):
        block.clean(value)


def test_a_link_that_says_where_it_leads_is_accepted() -> None:
    block = BLOCKS["paragraph"]
    value = block.to_python('<p><a href="/agenda/">Voir les dates de mars</a></p>')

    assert block.clean(value).source == value.source


@pytest.mark.parametrize("address", ["", "agenda", "javascript:alert(1)"])
def test_a_button_must_lead_somewhere(address: str) -> None:
    block = LinkBlock()

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"words": "Voir les dates", "address": address}))


@pytest.mark.django_db
def test_a_button_to_a_page_follows_the_page() -> None:
    page = make_page(make_site())
    block = LinkBlock()

    html = block.render(block.to_python({"words": "Venir au café", "page": page.pk, "address": ""}))

    assert 'href="/cafe-reparation/"' in html
