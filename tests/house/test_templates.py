"""Every template of ours is read once: a filter that was renamed is found before somebody opens its page."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.template import TemplateSyntaxError, engines

HERE = Path(__file__).resolve().parents[2]


def ours() -> list[str]:
    """Return the names of the templates of our apps, as Django finds them."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    return sorted(
        str(path.relative_to(folder))
        for folder in folders
        if folder.is_relative_to(HERE) and ".venv" not in folder.parts
        for path in folder.rglob("*.*")
    )


def test_each_of_our_templates_is_understood():
    names, wrong = ours(), {}
    for name in names:
        try:
            engines["django"].get_template(name)
        except TemplateSyntaxError as error:
            wrong[name] = str(error)
    assert "equipment/workshop/_disks.html" in names
    assert wrong == {}
