"""What the wheel holds, and that it makes a stranger's site publish a workshop."""

import ast
import tomllib
import zipfile
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.paths import ROOT_DIR

pytestmark = [pytest.mark.packaging, pytest.mark.slow, pytest.mark.xdist_group("packaging")]

PACKAGES = ("maillage", "workshops", "repair", "equipment", "search")
SHIPPED_FOLDERS = ("templates", "static", "migrations", "locale")
APPS = (
    *("workshops", "maillage.bookings", "maillage.outbox"),
    *("maillage.places", "maillage.web", "maillage.privacy"),
)
HOST_SETTINGS = f"""
INSTALLED_APPS = [*{APPS!r}, "recurrence", "wagtail_modeladmin", *INSTALLED_APPS]
LANGUAGE_CODE = "fr"
"""
HOST_URLS = """
urlpatterns.insert(0, path("", include("maillage.bookings.urls")))
"""


@pytest.fixture(scope="session")
def names(wheel):
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_the_kernel_and_the_plugins_alone(names):
    folders = {name.split("/")[0] for name in names if ".dist-info/" not in name}

    assert folders == set(PACKAGES)


@pytest.mark.parametrize("folder", SHIPPED_FOLDERS)
def test_the_wheel_holds_every_file_of(folder, names):
    files = [
        path.relative_to(ROOT_DIR).as_posix()
        for package in PACKAGES
        for path in (ROOT_DIR / package).glob(f"**/{folder}/**/*")
        if path.is_file() and path.suffix not in {".pyc", ".mo"}
    ]

    assert files
    assert set(files) - names == set()


def test_the_wheel_holds_the_compiled_french_of_every_catalogue(names):
    catalogues = {name for name in names if name.endswith(".po")}

    assert catalogues
    assert {name.removesuffix(".po") + ".mo" for name in catalogues} - names == set()


def test_the_wheel_declares_every_library_that_it_imports():
    project = tomllib.loads((ROOT_DIR / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["elasticsearch"]]
    declared = _with_their_own(Requirement(line).name for line in lines)
    providers = packages_distributions()
    imported = {
        name
        for package in PACKAGES
        for path in (ROOT_DIR / package).rglob("*.py")
        for name in _imported(ast.parse(path.read_text()))
        if name in providers and name not in PACKAGES
    }

    assert imported
    assert {name for name in imported if not declared & set(map(canonicalize_name, providers[name]))} == set()


def test_a_site_made_by_wagtail_start_publishes_a_workshop(run_in_host):
    project = run_in_host.project
    _append(project / "hote" / "settings" / "base.py", HOST_SETTINGS)
    _append(project / "hote" / "urls.py", HOST_URLS)

    run_in_host("manage.py", "check")
    run_in_host("manage.py", "migrate", "--verbosity=0")
    script = (Path(__file__).parent / "publish_workshop.py").read_text()
    printed = run_in_host("manage.py", "shell", "--no-imports", stdin=script)

    assert "published /membres/les-mulots/" in printed


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def _with_their_own(names) -> set[str]:
    """Return the libraries and what they bring along: Wagtail brings Django's modelcluster, for one."""
    known: set[str] = set()
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            needed = map(Requirement, distribution(name).requires or [])
            waiting += [
                canonicalize_name(one.name)
                for one in needed
                if not one.marker or one.marker.evaluate({"extra": ""})
            ]
    return known


def _needed_by(name: str) -> list[str]:
    needed = map(Requirement, distribution(name).requires or [])
    always = (one for one in needed if not one.marker or one.marker.evaluate({"extra": ""}))
    return [canonicalize_name(one.name) for one in always]


def _imported(tree: ast.AST) -> set[str]:
    """Return the first names of what a module imports from elsewhere."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module.split(".")[0])
    return found
