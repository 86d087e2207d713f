"""What editors meet in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_editor, make_organization, make_superuser
from workshops.models import WorkshopPage

pytestmark = pytest.mark.django_db


def new_page_url(parent) -> str:
    return reverse("wagtailadmin_pages:add", args=["workshops", "workshoppage", parent.pk])


def typed(organization, **fields) -> dict:
    """What the edit form of a workshop sends."""
    return {
        "title": "Trier mes photos",
        "slug": "trier-mes-photos",
        "introduction": "Vous apprenez à trier vos photos.",
        "body": "null",
        "organization": organization.pk,
        "level": "beginner",
        "accompanied": "no",
        "languages": ["fr", "gallo"],
        "price_kind": "free",
        "booking_mode": "online",
        "booking_closes_hours": 0,
        "seats_per_registration": 1,
        "facilitators-TOTAL_FORMS": 0,
        "questions-count": 0,
        "facilitators-INITIAL_FORMS": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **fields,
    }


def test_an_editor_publishes_a_workshop_in_their_section(client: Client) -> None:
    mulots = make_organization()
    client.force_login(make_editor(mulots))
    assert client.get(new_page_url(mulots.page)).status_code == 200
    client.post(new_page_url(mulots.page), typed(mulots, **{"action-publish": "1"}))
    page = WorkshopPage.objects.get(slug="trier-mes-photos")
    assert page.live
    assert page.languages == ["fr", "gallo"]


def test_a_workshop_published_without_dates_leads_to_them(client: Client) -> None:
    mulots = make_organization()
    client.force_login(make_editor(mulots))
    data = typed(mulots, **{"action-publish": "1"})
    html = client.post(new_page_url(mulots.page), data, follow=True).content.decode()
    dates = reverse("bookings_dates", args=[WorkshopPage.objects.get().pk])
    assert "Cette page n’a aucune date à venir" in html
    assert f'href="{dates}"' in html


def test_a_workshop_published_again_with_its_dates_says_nothing_of_them(client: Client) -> None:
    page = make_page(make_organization())
    make_session(page)
    client.force_login(make_editor(page.organization))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = typed(page.organization, **{"action-publish": "1"})
    html = client.post(edit, data, follow=True).content.decode()
    assert "Trier mes photos" in html
    assert "aucune date à venir" not in html


def test_a_price_left_empty_comes_back_with_what_to_do(client: Client) -> None:
    mulots = make_organization()
    client.force_login(make_editor(mulots))
    data = typed(mulots, price_kind="price", **{"action-publish": "1"})
    response = client.post(new_page_url(mulots.page), data)
    assert "Écrivez le montant en euros" in response.content.decode()
    assert not WorkshopPage.objects.exists()


def test_an_editor_cannot_open_the_workshop_of_another_association(client: Client) -> None:
    page = make_page(make_organization("Les Mulots"))
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 404


def test_the_network_keeps_the_topics(client: Client) -> None:
    client.force_login(make_superuser())
    add = reverse("wagtailsnippets_workshops_topic:add")
    client.post(add, {"name": "Mes papiers en ligne", "slug": "papiers"})
    listed = client.get(reverse("wagtailsnippets_workshops_topic:list"))
    assert "Mes papiers en ligne" in listed.content.decode()
