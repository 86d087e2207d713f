"""The e-mail of an invitation."""

import pytest

from accounts.messages import render_invitation
from accounts.services import accept_invitation, invite_editor, revoke_invitation
from maillage.outbox.renderers import render
from tests.accounts.factories import GOOD_PASSWORD, make_invitation, path_of
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization("Clic'n Puces")


def email_of(invitation):
    return render_invitation({"invitation": invitation.pk})


def test_the_outbox_knows_how_to_write_it(organization):
    invitation = make_invitation(organization)
    assert render("accounts.invitation", {"invitation": invitation.pk}).to == "claude@maison.example"


def test_the_subject_names_the_organization(organization):
    assert email_of(make_invitation(organization)).subject == "Clic'n Puces vous invite"


def test_the_text_holds_the_link(organization, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://reseau.example"
    invitation = make_invitation(organization)
    assert "https://reseau.example/invitation/" in email_of(invitation).text


def test_the_text_is_plain(organization):
    assert "Clic'n Puces" in email_of(make_invitation(organization)).text


def test_the_text_says_who_invites(organization):
    editor = make_editor(organization)
    invitation = invite_editor(email="a@b.example", organization=organization, invited_by=editor)
    assert f"{editor.email} vous invite" in email_of(invitation).text


@pytest.mark.parametrize(
    "end", [revoke_invitation, lambda one: accept_invitation(one, password=GOOD_PASSWORD)]
)
def test_nothing_leaves_once_the_invitation_is_over(organization, end):
    invitation = make_invitation(organization)
    end(invitation)
    assert email_of(invitation) is None


def test_the_link_of_the_text_is_the_one_that_works(client, organization):
    invitation = make_invitation(organization)
    link = next(line for line in email_of(invitation).text.splitlines() if "/invitation/" in line)
    assert path_of(invitation).split(".")[0] in link
    assert client.get("/" + link.split("/", 3)[3]).status_code == 200
