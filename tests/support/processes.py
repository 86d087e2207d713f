"""Programs of the site started as a user would start them: other processes, their own environment."""

import os
import subprocess
import sys
from collections.abc import Mapping

from tests.support.paths import ROOT_DIR, SITE_DIR

# What a developer has set for the site must not reach the tests.
FOREIGN_VARIABLES = {"DATABASE_URL", "ELASTICSEARCH_URL", "EMAIL_URL", "CACHE_URL", "SECRET_KEY", "DEBUG"}
# Seconds after which a program of a test hangs, in all likelihood.
PATIENCE = 300


def site_environment(database_url: str, extra_env: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a site process: production-like settings on that database."""
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}
    return inherited | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test_server",
        "ENV_FILE": os.devnull,
        "PYTHONPATH": os.pathsep.join([str(SITE_DIR), str(ROOT_DIR)]),
        **(extra_env or {}),
    }


def manage(database_url: str, *arguments: str, extra_env: Mapping[str, str] | None = None) -> str:
    """Run one `manage.py` command to its end on that database and return what it printed.

    Raises `AssertionError`, with the output in it, when the command fails.
    """
    return _run([sys.executable, "manage.py", *arguments], site_environment(database_url, extra_env))


def run_python(
    database_url: str, code: str, extra_env: Mapping[str, str] | None = None, *, seconds: int = PATIENCE
) -> str:
    """Run Python code inside the site, Django being set up, and return what it printed within `seconds`."""
    program = f"import django; django.setup()\n{code}"
    return _run([sys.executable, "-c", program], site_environment(database_url, extra_env), seconds)


def _run(command: list[str], environment: dict[str, str], seconds: int = PATIENCE) -> str:
    done = subprocess.run(
        command, cwd=ROOT_DIR, env=environment, capture_output=True, text=True, check=False, timeout=seconds
    )
    if done.returncode:
        raise AssertionError(
            f"{' '.join(command[:4])} failed ({done.returncode}):\n{done.stdout}{done.stderr}"
        )
    return done.stdout
