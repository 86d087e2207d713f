"""Where the settings come from: the environment, and a file of NAME=value lines under it."""

from pathlib import Path

import environ

SITE_DIR = Path(__file__).resolve().parents[2]
ROOT_DIR = SITE_DIR.parent

env = environ.Env()


def in_project(path: str) -> Path:
    """Return `path` from the root of the disk: one that is relative is counted from the project's folder."""
    return ROOT_DIR / path


# What is already in the environment wins.
environ.Env.read_env(in_project(env("ENV_FILE", default=".env")))
