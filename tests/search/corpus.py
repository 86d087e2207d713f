"""What a network of the West publishes, in small: the documents on which the queries are tried."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from search.documents import keep
from search.envelope import Envelope
from search.models import Synonym

SYNONYMS = [
    "ordi, ordinateur, PC",
    "réparer, réparation, dépanner, dépannage",
    "box, routeur, modem",
    "Pôle emploi, France Travail",
    "portable, smartphone, téléphone",
    "st, saint",
    "ste, sainte",
    "pirater, piratage, arnaque, hameçonnage",
    "CAF, allocations familiales",
    "courriel, e-mail, mail, messagerie",
    "carte vitale, Assurance maladie, Ameli",
]

# Commune: département, latitude, longitude.
COMMUNES = {
    "Redon": ("35", 47.6517, -2.0842),
    "Saint-Nicolas-de-Redon": ("44", 47.6441, -2.0664),
    "Allaire": ("56", 47.6373, -2.1651),
    "Rostrenen": ("22", 48.2362, -3.3172),
}

# Title | text | commune | activity, the last two if there are some.
ROWS = """
Réparer son ordinateur | Apportez l’appareil en panne, on l’ouvre ensemble. | Redon | repair
Réparer un vélo | Freins, chaîne, pneus crevés. | Allaire | repair
Café réparation de Rostrenen | Grille-pain, lampes, ordinateurs. | Rostrenen | repair
Premiers pas avec un ordinateur | La souris, le clavier, les fenêtres. | Redon | workshop
Les tablettes, en douceur | Agrandir les lettres, écrire à ses proches. | Allaire | workshop
Prendre en main son téléphone | Appels, messages, photos. | Redon | workshop
Choisir un mot de passe | Un bon mot de passe est long. Que faire quand il est oublié ? | Redon
Déjouer les arnaques | Faux messages, piratage d’un compte, hameçonnage. | Saint-Nicolas-de-Redon
Mes démarches avec la CAF | Déclarer ses ressources, demander une aide au logement. | Redon
Déclarer ses impôts en ligne | Ouvrir son espace, corriger sa déclaration. | Redon
S’inscrire à France Travail | Chercher un emploi, écrire son CV. | Redon | workshop
Régler sa box | Le Wi-Fi ne marche plus : que vérifier ? | Allaire
Ma santé en ligne | La carte Vitale, le compte Ameli, prendre rendez-vous chez le médecin. | Redon
Trier ses photos | Ranger, sauvegarder, partager un album avec sa famille. | Redon | workshop
Coder un jeu en famille | Scratch, à partir de 8 ans. | Allaire | workshop
Logiciels libres | Installer Linux, LibreOffice, quitter Windows. | Redon | workshop
Ordinateurs d’occasion | Des machines remises en état, à partir de 80 €. | Redon | equipment
Donner un ordinateur | Vos vieux appareils trouvent une seconde vie. | Redon | equipment
La BooTIC de Noël | Une boutique éphémère, ses ateliers, ses partenaires. | Redon | event
Fête du numérique | Jeux, musique, robots. | Rostrenen | event
Médiathèque Jean-Michel-Bollé | Rue du Pont, en face de la gare. | Redon
Salle des fêtes, Saint-Nicolas-de-Redon | 44460 Saint-Nicolas-de-Redon. | Saint-Nicolas-de-Redon
Hangar aux Bidouilles, Redon | 12 quai des Gabares, 35600 Redon. | Redon
Les Mulots | Une association qui apprend à se servir d’un ordinateur. | Redon
La Vilaine Bidouille | Un fablab : imprimante 3D, découpe, électronique. | Redon
Mentions légales | Qui publie ce site, qui l’héberge.
Vie privée | Vos données, et comment les faire effacer.
Accessibilité | Ce site se lit avec un lecteur d’écran et au clavier.
Visioconférence pour débuter | Voir ses petits-enfants avec une caméra. | Allaire | workshop
Écrire un courriel | Ouvrir une boîte, joindre une pièce, répondre. | Redon | workshop
Imprimer et numériser | Brancher l’imprimante, numériser un papier. | Redon | workshop
Œuvres et cœurs brodés | Broder avec une machine numérique. | Rostrenen | workshop
Réunion du collectif | Chaque premier mardi du mois. | Redon
Permanence sans rendez-vous | Venez avec vos questions, aide gratuite. | Redon | workshop
"""


def make_corpus(*, with_synonyms: bool = True) -> list[int]:
    """Write the documents and the synonyms; return the primary keys of the documents."""
    if with_synonyms:
        Synonym.objects.bulk_create([Synonym(expressions=expressions) for expressions in SYNONYMS])
    rows = [[part.strip() for part in f"{row} | | ".split("|")[:4]] for row in ROWS.strip().splitlines()]
    return keep(
        make_envelope(
            f"test.row:{number}", title, text, commune, {"activity": [activity]} if activity else {}
        )
        for number, (title, text, commune, activity) in enumerate(rows, start=1)
    )


def make_envelope(
    key: str,
    title: str,
    text: str = "",
    commune: str = "",
    facets: dict[str, list[str]] | None = None,
    **more: Any,
) -> Envelope:
    """An envelope with a mere place for a moment, if it has a commune; `more` replaces anything of it."""
    said = {
        "key": key,
        "type": "wagtailcore.page",
        "title": title,
        "url": "/",
        "text": text,
        "facets": facets or {},
        "moments": [moment(commune)] if commune else [],
    }
    return Envelope(**{**said, **more})


def moment(commune: str, in_days: float | None = None, *, places_left: bool = True) -> dict[str, Any]:
    """A moment of two hours, `in_days` from now, in one of the communes; a mere place without days."""
    department, latitude, longitude = COMMUNES[commune]
    dates: dict[str, Any] = {"start": None, "end": None, "words": "", "places_left": None}
    if in_days is not None:
        start = timezone.now().astimezone(dt.UTC) + dt.timedelta(days=in_days)
        end = start + dt.timedelta(hours=2)
        dates = {
            "start": start.isoformat(timespec="seconds"),
            "end": end.isoformat(timespec="seconds"),
            "words": f"dans {in_days} jours",
            "places_left": "yes" if places_left else "no",
        }
    return {
        **dates,
        "place": commune,
        "commune": commune.lower(),
        "department": department,
        "location": {"lat": latitude, "lon": longitude},
    }
