"""The log says what was asked, never the link that opens somebody's registration."""

import logging
import os
import subprocess
import sys

import pytest

from config.logs import WithoutPersonalLinks
from maillage.privacy.links import sign
from tests.support.paths import ROOT_DIR


def line(message: str, *args: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, None)
    assert WithoutPersonalLinks().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("public_id", ["0" * 32, "58tetmmf9r", "12"])
def test_a_personal_link_is_left_out(public_id):
    token = sign("registration", public_id, 3)

    assert (
        line("Not Found: %s", f"/mon-inscription/{token}/annuler/")
        == "Not Found: /mon-inscription/…/annuler/"
    )


def test_every_link_of_a_line_is_left_out():
    first, second = sign("a", "1", 0), sign("b", "2", 0)

    assert line(f"{first} {second}") == "… …"


@pytest.mark.parametrize(
    "text", ["Not Found: /agenda/58tetmmf9r.ics", "10.20.30.40 said 2026-11-22 09:14:40.123"]
)
def test_other_lines_stay_as_they_are(text):
    assert line(text) == text


def test_the_log_leaves_the_standard_output_to_the_answer_of_a_command():
    program = "import django, logging; django.setup(); logging.getLogger('tasks').info('done'); print('{}')"
    path = os.pathsep.join([str(ROOT_DIR), str(ROOT_DIR / "site")])

    said = subprocess.run(
        [sys.executable, "-c", program],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONPATH": path,
            "LOG_LEVEL": "INFO",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert said.stdout == "{}\n"
    assert "INFO tasks done" in said.stderr


def test_a_quiet_log_is_quiet_for_each_request_of_the_development_server():
    program = "import django, logging; django.setup(); logging.getLogger('django.server').info('GET /')"
    path = os.pathsep.join([str(ROOT_DIR), str(ROOT_DIR / "site")])
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "PYTHONPATH": path, "LOG_LEVEL": "WARNING"}

    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert said.stderr == ""
