"""What helps people find: words that mean the same, and what the team puts first."""

from __future__ import annotations

SYNONYMS = (
    "ordi, ordinateur, PC",
    "réparer, réparation, dépanner, dépannage",
    "portable, smartphone, téléphone, mobile",
    "box, routeur, modem",
    "courriel, e-mail, mail, messagerie",
    "Pôle emploi, France Travail",
    "CAF, allocations familiales",
    "papiers, démarches, administratif",
    "pirater, piratage, arnaque, hameçonnage",
    "lent, ralenti, rame",
    "st, saint",
    "ste, sainte",
)

# What is typed, and the key of the page of the demo that comes first.
BEST_BETS = (
    ("réparation", "workshop:clean-computer"),
    ("impôts", "workshop:papers"),
)
