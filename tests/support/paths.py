"""Where the tests find and keep things."""

from pathlib import Path

ROOT_DIR = Path(__file__).resolve().parents[2]
SITE_DIR = ROOT_DIR / "site"
CACHE_DIR = ROOT_DIR / ".cache"
