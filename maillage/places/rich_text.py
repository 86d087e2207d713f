"""What organisations add to Wagtail's editor: passages in another language, kept as `<span lang>`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

if TYPE_CHECKING:
    from wagtail.rich_text.feature_registry import FeatureRegistry


@dataclass(frozen=True, slots=True)
class Language:
    """A language that editors can mark. `tag` is that of BCP 47, `label` what the button shows."""

    feature: str
    tag: str
    label: str
    description: Any


LANGUAGES = (
    Language("breton", "br", "BR", _("Passage in Breton")),
    Language("gallo", "fr-x-gallo", "GA", _("Passage in Gallo")),
    Language("occitan", "oc", "OC", _("Passage in Occitan")),
)
# What a rich text names among its `features` to have the buttons.
LANGUAGE_FEATURES = [language.feature for language in LANGUAGES]


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
