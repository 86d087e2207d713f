"""A folder that takes no file is said before somebody's photo is lost."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from maillage.privacy.checks import check_folders, refuse_without_folders, takes_files

NOBODY = 65_534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Lose the rights of root, who may write anywhere; anybody else has none to lose."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def ground():
    """A folder that everybody may enter, with one inside that nobody may write to."""
    with tempfile.TemporaryDirectory() as name:
        ground = Path(name)
        ground.chmod(0o755)
        (ground / "shut").mkdir(mode=0o555)
        (ground / "closed").mkdir(mode=0o000)
        (ground / "open").mkdir()
        (ground / "open").chmod(0o777)
        (ground / "file").touch()
        yield ground


@pytest.mark.parametrize(
    ("folder", "takes"),
    [
        ("open", True),
        ("open/not/yet/there", True),
        ("shut", False),
        ("shut/not/yet/there", False),
        ("closed/inside", False),
        ("file", False),
        ("file/inside", False),
    ],
)
def test_a_folder_takes_files_when_it_can_be_written_to_or_made(ground, folder, takes):
    with as_nobody():
        assert takes_files(ground / folder) is takes


def test_the_folders_of_a_site_are_looked_at_with_every_other_check(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path / "file" / "private"}

    (problem,) = [found for found in run_checks() if found.id == "privacy.E001"]
    assert problem.msg.startswith("PRIVATE_FILES : rien ne peut être écrit dans")
    with pytest.raises(ImproperlyConfigured, match="PRIVATE_FILES"):
        refuse_without_folders()


def test_private_files_do_not_lie_among_the_public_ones(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path / "private"}

    assert [problem.id for problem in check_folders()] == ["privacy.E002"]
