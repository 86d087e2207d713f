"""Blocks to read: text, picture, figures, questions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from home.validators import validate_links_of_html
from maillage.places.languages import LANGUAGE_FEATURES

# No h1: the page's title is the only one.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "document-link", "ul", "ol", *LANGUAGE_FEATURES]


class ParagraphBlock(blocks.RichTextBlock):
    """Text with subtitles, lists and links."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("features", TEXT_FEATURES)
        super().__init__(**options)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, subtitles, lists and links.")
        template = "home/blocks/paragraph.html"
        preview_value = (
            "<h2>Venir la première fois</h2><p>On commence par un café. Personne n’est trop débutant.</p>"
        )

    def clean(self, value: RichText) -> RichText:
        """Refuse links whose words say nothing, such as « cliquez ici »."""
        cleaned = super().clean(value)
        validate_links_of_html(cleaned.source)
        return cleaned


class PictureBlock(blocks.StructBlock):
    """A picture, what it shows in words, and its caption."""

    picture = ImageBlock(
        label=_("Picture"),
        help_text=_("Say what the picture shows: some visitors cannot see it."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=200,
        help_text=_("Who, where, and whose picture it is."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with its description and its caption.")
        template = "home/blocks/picture.html"
        preview_template = "home/blocks/picture_preview.html"
        preview_value = {"caption": "L’atelier du mardi, à Redon"}


class FigureBlock(blocks.StructBlock):
    """A number and the words that explain it."""

    value = blocks.CharBlock(
        label=_("Figure"), max_length=20, help_text=_("As you say it. For example: about 50.")
    )
    words = blocks.CharBlock(
        label=_("What it counts"), max_length=120, help_text=_("For example: visitors of the repair café.")
    )


class KeyFiguresBlock(blocks.StructBlock):
    """Three to six numbers, and where they come from."""

    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=1, max_num=6)
    source = blocks.CharBlock(
        label=_("Source"),
        max_length=200,
        help_text=_("Who counted, and when. For example: count of the volunteers, December 2015."),
    )

    class Meta:
        icon = "order"
        label = _("Key figures")
        description = _("A few numbers in large letters, with their source.")
        template = "home/blocks/key_figures.html"
        preview_value = {
            "figures": [
                {"value": "261", "words": "visiteurs"},
                {"value": "environ 50", "words": "personnes au café réparation"},
            ],
            "source": "comptage des bénévoles",
        }


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(
        label=_("Question"), max_length=160, help_text=_("For example: must I bring my computer?")
    )
    answer = ParagraphBlock(label=_("Answer"), features=["bold", "italic", "link", "ul"])


class QuestionsBlock(blocks.StructBlock):
    """Questions that open on their answers."""

    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions that open on their answers.")
        template = "home/blocks/questions.html"
        preview_value = {
            "questions": [
                {
                    "question": "Faut-il apporter son ordinateur ?",
                    "answer": "<p>Non, nous en prêtons.</p>",
                }
            ]
        }
