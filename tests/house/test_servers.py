"""The tests can start the site as production does: several processes, both databases."""

import urllib.request

import pytest
from wagtail.models import Page

from tests.support.servers import on_both_databases


@on_both_databases
def test_a_live_site_opens_the_sign_in_page_of_the_admin(live_site, server_database):
    site = live_site(server_database, processes=2)

    with urllib.request.urlopen(f"{site.url}/admin/login/") as answer:
        assert answer.status == 200


def test_a_live_site_sees_what_a_command_writes(live_site, server_database):
    site = live_site(server_database, processes=1)
    site.python("from wagtail.models import Page; Page.objects.update(title='Entretien')")

    printed = site.python("from wagtail.models import Page; print(Page.objects.first())")

    assert printed.strip() == "Entretien"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_browser_opens_a_page_of_this_process(live_server, page):
    page.goto(f"{live_server.url}/admin/login/")

    assert page.locator("input[name=password]").is_visible()


@pytest.mark.django_db(transaction=True)
class TestRowsOfMigrations:
    """Two tests that commit, and that each find Wagtail's first pages: the order does not matter."""

    def test_are_there_before_a_test_empties_the_tables(self):
        assert self._take_the_first_pages()

    def test_are_back_after_another_test_did(self):
        assert self._take_the_first_pages()

    @staticmethod
    def _take_the_first_pages():
        deleted, _ = Page.objects.all().delete()
        return deleted
