"""Settings come from the environment, `.env.example` names them all, and production is strict."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

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


def test_production_says_each_thing_that_is_missing_in_one_sentence_and_does_not_start():
    done = _production("check", BASE_URL=None, EMAIL_URL=None)

    assert done.returncode != 0
    assert [line.split()[:2] for line in done.stderr.splitlines()] == [
        ["BASE_URL", "manque"],
        ["EMAIL_URL", "manque"],
    ]


def test_a_server_of_production_does_not_start_where_no_private_file_can_be_kept(tmp_path):
    (tmp_path / "file").touch()
    started = _python("import config.wsgi", PRIVATE_FILES=str(tmp_path / "file" / "private"))

    assert started.returncode != 0
    assert "PRIVATE_FILES : rien ne peut être écrit" in started.stderr.splitlines()[-1]


def test_a_relative_path_is_counted_from_the_project_wherever_a_command_is_run(tmp_path):
    says = (
        "from config.settings import production as s;"
        "print(s.MEDIA_ROOT, s.MAILLAGE_PRIVACY['PRIVATE_FILES'], end=' ');"
        "print(s.DATABASES['default']['NAME'], s.EMAIL_FILE_PATH)"
    )
    paths = {
        "MEDIA_ROOT": "var/media",
        "PRIVATE_FILES": "var/private",
        "DATABASE_URL": "sqlite:///var/a.sqlite3",
    }
    done = _python(says, cwd=tmp_path, **paths, EMAIL_URL="filemail:///var/mail", LOCAL_TRIAL="true")

    var = ROOT_DIR / "var"
    assert done.stdout.split() == [str(var / name) for name in ("media", "private", "a.sqlite3", "mail")]


def test_the_example_holds_no_relative_path():
    values = re.findall(
        r"^#?[A-Z][A-Z0-9_]+=(.+)$", (ROOT_DIR / ".env.example").read_text(), flags=re.MULTILINE
    )
    paths = [value for value in values if "/" in value and "://" not in value and "{" not in value]
    urls = [value for value in values if re.match(r"(sqlite|filemail):///", value)]

    assert [path for path in paths if not path.startswith("/")] == []
    assert [url for url in urls if not url.split("://")[1].startswith("//")] == []


def test_a_container_keeps_every_file_in_the_volume_and_installs_what_was_tested():
    dockerfile, compose = ((ROOT_DIR / name).read_text() for name in ("Dockerfile", "compose.yaml"))

    for name in ("MEDIA_ROOT", "PRIVATE_FILES"):
        assert re.search(rf"\b{name}=/data/", dockerfile)
        assert re.search(rf"\b{name}: /data/", compose)
    for text in (dockerfile, (ROOT_DIR / "docs" / "operations.md").read_text()):
        installs = [line for line in text.splitlines() if "pip install" in line and "-r requirements" in line]
        assert installs
        assert [line for line in installs if "-c constraints.txt" not in line] == []


def test_a_copy_of_the_example_leaves_containers_what_they_say_by_default():
    example, compose = ((ROOT_DIR / name).read_text() for name in (".env.example", "compose.yaml"))
    said = set(re.findall(r"^([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))
    by_default = set(re.findall(r"\$\{([A-Z0-9_]+):-", compose))

    # Or nobody's X-Forwarded-Proto would be believed, and every page would lead to itself.
    assert "TRUSTED_PROXIES" in by_default
    assert by_default & said == set()


def test_every_line_of_the_example_is_read_by_production(tmp_path):
    """Also those that are commented, all at once: a value that cannot be read stops the start."""
    lines = re.findall(
        r"^#?([A-Z][A-Z0-9_]+=.+)$", (ROOT_DIR / ".env.example").read_text(), flags=re.MULTILINE
    )
    folders = {"MEDIA_ROOT": str(tmp_path / "media"), "PRIVATE_FILES": str(tmp_path / "private")}
    (tmp_path / "example.env").write_text("\n".join(line for line in lines if "ENV_FILE" not in line))

    says = "import config.wsgi; from django.conf import settings as s; print(s.MAILLAGE_OUTBOX['SMS_HTTP'])"
    read = _python(says, ENV_FILE=str(tmp_path / "example.env"), **folders)

    assert read.returncode == 0, read.stderr
    assert "'api-key': 'secret'" in read.stdout


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
    return _run([sys.executable, "manage.py", *arguments], ROOT_DIR, changed)


def _python(code: str, cwd: Path = ROOT_DIR, **changed: str) -> subprocess.CompletedProcess:
    """Run Python code in the same environment."""
    path = os.pathsep.join([str(SITE_DIR), str(ROOT_DIR)])
    return _run([sys.executable, "-c", code], cwd, {**changed, "PYTHONPATH": path})


def _run(command: list[str], cwd: Path, changed: Mapping[str, str | None]) -> subprocess.CompletedProcess:
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "ENV_FILE": os.devnull,
        "SECRET_KEY": GOOD_KEY,
        "ALLOWED_HOSTS": "www.reseau.example",
        "BASE_URL": "https://www.reseau.example",
        "EMAIL_URL": "smtp+tls://nom:secret@smtp.reseau.example:587",
        "DATABASE_URL": "sqlite://:memory:",
        **changed,
    }
    return subprocess.run(
        command,
        cwd=cwd,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )
