#!/usr/bin/env python
"""Django's command line, with the folder of this site on the path."""

import os
import sys
from pathlib import Path

# `site` is a module of the standard library, so this site's code lives in a plain
# folder of that name: its packages (config, accounts, demo) are found by path.
SITE_FOLDER = Path(__file__).resolve().parent / "site"


def main() -> None:
    """Run the command given on the command line with the development settings."""
    sys.path.insert(0, str(SITE_FOLDER))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        # What to write in the settings is all that whoever reads it can use.
        sys.exit(str(refusal))
    except DatabaseError:
        from config.database import stop_if_it_is_behind

        stop_if_it_is_behind()
        raise


if __name__ == "__main__":
    main()
