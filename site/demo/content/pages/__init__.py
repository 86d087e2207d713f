"""The pages of text, parents before children."""

from __future__ import annotations

from .bootic import BOOTIC, CALL
from .collective import ACTIONS, COLLECTIVE, ISSUES, LANGUAGES, OBJECTIVES

PAGES = (COLLECTIVE, ISSUES, OBJECTIVES, ACTIONS, BOOTIC, CALL, LANGUAGES)
