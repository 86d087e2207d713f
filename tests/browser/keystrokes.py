"""How long something takes a person, estimated from what their thumbs do: the keystroke-level model.

S. K. Card, T. P. Moran and A. Newell, « The keystroke-level model for user performance time with
interactive systems », Communications of the ACM 23 (7), 1980, pages 396 to 410. Its operators, in seconds:

- M, 1.35: make up one's mind before something is typed or pressed, or read what came of it;
- P, 1.10: point at something, here with a thumb; a swipe that brings it into view counts as another;
- H, 0.40: bring the hands from pointing to typing, and back;
- K, 0.50: press a key. The paper's average typist takes 0.28; a keyboard of glass is slower, so this
  is the paper's figure for somebody who types random letters.

What the site takes to answer (R) depends on the network, and is not part of the estimate.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import Locator

# What is left of a phone's screen above its keyboard.
ABOVE_KEYBOARD = 0.55
SECONDS = {"M": 1.35, "P": 1.10, "H": 0.40, "K": 0.50}


@dataclass
class Thumbs:
    """The thumbs of somebody who holds a phone; `operators` counts what they did."""

    operators: Counter[str] = field(default_factory=Counter)
    fields: int = 0
    keyboard_is_open: bool = False

    @property
    def seconds(self) -> float:
        """What the model says that it took."""
        return sum(SECONDS[operator] * count for operator, count in self.operators.items())

    def tap(self, target: Locator) -> None:
        """Make up one's mind, bring the target into view if it is not, and press it."""
        self.operators["M"] += 1
        self._point(target)

    def choose(self, target: Locator) -> None:
        """Answer a question by one tap."""
        self.fields += 1
        self.tap(target)

    def type(self, target: Locator, words: str) -> None:
        """Press a field, then its keys one by one: no word is suggested or finished."""
        self.fields += 1
        self.tap(target)
        target.press_sequentially(words)
        self.operators.update({"H": 2, "K": len(words)})
        self.keyboard_is_open = True

    def read(self, target: Locator) -> str:
        """Read what the phone answers."""
        target.wait_for()
        self.operators["M"] += 1
        self._bring_into_view(target)
        return target.inner_text()

    def _point(self, target: Locator) -> None:
        self._bring_into_view(target)
        target.tap()
        self.operators["P"] += 1

    def _bring_into_view(self, target: Locator) -> None:
        """Swipe once when the middle of the target is off the screen, or under the keyboard."""
        box, screen = target.bounding_box(), target.page.viewport_size
        assert box is not None
        assert screen is not None
        seen = screen["height"] * (ABOVE_KEYBOARD if self.keyboard_is_open else 1)
        if not 0 <= box["y"] + box["height"] / 2 <= seen:
            target.scroll_into_view_if_needed()
            self.operators["P"] += 1
        self.keyboard_is_open = False
