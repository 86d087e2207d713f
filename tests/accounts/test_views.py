"""The page that an invitation leads to."""

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.utils import timezone

from accounts.models import Invitation
from accounts.services import accept_invitation, revoke_invitation
from tests.accounts.factories import GOOD_PASSWORD, answers, make_invitation, path_of
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return make_organization("Les Mulots")


@pytest.fixture
def invitation(organization):
    return make_invitation(organization)


def test_the_page_says_for_whom_and_with_which_address(client, invitation):
    html = client.get(path_of(invitation)).content.decode()
    assert "Publier avec Les Mulots" in html
    assert "claude@maison.example" in html


def test_reading_the_page_changes_nothing(client, invitation, django_assert_num_queries):
    client.get(path_of(invitation))
    assert Invitation.objects.open().filter(pk=invitation.pk).exists()


def test_the_page_is_never_kept(client, invitation):
    assert "no-store" in client.get(path_of(invitation))["Cache-Control"]


def test_a_newcomer_comes_in_signed_in(client, invitation):
    response = client.post(path_of(invitation), answers())
    assert response.url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_newcomer_sees_the_section_of_the_association(client, invitation, organization):
    client.post(path_of(invitation), answers())
    assert client.get(f"/admin/pages/{organization.page.pk}/edit/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_name": ""}, "Tapez votre prénom."),
        ({"password2": "autre chose"}, "Les deux mots de passe sont différents."),
        ({"password1": "court", "password2": "court"}, "Ce mot de passe est trop court."),
        ({"password1": "12345678901", "password2": "12345678901"}, "entièrement numérique"),
        ({"password1": "claude@maison", "password2": "claude@maison"}, "trop semblable"),
        ({"first_name": "x" * 151}, "au plus 150 caractères"),
        ({"first_name": "nul\x00"}, "Le caractère nul n’est pas autorisé."),
    ],
)
def test_a_wrong_answer_is_explained(client, invitation, changes, message):
    html = client.post(path_of(invitation), answers(**changes)).content.decode()
    assert message in html


def test_a_wrong_answer_makes_no_account(client, invitation):
    client.post(path_of(invitation), answers(password2="autre chose"))
    assert not get_user_model().objects.filter(email=invitation.email).exists()


def test_a_wrong_answer_keeps_what_was_typed(client, invitation):
    html = client.post(path_of(invitation), answers(password2="autre")).content.decode()
    assert 'value="Claude"' in html


def test_somebody_who_has_an_account_is_asked_nothing(client, invitation):
    make_editor(make_organization("Dépan’tek"), invitation.email)
    assert "password1" not in client.get(path_of(invitation)).content.decode()


def test_somebody_who_has_an_account_joins_and_signs_in_by_themselves(client, invitation, organization):
    user = make_editor(make_organization("Dépan’tek"), invitation.email)
    client.post(path_of(invitation))
    assert organization.group in user.groups.all()
    assert "_auth_user_id" not in client.session


def expired(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    return path_of(invitation)


def revoked(invitation):
    revoke_invitation(invitation)
    return path_of(invitation)


def accepted(invitation):
    accept_invitation(invitation, password=GOOD_PASSWORD)
    return path_of(invitation)


def renewed(invitation):
    path = path_of(invitation)
    make_invitation(invitation.organization)
    return path


def altered(invitation):
    return path_of(invitation)[:-2] + "x/"


def unknown(invitation):
    path = path_of(invitation)
    invitation.delete()
    return path


def of_another_purpose(invitation):
    signer = signing.TimestampSigner(salt="maillage.registration", sep=".")
    return f"/invitation/{signer.sign(f'{invitation.public_id.hex}.0')}/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("spoil", [expired, revoked, accepted, renewed, altered, unknown, of_another_purpose])
def test_a_link_that_opens_nothing_has_one_answer(client, invitation, spoil, method):
    response = getattr(client, method)(spoil(invitation), answers() if method == "post" else {})
    assert response.status_code == 404
    assert "Demandez une nouvelle invitation." in response.content.decode()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "..", "é"])
def test_nonsense_for_a_link_has_the_same_answer(client, token):
    assert client.get(f"/invitation/{token}/").status_code == 404


def test_a_link_is_too_old_after_fourteen_days_whatever_the_row_says(client, invitation, monkeypatch):
    old = timezone.now().timestamp() - 15 * 24 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: old)
    path = path_of(invitation)
    monkeypatch.undo()
    assert client.get(path).status_code == 404
