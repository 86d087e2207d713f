"""Every string that a person may see has its French, and one alone."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from tests.support.paths import ROOT_DIR


@pytest.mark.gettext
def test_no_string_lacks_its_french():
    done = subprocess.run(
        [sys.executable, "scripts/check_messages.py"],
        cwd=ROOT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def check(monkeypatch):
    """The script that `make lint` runs."""
    monkeypatch.syspath_prepend(ROOT_DIR / "scripts")
    return importlib.import_module("check_messages")


def _catalogue(folder: Path, app: str, *entries: tuple[str | None, str, str], compiled: bool = False) -> Path:
    """Write a catalogue of an app with entries (context, msgid, msgstr), and return it."""
    catalogue = Catalog(locale="fr")
    for context, msgid, msgstr in entries:
        catalogue.add(msgid, msgstr, context=context)
    path = folder / app / "locale" / "fr" / "LC_MESSAGES" / ("django.mo" if compiled else "django.po")
    path.parent.mkdir(parents=True)
    with path.open("wb") as target:
        (write_mo if compiled else write_po)(target, catalogue)
    return path


@pytest.mark.parametrize(
    ("first", "second", "disputed"),
    [
        ((None, "Places", "Places"), (None, "Places", "Lieux"), True),
        ((None, "Places", "Lieux"), (None, "Places", "Lieux"), False),
        (("seats", "Places", "Places"), (None, "Places", "Lieux"), False),
        (("seats", "Places", "Places"), ("seats", "Places", "Sièges"), True),
        # A space that breaks and one that does not are two translations.
        ((None, "Phone: %(n)s", "Téléphone : %(n)s"), (None, "Phone: %(n)s", "Téléphone\xa0: %(n)s"), True),
        ((None, "place", "place"), (None, "Place", "Lieu"), False),
    ],
)
def test_a_string_with_two_translations_among_ours_is_refused(check, tmp_path, first, second, disputed):
    ours = [_catalogue(tmp_path, "bookings", first), _catalogue(tmp_path, "places", second)]

    lines = check.disputed_entries(ours)

    assert bool(lines) is disputed
    assert all("bookings" in line and "places" in line and first[2] in line for line in lines)


@pytest.mark.parametrize(
    ("entry", "theirs", "changes"),
    [
        ((None, "Tag", "Numéro"), [(None, "Tag", "Mot-clé")], True),
        (("a machine", "Tag", "Numéro"), [(None, "Tag", "Mot-clé")], False),
        ((None, "Search", "Rechercher"), [(None, "Search", "Rechercher")], False),
        # The first of them wins: what the second one says is never shown.
        (
            (None, "Search", "Rechercher"),
            [(None, "Search", "Rechercher"), (None, "Search", "Recherche")],
            False,
        ),
        (
            (None, "Search", "Recherche"),
            [(None, "Search", "Rechercher"), (None, "Search", "Recherche")],
            True,
        ),
        ((None, "Machine", "Machine"), [(None, "Tag", "Mot-clé")], False),
    ],
)
def test_a_string_of_ours_that_changes_another_package_is_refused(check, tmp_path, entry, theirs, changes):
    ours = _catalogue(tmp_path, "equipment", entry)
    foreign = [
        _catalogue(tmp_path, f"package{rank}", each, compiled=True) for rank, each in enumerate(theirs)
    ]

    lines = check.overriding_entries([ours], foreign)

    assert bool(lines) is changes
    assert all("equipment" in line and entry[1] in line and "package0" in line for line in lines)


def test_wagtail_and_django_are_among_those_that_we_leave_alone(check):
    names = {path.parts[-5] for path in check.foreign_catalogues()}

    assert {"admin", "images", "conf", "auth"} <= names
    assert not names & {"home", "equipment", "bookings"}
