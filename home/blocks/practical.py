"""Blocks of practical information: what to bring, how to come, what to do and what not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class BringListBlock(blocks.StructBlock):
    """« À apporter »: a short list of things."""

    things = blocks.ListBlock(
        blocks.CharBlock(label=_("Thing"), max_length=120),
        label=_("Things to bring"),
        min_num=1,
        help_text=_("One thing a line. For example: your charger."),
    )

    class Meta:
        icon = "list-ul"
        label = _("To bring")
        description = _("The list of what people bring with them.")
        template = "home/blocks/bring_list.html"
        preview_value = {"things": ["Votre ordinateur et son chargeur", "Votre mot de passe"]}


class DirectionsBlock(blocks.StructBlock):
    """« Comment venir »: the address and the ways to reach it."""

    address = blocks.TextBlock(
        label=_("Address"), rows=3, help_text=_("Name of the place, street, postal code and commune.")
    )
    public_transport = blocks.CharBlock(
        label=_("Bus or train"),
        required=False,
        max_length=200,
        help_text=_("The line and the stop. For example: line 10, stop Mairie, 200 metres away."),
    )
    parking = blocks.CharBlock(
        label=_("Car park"),
        required=False,
        max_length=200,
        help_text=_("For example: free, behind the town hall."),
    )
    step_free = blocks.CharBlock(
        label=_("Wheelchairs and pushchairs"),
        required=False,
        max_length=200,
        help_text=_("Steps, slope, lift, toilets. For example: no step, the door is on the left."),
    )

    class Meta:
        icon = "site"
        label = _("How to come")
        description = _("The address, the bus, the car park, the steps.")
        template = "home/blocks/directions.html"
        preview_value = {
            "address": "Salle du Canal\n3 rue du Port\n35600 Redon",
            "public_transport": "Ligne 10, arrêt Mairie, à 200 mètres",
            "parking": "Gratuit, derrière la mairie",
            "step_free": "Pas de marche, la porte est à gauche",
        }


class NoticeBlock(blocks.StructBlock):
    """A framed message that must not be missed."""

    level = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Information")), ("warning", _("Warning"))],
        default="info",
        help_text=_("A warning is for what may spoil the visit. Keep it rare."),
    )
    title = blocks.CharBlock(
        label=_("Title"), max_length=80, help_text=_("For example: the room changes in May.")
    )
    text = blocks.TextBlock(label=_("Text"), rows=3, help_text=_("Two short sentences at most."))

    class Meta:
        icon = "warning"
        label = _("Notice or warning")
        description = _("A frame for what must not be missed.")
        template = "home/blocks/notice.html"
        preview_value = {
            "level": "warning",
            "title": "La salle change",
            "text": "En mai, venez à la mairie.",
        }


class DoDontBlock(blocks.StructBlock):
    """What to do, and what not to do."""

    do = blocks.ListBlock(
        blocks.CharBlock(label=_("Advice"), max_length=160),
        label=_("Do"),
        min_num=1,
        help_text=_("Begin with a verb. For example: hang up, then call your bank."),
    )
    dont = blocks.ListBlock(
        blocks.CharBlock(label=_("Advice"), max_length=160),
        label=_("Do not"),
        min_num=1,
        help_text=_("For example: never give your code on the phone."),
    )

    class Meta:
        icon = "check"
        label = _("Do, do not")
        description = _("Two lists side by side: good habits and mistakes.")
        template = "home/blocks/do_dont.html"
        preview_value = {
            "do": ["Raccrochez, puis appelez votre banque"],
            "dont": ["Ne donnez jamais votre code au téléphone"],
        }
