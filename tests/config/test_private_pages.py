"""A private page opens to whoever may read it, behind a door that looks like the site."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from accounts.forms import TRIES_PER_ACCOUNT
from tests.accounts.factories import GOOD_PASSWORD
from tests.bookings.factories import make_page
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db

WORDS = "Tapez le mot de passe que l’on vous a donné."
SECRET = "Assemblée générale"


@pytest.fixture
def organization():
    return make_organization("Les Mulots")


@pytest.fixture
def page(organization):
    return make_page(organization, title=SECRET, slug="ag")


@pytest.fixture
def editor(organization):
    editor = make_editor(organization)
    editor.set_password(GOOD_PASSWORD)
    editor.save()
    return editor


def restrict(page, kind, group=None):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mot")
    if group:
        restriction.groups.add(group)
    return restriction


def action_of(response):
    return re.search(r'<form class="form"[^>]*action="([^"]+)"', response.content.decode())[1]


@pytest.mark.parametrize("above", [False, True], ids=["the page itself", "a page above it"])
def test_the_password_opens_the_page(client, page, above):
    restrict(page.get_parent() if above else page, PageViewRestriction.PASSWORD)

    asked = client.get(page.url)
    opened = client.post(action_of(asked), {"password": "mot", "return_url": page.url}, follow=True)

    assert WORDS in asked.content.decode()
    assert SECRET not in asked.content.decode()
    assert opened.context["page"] == page
    assert SECRET in client.get(page.url).content.decode()


def test_a_wrong_password_is_said_in_french_and_the_right_one_still_opens(client, page):
    restrict(page, PageViewRestriction.PASSWORD)
    action = action_of(client.get(page.url))

    refused = client.post(action, {"password": "faux", "return_url": page.url})
    opened = client.post(action_of(refused), {"password": "mot", "return_url": page.url}, follow=True)

    assert "Le mot de passe que vous avez saisi est incorrect" in refused.content.decode()
    assert SECRET not in refused.content.decode()
    assert opened.context["page"] == page


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.GROUPS])
def test_signing_in_opens_the_page(client, page, organization, editor, kind):
    restrict(page, kind, organization.group if kind == PageViewRestriction.GROUPS else None)

    asked = client.get(page.url, follow=True)
    typed = {"username": editor.email, "password": GOOD_PASSWORD, "next": page.url}
    opened = client.post(action_of(asked), typed, follow=True)

    assert asked.status_code == 200
    assert "Connectez-vous avec votre compte du réseau" in asked.content.decode()
    assert opened.context["page"] == page


def test_a_wrong_account_is_said_in_french(client, page):
    restrict(page, PageViewRestriction.LOGIN)
    action = action_of(client.get(page.url, follow=True))
    refused = client.post(action, {"username": "x@y.example", "password": "faux", "next": page.url})
    assert "Votre adresse e-mail et votre mot de passe ne correspondent à aucun" in refused.content.decode()


def test_somebody_of_another_group_is_told_so(client, page, editor):
    restrict(page, PageViewRestriction.GROUPS, Group.objects.create(name="Le bureau"))
    client.force_login(editor)
    asked = client.get(page.url, follow=True)
    assert "Votre compte ne donne pas accès à cette page" in asked.content.decode()
    assert SECRET not in asked.content.decode()


def test_the_password_of_a_document_opens_it(client, organization, media_folder):
    private = Collection.get_first_root_node().add_child(instance=Collection(name="Privé"))
    CollectionViewRestriction.objects.create(
        collection=private, restriction_type=CollectionViewRestriction.PASSWORD, password="mot"
    )
    document = Document.objects.create(
        title="PV", file=ContentFile(b"the secret itself", name="pv.txt"), collection=private
    )
    asked = client.get(document.url)
    assert "Un document avec mot de passe" in asked.content.decode()
    opened = client.post(action_of(asked), {"password": "mot", "return_url": document.url}, follow=True)
    assert b"".join(opened.streaming_content) == b"the secret itself"


@pytest.mark.parametrize("hide", [Page.unpublish, partial(restrict, kind=PageViewRestriction.LOGIN)])
def test_the_door_of_one_page_shows_nothing_of_another(client, page, organization, hide):
    opened = make_page(organization, title="Ouverte", slug="ouverte")
    restriction = restrict(opened, PageViewRestriction.PASSWORD)
    hide(page)
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"password": "mot", "return_url": page.url}).status_code == 404


def test_nobody_guesses_for_ever(client, page):
    restrict(page, PageViewRestriction.PASSWORD)
    action = action_of(client.get(page.url))
    tries = [client.post(action, {"password": "faux"}) for _try in range(TRIES_PER_ACCOUNT + 1)]
    assert [answer.status_code for answer in tries] == [200] * TRIES_PER_ACCOUNT + [429]
    assert "Attendez un quart d’heure" in tries[-1].content.decode()
    # The right one neither: it would tell that it was right.
    assert client.post(action, {"password": "mot", "return_url": page.url}).status_code == 429


@pytest.mark.parametrize(
    "door", ["/_util/authenticate_with_password/1/1/", "/documents/authenticate_with_password/1/"]
)
def test_a_door_reads_no_body_that_no_password_makes(door):
    refused = Client(enforce_csrf_checks=True).post(
        door, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="3000000"
    )
    assert refused.status_code == 413
    assert Client(enforce_csrf_checks=True).post(door, {"password": "mot"}).status_code == 403


def test_a_password_asked_for_from_elsewhere_leads_home(client, page):
    restrict(page, PageViewRestriction.PASSWORD)
    action = action_of(client.get(page.url))
    answer = client.post(action, {"password": "mot", "return_url": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("kind", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
def test_no_cache_keeps_a_private_page_nor_its_door(client, page, kind):
    restrict(page, kind)
    for answer in (client.get(page.url), client.get(page.url, follow=True)):
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 400])
def test_an_address_of_no_page_is_not_found(client, page, number):
    for address in (f"{number}/{page.pk}", f"1/{number}"):
        assert client.get(f"/_util/authenticate_with_password/{address}/").status_code == 404
    assert client.get(f"/documents/authenticate_with_password/{number}/").status_code == 404
