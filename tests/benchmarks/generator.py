"""Pages to find and their documents, the same ones each time, in the tens of thousands."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page

from search.database import text_index
from search.models import SearchDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 1_000
_VOCABULARY = """
atelier ordinateur tablette téléphone souris clavier écran imprimante réparation réparer vélo grille-pain
photo photos trier dossier fichier sauvegarder mot passe oublié courriel adresse internet navigateur recherche
impôts caf démarches emploi santé rendez-vous ligne formulaire signature compte bénévole soudure couture
logiciel libre système installation découverte débutant perfectionnement enfants seniors famille jeux vidéo
musique radio podcast montage dessin impression fablab découpe électronique robot programmation données vie
privée arnaque piratage sécurité réseau wifi box fibre câble batterie chargeur écouteurs casque appareil
"""
WORDS = _VOCABULARY.split()
COMMUNES = [
    ("redon", "35", 47.651, -2.084),
    ("allaire", "56", 47.637, -2.163),
    ("guemene-penfao", "44", 47.630, -1.831),
    ("rostrenen", "22", 48.236, -3.317),
    ("carhaix-plouguer", "29", 48.276, -3.573),
    ("pipriac", "35", 47.808, -1.946),
    ("questembert", "56", 47.661, -2.452),
    ("blain", "44", 47.477, -1.763),
    ("loudeac", "22", 48.178, -2.753),
    ("pontivy", "56", 48.068, -2.963),
    ("malestroit", "56", 47.810, -2.383),
    ("derval", "44", 47.667, -1.671),
]
ACTIVITIES = ["workshop", "repair", "equipment", "event"]


def make_documents(number: int) -> None:
    """Write `number` published pages and the document of each, straight into the database."""
    parent = Page.objects.get(depth=2)
    common = {
        "depth": 3,
        "live": True,
        "content_type": ContentType.objects.get_for_model(Page),
        "locale": Locale.objects.get(),
    }
    for first in range(1, number + 1, BATCH):
        numbers = range(first, min(first + BATCH, number + 1))
        pages = Page.objects.bulk_create(_page(parent, one, common) for one in numbers)
        documents = SearchDocument.objects.bulk_create(_document(page) for page in pages)
        text_index(connection.vendor).write(documents)
    Page.objects.filter(pk=parent.pk).update(numchild=number)


def _page(parent: Page, number: int, common: dict[str, Any]) -> Page:
    slug = f"page-{number}"
    title = " ".join(_words(random.Random(number), 4)).capitalize()
    path = Page._get_path(parent.path, 3, number)
    return Page(title=title, slug=slug, path=path, url_path=f"{parent.url_path}{slug}/", **common)


def _document(page: Page) -> SearchDocument:
    dice = random.Random(page.slug)
    return SearchDocument(
        key=f"page:{page.pk}",
        type="wagtailcore.page",
        title=page.title,
        url=f"/{page.slug}/",
        text=" ".join([page.title, *_words(dice, 80)]),
        excerpt=" ".join(_words(dice, 12)),
        facets={
            "activity": [dice.choice(ACTIVITIES)],
            "organization": [f"association-{dice.randrange(20)}"],
            "topic": dice.sample(["photos", "internet", "bureau", "jeux", "securite", "reseau"], 2),
            "price": [dice.choice(["free", "paid", "donation"])],
        },
        moments=list(_moments(dice)),
        digest=f"{page.pk:040d}",
    )


def _moments(dice: random.Random) -> Iterator[dict[str, Any]]:
    today = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    for _date in range(dice.randrange(5)):
        commune, department, latitude, longitude = dice.choice(COMMUNES)
        start: datetime = today + timedelta(days=dice.randrange(1, 120))
        yield {
            "start": start.isoformat(timespec="seconds"),
            "end": (start + timedelta(hours=2)).isoformat(timespec="seconds"),
            "words": f"{start:%d/%m}, {commune}",
            "place": commune.title(),
            "commune": commune,
            "department": department,
            "places_left": dice.choice(["yes", "no"]),
            "location": {"lat": latitude + dice.random() / 50, "lon": longitude + dice.random() / 50},
        }


def _words(dice: random.Random, number: int) -> list[str]:
    """Draw words as people write them: the first ones of the list far more often than the last."""
    return [WORDS[int(len(WORDS) * dice.random() ** 2)] for _word in range(number)]
