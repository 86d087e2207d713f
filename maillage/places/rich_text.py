"""What organisations add to Wagtail's editor: passages in another language, kept as `<span lang="…">`.

A screen reader then says them with the right voice (WCAG 2.2, 3.1.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

from maillage.places.languages import LANGUAGES

if TYPE_CHECKING:
    from wagtail.rich_text.feature_registry import FeatureRegistry


def register_languages(features: FeatureRegistry) -> None:
    """Give the editor a button for each language; a field shows those that its `features` name."""
    for language in LANGUAGES:
        style = f"LANGUAGE_{language.feature.upper()}"
        control = {"type": style, "label": language.label, "description": language.description}
        features.register_editor_plugin("draftail", language.feature, InlineStyleFeature(control))
        marked = {"element": "span", "props": {"lang": language.tag}}
        features.register_converter_rule(
            "contentstate",
            language.feature,
            {
                "from_database_format": {f'span[lang="{language.tag}"]': InlineStyleElementHandler(style)},
                "to_database_format": {"style_map": {style: marked}},
            },
        )
