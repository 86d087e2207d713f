"""Find, in the database of a site, texts that are still the English of our code."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import CharField, Field, JSONField, TextField

from tests.support.paths import ROOT_DIR

VARIABLE = re.compile(r"%\(\w+\)[sd]|%[sd]")
# What programs keep for themselves: nobody reads it on a screen.
KEPT_BY_PROGRAMS = {
    "contenttypes.ContentType",
    "sessions.Session",
    "wagtailcore.ReferenceIndex",
    "django_tasks_database.DBTaskResult",
}
# The names of Django's own permissions, which Wagtail shows as boxes to tick, without them.
DJANGO_PERMISSION = re.compile("Can (add|change|delete|view) ")
LETTER = re.compile(r"[^\W\d]")
# Of a template such as « Editors — %(name)s », what has to be written out for it to be told from any text.
LETTERS_OF_A_TEMPLATE = 6


def english_stored_in(path: Path) -> list[str]:
    """Return « table.column: text » for each stored text that a catalogue of ours has in French."""
    exact, templates = _english()
    found = []
    for field, text in _stored_texts(path):
        if DJANGO_PERMISSION.match(text) or not LETTER.search(text):
            continue
        if text in exact or any(template.fullmatch(text) for template in templates):
            found.append(f"{field.model._meta.db_table}.{field.column}: {text}")
    return sorted(set(found))


def _english() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return the msgids whose French is another text: those to find as they are, and those with a variable.

    A word in small letters may be a code (« refused »): it is looked for when it is an address.
    """
    exact, templates = set(), []
    for po in ROOT_DIR.glob("*/**/locale/fr/LC_MESSAGES/django.po"):
        if po.relative_to(ROOT_DIR).parts[0] in {".venv", ".cache"}:
            continue
        with po.open("rb") as source:
            for message in read_po(source, locale="fr"):
                english = message.id if isinstance(message.id, str) else message.id[0]
                if not english or english == message.string:
                    continue
                letters = len(re.sub(r"\W", "", VARIABLE.sub("", english)))
                if VARIABLE.search(english):
                    if letters >= LETTERS_OF_A_TEMPLATE:
                        parts = map(re.escape, VARIABLE.split(english))
                        templates.append(re.compile(".+".join(parts)))
                elif not english.islower() or "-" in english or " " in english:
                    exact.add(english)
    return exact, templates


def _stored_texts(path: Path) -> Iterator[tuple[Field, str]]:
    """Yield every text of every row, with its field; those that are codes of a list are left out."""
    with closing(sqlite3.connect(path)) as database:
        for model in apps.get_models():
            if model._meta.label in KEPT_BY_PROGRAMS:
                continue
            for field in model._meta.local_concrete_fields:
                if isinstance(field, CharField | TextField | JSONField) and not field.choices:
                    table, column = model._meta.db_table, field.column
                    for (value,) in database.execute(f'SELECT DISTINCT "{column}" FROM "{table}"'):
                        yield from ((field, text) for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a stored value: its own, those inside of JSON, those between the tags of markup."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
    elif isinstance(value, str) and value.startswith(("[", "{")):
        with suppress(json.JSONDecodeError):
            yield from _texts(json.loads(value))
    elif isinstance(value, str):
        yield from filter(None, map(str.strip, re.split("<[^>]*>", value)))
