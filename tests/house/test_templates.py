"""Every template knows the tags and the filters that it names, in branches that nobody opens too."""

from django.template import TemplateSyntaxError
from django.template.loader import get_template

from tests.support.paths import ROOT_DIR

# Neither the environment’s nor the samples of the tests.
ELSEWHERE = {".venv", ".cache", "tests", "build"}
TYPES = {".html", ".txt", ".xml", ".js", ".svg"}


def test_every_template_compiles():
    names = [
        path.as_posix().partition("templates/")[2]
        for path in (full.relative_to(ROOT_DIR) for full in ROOT_DIR.glob("*/**/templates/**/*.*"))
        if path.suffix in TYPES and path.parts[0] not in ELSEWHERE
    ]

    assert len(names) > 200
    assert [refusal for name in names if (refusal := _refusal(name))] == []


def _refusal(name: str) -> str:
    """Return why Django does not read a template, or nothing."""
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return f"{name}: {error}"
    return ""
