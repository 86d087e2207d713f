"""The twelve workshops, by who organises them."""

from __future__ import annotations

from .data_protection import DATA_PROTECTION
from .equipment import EQUIPMENT
from .fablab import FABLAB
from .learning import LEARNING
from .young import YOUNG

WORKSHOPS = (*LEARNING, *EQUIPMENT, *FABLAB, *YOUNG, *DATA_PROTECTION)
