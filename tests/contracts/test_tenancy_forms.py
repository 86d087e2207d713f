"""What an editor may not do to another association by a form, whatever it is made to send."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import Invitation
from maillage.places.models import Place
from tests.bookings.factories import make_page
from workshops.models import WorkshopPage

from .associations import SECRET, signed_in

pytestmark = pytest.mark.django_db

FORMSETS = ("facilitators", "comments")
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")


@pytest.mark.parametrize("action", ["copy", "move", "create_alias"])
def test_nobody_puts_a_page_into_the_section_of_others(editor, theirs, action):
    own = make_page(editor.groups.get().organization)
    section = theirs.organization.page
    asked = {"destination_page_id": section.pk, "recursive": False}

    response = signed_in(editor).post(
        f"/admin/api/main/pages/{own.pk}/action/{action}/", asked, content_type="application/json"
    )
    moved = signed_in(editor).post(reverse("wagtailadmin_pages:move_confirm", args=[own.pk, section.pk]))

    assert response.status_code in (400, 403)
    assert moved.status_code in (302, 403, 404)
    assert not section.get_children().filter(pk=own.pk).exists()
    assert section.get_children().count() == 2


def test_the_form_of_a_workshop_refuses_another_organization(editor, theirs):
    section = editor.groups.get().organization.page
    address = reverse("wagtailadmin_pages:add", args=["workshops", "workshoppage", section.pk])
    answer = signed_in(editor).post(
        address,
        {
            "title": "Vol",
            "slug": "vol",
            "introduction": "x",
            "organization": theirs.organization.pk,
            "questions-count": "0",
            **{f"{name}-{count}": "0" for name in FORMSETS for count in COUNTS},
        },
    )

    assert answer.status_code == 200
    assert "organization" in answer.context["form"].errors
    assert not WorkshopPage.objects.filter(slug="vol").exists()


@pytest.mark.parametrize("key", ["9223372036854775808", "x", "1e9", "0"])
def test_the_form_of_a_workshop_comes_back_when_its_place_makes_no_sense(editor, key):
    section = editor.groups.get().organization.page
    address = reverse("wagtailadmin_pages:add", args=["workshops", "workshoppage", section.pk])
    answer = signed_in(editor).post(address, {"title": "Vol", "place": key, "questions-count": "0"})

    assert answer.status_code == 200
    assert "place" in answer.context["form"].errors


def test_the_form_of_a_workshop_refuses_a_place_that_others_keep_hidden(editor, theirs):
    section = editor.groups.get().organization.page
    address = reverse("wagtailadmin_pages:add", args=["workshops", "workshoppage", section.pk])
    hidden = Place.objects.get(name=SECRET)
    answer = signed_in(editor).post(address, {"title": "Vol", "place": hidden.pk, "questions-count": "0"})

    assert "place" in answer.context["form"].errors
    assert SECRET not in answer.content.decode()


def test_the_card_of_a_place_refuses_another_organization(editor, theirs):
    answer = signed_in(editor).post(
        reverse("network_places:add"), {"commune": "Allaire", "organization": theirs.organization.pk}
    )

    assert answer.status_code == 200
    assert not Place.objects.filter(commune="Allaire", organization=theirs.organization).exists()


def test_nobody_invites_to_the_association_of_others(editor, theirs):
    asked = {"email": "ami@maison.example", "organization": theirs.organization.pk}
    signed_in(editor).post(reverse("invitations:index"), asked)

    assert not Invitation.objects.filter(email="ami@maison.example").exists()


def test_an_editor_cannot_make_an_administrator_of_themselves(editor):
    client = signed_in(editor)
    asked = {"is_superuser": "on", "groups": list(Group.objects.values_list("pk", flat=True))}
    groups = set(editor.groups.values_list("pk", flat=True))
    for name in ("wagtailadmin_account", "wagtailusers_users:add"):
        client.post(reverse(name), {**asked, "email": editor.email, "name_email-email": editor.email})
    client.post(reverse("wagtailusers_users:edit", args=[editor.pk]), asked)
    editor.refresh_from_db()

    assert not editor.is_superuser
    assert set(editor.groups.values_list("pk", flat=True)) == groups


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_and_acting_lead_nowhere_else(editor, address):
    own = make_page(editor.groups.get().organization)
    client = signed_in()
    signing_in = client.post(
        reverse("wagtailadmin_login"), {"username": editor.email, "password": "secret", "next": address}
    )
    actions = [
        client.post(reverse("wagtailadmin_pages:unpublish", args=[own.pk]), {"next": address}),
        client.post(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            + f"?id={own.pk}&next={address}"
        ),
        client.post(reverse("wagtailadmin_logout"), {"next": address}),
    ]

    assert signing_in.status_code == 302
    assert [one.url for one in [signing_in, *actions] if one.status_code == 302 and "evil" in one.url] == []
