"""Inviting, renewing, taking back, accepting."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.errors import AlreadyEditor, InvitationNotValid, NoGroup
from accounts.messages import invitation_from_token
from accounts.models import Invitation
from accounts.services import accept_invitation, invite_editor, revoke_invitation
from maillage.outbox.models import Message
from maillage.places.models import OrganizationLogEntry
from tests.accounts.factories import GOOD_PASSWORD, make_invitation, path_of
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization("Les Mulots")


def token_of(invitation):
    return path_of(invitation).split("/")[2]


def test_an_invitation_is_good_for_fourteen_days(organization):
    invitation = make_invitation(organization)
    assert timedelta(days=13) < invitation.expires_at - timezone.now() <= timedelta(days=14)


def test_the_address_is_kept_in_lower_case(organization):
    assert make_invitation(organization, " Claude@Maison.example ").email == "claude@maison.example"


def test_a_message_waits_in_the_outbox(organization):
    invitation = make_invitation(organization)
    message = Message.objects.get(kind="accounts.invitation")
    assert (message.params, message.organization) == ({"invitation": invitation.pk}, organization)


def test_inviting_again_keeps_one_invitation(organization):
    first = make_invitation(organization)
    assert make_invitation(organization, "CLAUDE@maison.example").pk == first.pk


def test_inviting_again_kills_the_former_link(organization):
    old = token_of(make_invitation(organization))
    make_invitation(organization)
    with pytest.raises(InvitationNotValid):
        invitation_from_token(old)


def test_inviting_again_starts_the_time_anew(organization):
    Invitation.objects.filter(pk=make_invitation(organization).pk).update(expires_at=timezone.now())
    assert not make_invitation(organization).is_over


def test_inviting_again_sends_a_new_message(organization):
    make_invitation(organization)
    make_invitation(organization)
    assert Message.objects.filter(kind="accounts.invitation").count() == 2


def test_two_organizations_may_invite_the_same_person(organization):
    first = make_invitation(organization)
    assert make_invitation(make_organization("Dépan’tek")).pk != first.pk


def test_somebody_who_is_in_already_is_not_invited(organization):
    editor = make_editor(organization)
    with pytest.raises(AlreadyEditor, match="a déjà accès"):
        make_invitation(organization, editor.email.upper())


def test_an_organization_without_group_cannot_invite(organization):
    organization.group.delete()
    organization.refresh_from_db()
    with pytest.raises(NoGroup):
        make_invitation(organization)


def test_the_log_does_not_keep_the_address(organization):
    make_invitation(organization)
    entry = OrganizationLogEntry.objects.get(action="accounts.invite")
    assert "claude" not in f"{entry.label} {entry.data}"


def test_accepting_makes_an_account_in_the_group(organization):
    user, is_new = accept_invitation(
        make_invitation(organization), first_name="Claude", last_name="Martin", password=GOOD_PASSWORD
    )
    assert is_new
    assert (user.get_full_name(), list(user.groups.all())) == ("Claude Martin", [organization.group])
    assert user.check_password(GOOD_PASSWORD)


def test_accepting_gives_no_more_than_the_editors_rights(organization):
    user, _is_new = accept_invitation(make_invitation(organization), password=GOOD_PASSWORD)
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_an_account_that_is_there_joins_with_its_password(organization):
    user = make_editor(make_organization("Dépan’tek"), "claude@maison.example")
    joined, is_new = accept_invitation(make_invitation(organization), password="another")
    assert not is_new
    assert joined == user
    assert joined.check_password("secret")
    assert joined.groups.count() == 2


def test_an_invitation_is_accepted_once(organization):
    invitation = make_invitation(organization)
    accept_invitation(invitation, password=GOOD_PASSWORD)
    with pytest.raises(InvitationNotValid):
        accept_invitation(invitation, password=GOOD_PASSWORD)


def test_of_two_who_hold_the_same_row_one_comes_in(organization):
    invitation = make_invitation(organization)
    same = Invitation.objects.get(pk=invitation.pk)
    accept_invitation(invitation, password=GOOD_PASSWORD)
    with pytest.raises(InvitationNotValid):
        accept_invitation(same, password="anything else")
    assert get_user_model().objects.get(email=invitation.email).check_password(GOOD_PASSWORD)


def test_an_account_that_cannot_be_made_leaves_the_invitation_open(organization, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    invitation = make_invitation(organization)
    monkeypatch.setattr(get_user_model().objects, "create_user", fail)
    with pytest.raises(RuntimeError):
        accept_invitation(invitation, password=GOOD_PASSWORD)
    assert Invitation.objects.open().filter(pk=invitation.pk).exists()


def test_an_invitation_that_was_taken_back_cannot_be_accepted(organization):
    invitation = make_invitation(organization)
    revoke_invitation(invitation)
    with pytest.raises(InvitationNotValid):
        accept_invitation(invitation, password=GOOD_PASSWORD)


def test_an_invitation_is_taken_back_once(organization):
    invitation = make_invitation(organization)
    revoke_invitation(invitation)
    with pytest.raises(InvitationNotValid):
        revoke_invitation(invitation)


def test_a_new_invitation_follows_one_that_was_taken_back(organization):
    revoke_invitation(make_invitation(organization))
    assert invite_editor(email="claude@maison.example", organization=organization).revoked_at is None


def test_an_invitation_whose_time_is_over_cannot_be_accepted(organization):
    invitation = make_invitation(organization)
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    with pytest.raises(InvitationNotValid):
        accept_invitation(invitation, password=GOOD_PASSWORD)
