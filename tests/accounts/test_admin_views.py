"""The screen where an association invites its colleagues."""

import pytest
from django.test import override_settings
from django.urls import reverse

from accounts.models import Invitation
from tests.accounts.factories import make_invitation
from tests.places.factories import make_editor, make_organization, make_superuser

pytestmark = pytest.mark.django_db

SCREEN = "/admin/invitations/"


@pytest.fixture
def organization():
    return make_organization("Les Mulots")


@pytest.fixture
def other():
    return make_organization("La Vilaine Bidouille")


@pytest.fixture
def editor_client(client, organization):
    client.force_login(make_editor(organization))
    return client


def test_an_editor_invites_a_colleague(editor_client, organization):
    editor_client.post(SCREEN, {"email": "claude@maison.example", "organization": organization.pk})
    assert Invitation.objects.get().organization == organization


def test_the_screen_confirms_in_french(editor_client, organization):
    response = editor_client.post(
        SCREEN, {"email": "claude@maison.example", "organization": organization.pk}, follow=True
    )
    assert "L’invitation pour claude@maison.example part." in response.content.decode()


def test_an_editor_cannot_invite_for_another_association(editor_client, other):
    editor_client.post(SCREEN, {"email": "claude@maison.example", "organization": other.pk})
    assert not Invitation.objects.exists()


def test_somebody_who_is_in_already_is_named_beside_the_field(editor_client, organization):
    colleague = make_editor(organization, "deja@maison.example")
    response = editor_client.post(SCREEN, {"email": colleague.email, "organization": organization.pk})
    assert "Cette personne a déjà accès." in response.content.decode()


@pytest.mark.parametrize("email", ["", "claude", "a@b.example\x00", "a@b.example, c@d.example", "x" * 300])
def test_an_address_that_is_none_is_refused(editor_client, organization, email):
    editor_client.post(SCREEN, {"email": email, "organization": organization.pk})
    assert not Invitation.objects.exists()


def test_the_screen_shows_who_has_not_answered(editor_client, organization):
    make_invitation(organization)
    assert "claude@maison.example" in editor_client.get(SCREEN).content.decode()


def test_the_screen_does_not_show_the_invitations_of_others(editor_client, other):
    make_invitation(other)
    assert "claude@maison.example" not in editor_client.get(SCREEN).content.decode()


def test_an_editor_takes_an_invitation_back(editor_client, organization):
    invitation = make_invitation(organization)
    editor_client.post(reverse("invitations:revoke", args=[invitation.pk]))
    assert not Invitation.objects.pending().exists()


def test_an_editor_cannot_take_back_the_invitation_of_others(editor_client, other):
    invitation = make_invitation(other)
    response = editor_client.post(reverse("invitations:revoke", args=[invitation.pk]))
    assert response.status_code == 404
    assert Invitation.objects.pending().exists()


def test_reading_the_address_that_takes_back_does_nothing(editor_client, organization):
    invitation = make_invitation(organization)
    assert editor_client.get(reverse("invitations:revoke", args=[invitation.pk])).status_code == 405
    assert Invitation.objects.pending().exists()


def test_taking_back_twice_says_so(editor_client, organization):
    address = reverse("invitations:revoke", args=[make_invitation(organization).pk])
    editor_client.post(address)
    response = editor_client.post(address, follow=True)
    assert "déjà été acceptée ou annulée" in response.content.decode()


@override_settings(MAILLAGE_ACCOUNTS={"INVITATIONS_PER_USER_PER_HOUR": 2})
def test_an_editor_invites_so_many_people_an_hour(editor_client, organization):
    for name in "abc":
        answer = editor_client.post(SCREEN, {"email": f"{name}@x.example", "organization": organization.pk})
    assert "Attendez une heure, puis invitez les autres." in answer.content.decode()
    assert Invitation.objects.count() == 2


@override_settings(MAILLAGE_ACCOUNTS={"INVITATIONS_PER_USER_PER_HOUR": 1})
def test_a_refused_invitation_counts_too(editor_client, organization):
    colleague = make_editor(organization, "deja@maison.example")
    for email in (colleague.email, "claude@maison.example"):
        editor_client.post(SCREEN, {"email": email, "organization": organization.pk})
    assert not Invitation.objects.exists()


def test_somebody_without_the_permission_is_sent_away(client, organization):
    editor = make_editor(organization)
    organization.group.permissions.filter(codename="add_invitation").delete()
    client.force_login(editor)
    assert client.get(SCREEN).url == "/admin/"


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(SCREEN).url == f"/admin/login/?next={SCREEN}"


def test_the_menu_leads_to_the_screen(editor_client):
    assert SCREEN in editor_client.get("/admin/").content.decode()


def test_an_administrator_chooses_the_organization(client, organization, other):
    client.force_login(make_superuser())
    client.post(SCREEN, {"email": "claude@maison.example", "organization": other.pk})
    assert Invitation.objects.get().organization == other
