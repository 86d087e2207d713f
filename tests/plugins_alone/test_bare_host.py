"""Each plugin boots on a bare Wagtail host with the kernel that it stands on, and nothing else."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest

from tests.support.paths import ROOT_DIR, SITE_DIR

PLACES = ("maillage.places", "maillage.web", "maillage.privacy")
# What counts and imports beside the kernel of dates.
COUNTING = ("maillage.batches", "maillage.figures")
KERNEL = ("maillage.bookings", "maillage.outbox", *PLACES)
MAKE_WORKSHOP = """
from tests.bookings.factories import make_page, make_session
from tests.workshops.factories import make_workshop_index
make_workshop_index()
make_session(make_page(title="Premiers pas à la souris", slug="premiers-pas"))
"""
MAKE_REPAIR = """
from tests.repair.factories import make_cafe, make_date, make_record
make_date(make_cafe(title="Le repair café", slug="repair-cafe"))
make_record()
"""
MAKE_STOCK = """
from equipment.models import StockPage
from tests.equipment.factories import make_workshop, ready_machine
from tests.places.factories import make_index_page
ready_machine(make_workshop(), model="Latitude 5480")
make_index_page().get_parent().add_child(instance=StockPage(title="S’équiper", slug="s-equiper"))
"""
STOCK_PATH = "/s-equiper/"
CAFE_PATH = "/membres/les-mulots/repair-cafe/"
WORKSHOP_PATH = "/membres/les-mulots/premiers-pas/"


@cache
def visit(apps: tuple[str, ...], content: str, *public: str) -> dict:
    """Visit the bare host with these apps in a process of its own and return what was seen."""
    return _visit(
        {"DJANGO_SETTINGS_MODULE": "tests.plugins_alone.host.settings", "HOST_APPS": ",".join(apps)},
        {"content": content, "public": public, "api": "/api/openapi.json"},
    )


@cache
def visit_the_site_without(*apps: str) -> dict:
    """Visit the whole site, less these apps."""
    return _visit(
        {
            "DJANGO_SETTINGS_MODULE": "tests.plugins_alone.without",
            "WITHOUT": ",".join(apps),
            "DATABASE_URL": "sqlite://:memory:",
            "ENV_FILE": os.devnull,
        },
        {"content": "", "public": ["/", "/agenda/"], "api": "/api/v1/openapi.json"},
    )


def _visit(environment: dict[str, str], what: dict) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.plugins_alone.visit", json.dumps(what)],
        cwd=ROOT_DIR,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT_DIR}{os.pathsep}{SITE_DIR}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def visit_kernel():
    return visit(KERNEL, "", "/agenda/")


def visit_workshops():
    return visit(("workshops", *KERNEL), MAKE_WORKSHOP, "/agenda/", "/ateliers/", WORKSHOP_PATH)


def visit_repair():
    return visit(("repair", *COUNTING, *KERNEL), MAKE_REPAIR, "/agenda/", CAFE_PATH, "/reparer/chiffres/")


def visit_equipment():
    return visit(("equipment", *COUNTING, "maillage.outbox", *PLACES), MAKE_STOCK, STOCK_PATH)


def visit_search():
    return visit(("search", *PLACES), "", "/recherche/?q=souris")


def visit_figures():
    return visit(("maillage.figures", *PLACES), "", "/")


def visit_imports():
    return visit(("maillage.batches", *PLACES), "", "/")


def visit_nothing_but_places():
    return visit(PLACES, "", "/")


EVERY_HOST = [
    visit_kernel,
    visit_workshops,
    visit_repair,
    visit_equipment,
    visit_search,
    visit_figures,
    visit_imports,
    visit_nothing_but_places,
]


@pytest.mark.xdist_group("bare hosts")
@pytest.mark.parametrize("seen", EVERY_HOST)
class TestAnyHost:
    def test_opens_its_admin(self, seen):
        assert seen()["admin"] == 200

    def test_opens_every_screen_of_the_menu(self, seen):
        menu = seen()["menu"]

        assert menu
        assert {path: status for path, status in menu.items() if status != 200} == {}


@pytest.mark.xdist_group("bare hosts")
class TestPublicPages:
    def test_the_kernel_shows_its_agenda(self):
        assert visit_kernel()["public"]["/agenda/"]["status"] == 200

    def test_a_workshop_is_shown_in_the_hosts_own_base_template(self):
        page = visit_workshops()["public"][WORKSHOP_PATH]

        assert page["status"] == 200
        assert "Premiers pas à la souris" in page["body"]
        assert 'class="host"' in page["body"]

    def test_the_list_of_workshops_names_it(self):
        page = visit_workshops()["public"]["/ateliers/"]

        assert page["status"] == 200
        assert "Premiers pas à la souris" in page["body"]

    def test_a_repair_cafe_is_shown_in_the_hosts_own_base_template(self):
        page = visit_repair()["public"][CAFE_PATH]

        assert page["status"] == 200
        assert "Le repair café" in page["body"]
        assert 'class="host"' in page["body"]

    def test_repairs_are_counted(self):
        assert visit_repair()["public"]["/reparer/chiffres/"]["status"] == 200

    def test_the_stock_is_shown_without_dates_in_the_hosts_own_base_template(self):
        page = visit_equipment()["public"][STOCK_PATH]

        assert page["status"] == 200
        assert "Latitude 5480" in page["body"]
        assert 'class="host"' in page["body"]

    def test_the_search_answers(self):
        assert visit_search()["public"]["/recherche/?q=souris"]["status"] == 200


@pytest.mark.xdist_group("bare hosts")
class TestAbsence:
    def test_without_workshops_nothing_names_them(self):
        seen = visit_kernel()

        assert "workshop" not in " ".join([*seen["routes"], *seen["menu"], *seen["api"]])

    def test_without_search_nothing_names_it(self):
        seen = visit_workshops()

        assert [path for path in seen["api"] if "search" in path] == []
        assert [path for path in seen["routes"] if path.startswith("recherche")] == []

    @pytest.mark.parametrize("app", ["workshops", "repair", "equipment", "search"])
    def test_the_site_itself_stands_without(self, app):
        seen = visit_the_site_without(app, "demo")

        assert seen["admin"] == 200
        assert seen["public"]["/agenda/"]["status"] == 200
        assert [path for path in seen["api"] if path.startswith(f"/api/v1/{app}")] == []
