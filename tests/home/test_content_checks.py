"""What editors are told of a page while they write it."""

import pytest
from django.test import Client
from wagtail.admin.userbar import AdminItem, ContentCheckerItem

from home.wagtail_hooks import SiteContentChecker, use_the_checks_of_this_site
from tests.home.factories import make_site
from tests.places.factories import make_superuser


def test_the_checks_of_wagtail_are_kept_and_this_site_s_are_added() -> None:
    assert set(ContentCheckerItem.axe_run_only) < set(SiteContentChecker.axe_run_only)
    assert "page-has-heading-one" in SiteContentChecker.axe_run_only


def test_only_the_content_checker_is_replaced() -> None:
    items = [AdminItem(), ContentCheckerItem(in_editor=True)]

    use_the_checks_of_this_site(None, items, None)

    assert [type(item) for item in items] == [AdminItem, SiteContentChecker]
    assert items[1].in_editor


@pytest.mark.django_db
def test_an_editor_reads_the_checks_on_the_page_itself(client: Client) -> None:
    make_site()
    client.force_login(make_superuser())

    assert "identical-links-same-purpose" in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_visitor_gets_nothing_of_the_administration(client: Client) -> None:
    make_site()

    assert "wagtail-userbar" not in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("screen", ["networksettings", "navigationsettings"])
def test_the_network_s_team_can_open_each_screen_of_settings(client: Client, screen: str) -> None:
    make_site()
    client.force_login(make_superuser())

    response = client.get(f"/admin/settings/home/{screen}/", follow=True)

    assert response.status_code == 200
    assert "Enregistrer" in response.content.decode()


@pytest.mark.django_db
def test_the_admin_greets_in_french_under_the_site_s_own_sign(client: Client) -> None:
    html = client.get("/admin/login/").content.decode()

    assert "L’espace des associations" in html
    assert "img/favicon.svg" in html
