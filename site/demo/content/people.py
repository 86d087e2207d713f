"""The people who register: a first name and an initial, nobody in particular."""

from __future__ import annotations

NAMES = (
    "Annick L.", "Yann G.", "Fatou D.", "Marcel B.", "Solenn R.", "José M.", "Odile T.", "Malo C.",
    "Inès K.", "Denise P.", "Erwan H.", "Rozenn J.", "Samir A.", "Monique V.", "Théo S.", "Gisèle F.",
    "Lena O.", "Armel N.", "Paulette E.", "Ahmed Z.", "Nolwenn Q.", "Bernard I.", "Lucie W.", "Tugdual Y.",
)  # fmt: skip

EMAIL_DOMAIN = "maison.example"
# The ten thousand numbers that the regulator keeps for fiction begin like this.
MOBILE_START = "06 39 98"
