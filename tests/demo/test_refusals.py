"""Where the demo refuses to write."""

import pytest
from django.core.management import CommandError
from django.core.management.base import OutputWrapper
from wagtail.models import Page

from demo.ledger import is_begun
from demo.models import DemoMark
from demo.progress import progress_of
from home.models import HomePage
from maillage.places.models import Organization
from tests.demo.runs import run_demo
from tests.home.factories import make_site

pytestmark = pytest.mark.django_db


def test_a_production_site_is_refused():
    with pytest.raises(CommandError, match="en production"):
        run_demo(debug=False)


def test_a_site_that_the_demo_did_not_make_is_refused():
    make_site()

    with pytest.raises(CommandError, match="que la démonstration n’a pas fait"):
        run_demo()


def test_a_refusal_leaves_the_database_as_it_was():
    make_site()
    pages = Page.objects.count()

    with pytest.raises(CommandError):
        run_demo()

    assert Page.objects.count() == pages
    assert not Organization.objects.exists()
    assert not DemoMark.objects.exists()


def test_the_database_that_wagtail_delivers_holds_no_site():
    assert not is_begun()


def test_an_association_in_the_way_undoes_everything():
    """Forced upon a site where one of the names is taken, the demo writes nothing at all."""
    home = make_site()
    Organization.objects.create(name="LES MULOTS", slug="deja-la")

    with pytest.raises(CommandError, match="porte déjà ce nom"):
        run_demo(force=True)

    assert HomePage.objects.get().pk == home.pk
    assert not DemoMark.objects.exists()


def test_a_terminal_sees_a_bar(tmp_path):
    class Terminal:
        def __init__(self, file):
            self.file = file

        def isatty(self):
            return True

        def __getattr__(self, name):
            return getattr(self.file, name)

    path = tmp_path / "terminal.txt"
    with path.open("w") as file, progress_of(2, OutputWrapper(Terminal(file)), plain=False) as show:
        show("Les lieux")
        show("Les pages")

    assert "Les pages" in path.read_text()
