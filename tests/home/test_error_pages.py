"""When something is missing or broken: a sentence, and what to do."""

import pytest
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure
from wagtail.models import Site

from tests.home.factories import make_site
from tests.places.factories import make_superuser


@pytest.mark.django_db
def test_a_wrong_address_offers_to_search_and_to_go_home(client: Client) -> None:
    make_site()

    response = client.get("/nulle-part/")

    html = response.content.decode()
    assert response.status_code == 404
    assert "Cette page n’existe pas" in html
    assert 'action="/recherche/"' in html
    assert "Mentions légales" in html


@pytest.mark.django_db
def test_a_wrong_address_on_a_host_without_site_is_still_a_page(client: Client) -> None:
    Site.objects.all().delete()

    response = client.get("/nulle-part/")

    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()


# No `django_db` mark from here on: a query would raise.


def test_a_broken_site_says_so_without_the_database(rf: RequestFactory) -> None:
    response = defaults.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Le site a un problème" in response.content.decode()


def test_a_refused_page_says_what_to_do_without_the_database(rf: RequestFactory) -> None:
    response = defaults.permission_denied(rf.get("/"), PermissionError())

    assert response.status_code == 403
    assert "connectez-vous" in response.content.decode()


def test_a_request_that_cannot_be_read_says_that_nothing_was_saved(rf: RequestFactory) -> None:
    response = defaults.bad_request(rf.get("/"), ValueError())

    assert response.status_code == 400
    assert "Rien n’a été enregistré" in response.content.decode()


def test_a_form_that_is_too_old_says_that_nothing_was_sent(rf: RequestFactory) -> None:
    response = csrf_failure(rf.post("/"))

    assert response.status_code == 403
    assert "Rien n’est parti" in response.content.decode()


@pytest.mark.django_db
def test_a_wrong_address_in_the_admin_says_why_and_leads_back(client: Client) -> None:
    client.force_login(make_superuser())

    response = client.get("/admin/nulle-part/")

    html = response.content.decode()
    assert response.status_code == 404
    assert "elle appartient à une autre structure" in html
    assert 'href="/admin/"' in html
