"""Blocks that lead somewhere: the call to action, the message of the home page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ..validators import validate_link_words


class LinkValue(blocks.StructValue):
    """The value of a link: its words and where it leads."""

    @property
    def url(self) -> str:
        """The path of the page, or the address typed; empty while the block is unfinished."""
        page = self.get("page")
        return (page.url or "") if page else self.get("address", "")


class LinkBlock(blocks.StructBlock):
    """Words, and a page of the site or an address."""

    words = blocks.CharBlock(
        label=_("Words of the link"),
        max_length=60,
        validators=[validate_link_words],
        help_text=_("Begin with a verb. For example: see the dates."),
    )
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("Choose a page of this site, or type an address below.")
    )
    address = blocks.RegexBlock(
        regex=r"^(/|https://|http://|tel:|mailto:)\S+$",
        label=_("Address"),
        required=False,
        error_messages={"invalid": _("Type an address that begins with / or with https://.")},
        help_text=_("Only if you chose no page. For example: https://www.example.org."),
    )

    class Meta:
        icon = "link"
        label = _("Call to action")
        description = _("A button that leads to a page.")
        template = "home/blocks/link.html"
        value_class = LinkValue
        preview_value = {"words": "Voir les dates", "address": "/agenda/"}

    def clean(self, value: Any) -> Any:
        """Refuse a link that leads nowhere, or to two things."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            message = ValidationError(_("Choose a page or type an address: one of the two."))
            raise StructBlockValidationError(block_errors={"page": message})
        return cleaned


class KeyMessageBlock(LinkBlock):
    """One thing that the network does, on the home page."""

    activity = blocks.ChoiceBlock(
        label=_("Activity"),
        choices=[
            ("workshop", _("Learn")),
            ("repair", _("Repair")),
            ("equipment", _("Get equipped")),
            ("event", _("Meet")),
        ],
        help_text=_("It gives the card its colour and its shape."),
    )
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=60,
        help_text=_("What people can do here. For example: repair a toaster together."),
    )
    text = blocks.CharBlock(
        label=_("One sentence"),
        max_length=160,
        help_text=_("For example: volunteers look at your device with you, for free."),
    )

    class Meta:
        icon = "pick"
        label = _("Key message")
        description = _("A card of the home page: what people can do, and where to begin.")
        template = "home/blocks/key_message.html"
        preview_template = "home/blocks/key_message_preview.html"
        preview_value = {
            "activity": "repair",
            "title": "Réparer au lieu de jeter",
            "text": "Des bénévoles regardent votre appareil avec vous.",
            "words": "Voir les cafés réparation",
            "address": "/agenda/",
        }
