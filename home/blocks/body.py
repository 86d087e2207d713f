"""The body of a page: the blocks in the order that editors meet them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .links import LinkBlock
from .practical import BringListBlock, DirectionsBlock, DoDontBlock, NoticeBlock
from .reading import KeyFiguresBlock, ParagraphBlock, PictureBlock, QuestionsBlock


class BodyBlock(blocks.StreamBlock):
    """Nine blocks, in three groups."""

    paragraph = ParagraphBlock(group=_("To read"))
    picture = PictureBlock(group=_("To read"))
    questions = QuestionsBlock(group=_("To read"))
    key_figures = KeyFiguresBlock(group=_("To read"))
    bring_list = BringListBlock(group=_("Practical"))
    directions = DirectionsBlock(group=_("Practical"))
    notice = NoticeBlock(group=_("To notice"))
    do_dont = DoDontBlock(group=_("To notice"))
    call_to_action = LinkBlock(group=_("To notice"))
