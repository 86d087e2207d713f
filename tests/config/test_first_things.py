"""Before Django is set up: translations that can be read, or a sentence that says what to do."""

import pytest

from config import first_things


class _Messages:
    """What scripts/messages.py offers, on a machine where nothing may be written."""

    def __init__(self, catalogues):
        self.catalogues = lambda: catalogues

    def compile_all(self):
        raise PermissionError(13, "Permission denied", "home/locale/fr/LC_MESSAGES/django.mo")


@pytest.fixture
def read_only(monkeypatch, tmp_path):
    """One catalogue, that cannot be compiled."""
    catalogue = tmp_path / "django.po"
    catalogue.touch()
    monkeypatch.setattr(first_things, "_messages", lambda: _Messages([catalogue]))
    monkeypatch.setattr(first_things, "ROOT_DIR", tmp_path)
    return catalogue


def test_a_site_that_would_store_english_does_not_start(read_only):
    with pytest.raises(SystemExit, match=r"python scripts/messages\.py compile"):
        first_things.prepare()


def test_a_site_whose_translations_are_a_little_old_starts_and_says_so(read_only, capsys):
    read_only.with_suffix(".mo").touch()

    first_things.prepare()

    assert "python scripts/messages.py compile" in capsys.readouterr().err


def test_the_folder_of_the_data_is_made(monkeypatch, tmp_path):
    monkeypatch.setattr(first_things, "ROOT_DIR", tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "messages.py").write_text("def compile_all(): pass\n")

    first_things.prepare()

    assert (tmp_path / "var").is_dir()
