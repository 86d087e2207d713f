"""The small set of blocks that editors write pages with."""

from .body import BodyBlock
from .links import KeyMessageBlock, LinkBlock

__all__ = ["BodyBlock", "KeyMessageBlock", "LinkBlock"]
