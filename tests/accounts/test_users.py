"""An e-mail address is somebody's name on this site."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from tests.places.factories import make_editor, make_organization, make_superuser

pytestmark = pytest.mark.django_db


def user_answers(**changes):
    return {
        "email": "Camille@Maison.example",
        "first_name": "Camille",
        "last_name": "Martin",
        "password1": "trois petits chats",
        "password2": "trois petits chats",
        "is_active": "on",
        **changes,
    }


def test_the_sign_in_page_asks_for_the_address(client):
    assert "Adresse e-mail" in client.get("/admin/login/").content.decode()


def test_the_sign_in_page_is_in_french(client):
    html = client.get("/admin/login/").content.decode()
    assert ("Mot de passe" in html, "Password" in html) == (True, False)


def test_somebody_signs_in_whatever_the_case_of_the_address(client):
    editor = make_editor(make_organization())
    response = client.post("/admin/login/", {"username": editor.email.upper(), "password": "secret"})
    assert response.url == "/admin/"


def test_a_wrong_password_is_explained_in_french(client):
    make_superuser()
    response = client.post("/admin/login/", {"username": "admin@reseau.example", "password": "x"})
    assert "adresse e-mail" in response.content.decode()


def test_an_administrator_adds_a_user(client):
    client.force_login(make_superuser())
    client.post(reverse("wagtailusers_users:add"), user_answers())
    assert get_user_model().objects.get(last_name="Martin").email == "camille@maison.example"


def test_the_same_address_in_another_case_is_refused(client):
    client.force_login(make_superuser())
    client.post(reverse("wagtailusers_users:add"), user_answers(email="ADMIN@reseau.example"))
    assert get_user_model().objects.count() == 1


def test_an_administrator_changes_a_user(client):
    user = make_editor(make_organization())
    client.force_login(make_superuser())
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    client.post(address, user_answers(password1="", password2=""))
    user.refresh_from_db()
    assert (user.email, user.check_password("secret")) == ("camille@maison.example", True)


def test_the_list_of_users_opens(client):
    client.force_login(make_superuser())
    assert "admin@reseau.example" in client.get(reverse("wagtailusers_users:index")).content.decode()


def test_an_editor_reads_no_user(client):
    client.force_login(make_editor(make_organization()))
    assert client.get(reverse("wagtailusers_users:index")).url == "/admin/"


def test_createsuperuser_asks_for_an_address_only(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "trois petits chats")
    call_command("createsuperuser", "--noinput", email="Chef@Reseau.example", stdout=StringIO())
    assert get_user_model().objects.get(email="chef@reseau.example").is_superuser


def test_a_user_without_address_is_refused():
    with pytest.raises(ValueError, match="e-mail"):
        get_user_model().objects.create_user("")


def test_a_user_is_called_by_their_name_when_it_is_known():
    user = get_user_model()(email="a@b.example", first_name="Camille", last_name="Martin")
    assert str(user) == "Camille Martin"


def test_an_editor_cannot_read_the_names_of_users_in_bulk_actions(client):
    secret = make_superuser("zanzibar@reseau.example")
    client.force_login(make_editor(make_organization()))
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    response = client.get(f"{address}?id={secret.pk}&next=/admin/", follow=True)
    assert "zanzibar" not in response.content.decode()
