"""Settings come from the environment, `.env.example` names them all, and production is strict."""

import os
import re
import subprocess
import sys

import pytest

from tests.support.paths import ROOT_DIR, SITE_DIR

SETTINGS_DIR = SITE_DIR / "config" / "settings"
READ_FROM_ENVIRONMENT = re.compile(r"""\b(?:env(?:\.\w+)?|os\.environ\.get)\(\s*"([A-Z][A-Z0-9_]+)\"""")
GOOD_KEY = "f7Wq-0pLz_3nXy8vRt2bKc5mJd9hGs1aQe4uIo6wTxZrEyBn-2pVs"


def test_each_setting_that_is_read_is_explained_in_the_example():
    sources = [*SETTINGS_DIR.glob("*.py"), ROOT_DIR / "scripts" / "serve.py"]
    read = {name for source in sources for name in READ_FROM_ENVIRONMENT.findall(source.read_text())}
    example = (ROOT_DIR / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))

    assert len(read) > 10
    assert read - named == set()


def test_manage_works_by_itself_with_the_development_settings():
    """In an environment that says nothing, not even where its settings are."""
    empty = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull}
    says = "from django.conf import settings; print(settings.SETTINGS_MODULE, settings.DEBUG)"

    checked, shown = (
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT_DIR,
            env=empty,
            capture_output=True,
            text=True,
            check=False,
        )
        for arguments in (["check"], ["shell", "--no-imports", "-c", says])
    )

    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
    assert shown.stdout.split() == ["config.settings.dev", "True"]


def test_the_development_settings_serve_static_files_without_debug():
    """With DEBUG=false one sees the pages of errors as visitors do, and they have their style."""
    asks = "from django.test import Client; print(Client().get('/static/css/site.css').status_code)"

    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", asks],
        cwd=ROOT_DIR,
        env={
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "DEBUG": "false",
            "ALLOWED_HOSTS": "testserver",
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["200"]


def test_production_passes_every_deployment_check():
    done = _production("check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


def test_production_refuses_the_development_key():
    done = _production("check", SECRET_KEY="development-only-key-that-production-refuses")

    assert done.returncode != 0
    assert "make your own" in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(name):
    done = _production("check", **{name: None})

    assert done.returncode != 0
    assert name in done.stderr


def test_a_file_of_settings_is_read(tmp_path):
    (tmp_path / "own.env").write_text("SITE_NAME=Le réseau\n")

    done = _production(
        "shell",
        "--no-imports",
        "-c",
        "from django.conf import settings; print(ascii(settings.WAGTAIL_SITE_NAME))",
        ENV_FILE=str(tmp_path / "own.env"),
    )

    assert done.stdout.strip() == ascii("Le réseau")


def _production(*arguments: str, **changed: str | None) -> subprocess.CompletedProcess:
    """Run `manage.py` with the production settings and a complete environment, but for what is changed."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": GOOD_KEY,
        "ALLOWED_HOSTS": "www.reseau.example",
        "DATABASE_URL": "sqlite://:memory:",
        **changed,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT_DIR,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )
