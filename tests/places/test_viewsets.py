"""The admin's screens of places and organisations, as their editors and as others."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page

from maillage.places.models import Organization, OrganizationLogEntry, OrganizationPage, Place
from tests.places.factories import (
    make_editor,
    make_index_page,
    make_organization,
    make_place,
    make_superuser,
    make_team_member,
)

pytestmark = pytest.mark.django_db

OBJECT_SCREENS = ["edit", "delete", "history", "history_results", "usage", "copy", "inspect"]


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


@pytest.fixture
def team_client(client):
    client.force_login(make_team_member())
    return client


def screen(name, *args):
    return reverse(f"network_places:{name}", args=args)


def card(organization, **changes):
    return {"commune": "Redon", "organization": organization.pk, **changes}


@pytest.mark.parametrize("name", OBJECT_SCREENS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_screen_opens_the_place_of_others(editor_client, other, name, method):
    place = make_place(other, name="Secret")
    response = getattr(editor_client, method)(screen(name, place.pk))
    assert response.status_code == 404
    assert "Secret" not in response.content.decode()


@pytest.mark.parametrize("name", ["edit", "history", "usage", "copy", "inspect"])
def test_each_screen_opens_ones_own_place(editor_client, organization, name):
    place = make_place(organization)
    assert editor_client.get(screen(name, place.pk)).status_code == 200


@pytest.mark.parametrize("key", ["0", "99999999999999999999999999"])
def test_a_key_that_cannot_be_is_not_found(editor_client, key):
    assert editor_client.get(f"/admin/places/edit/{key}/").status_code == 404


def test_the_list_shows_ones_own_places_only(editor_client, organization, other):
    own = make_place(organization)
    make_place(other)
    assert list(editor_client.get(screen("index")).context["object_list"]) == [own]


def test_the_filters_offer_ones_own_communes_only(editor_client, organization, other):
    make_place(organization, commune="Redon")
    make_place(other, commune="Peillac")
    html = editor_client.get(screen("index")).content.decode()
    assert ("Redon" in html, "Peillac" in html) == (True, False)


def test_the_search_looks_in_ones_own_places(editor_client, organization, other):
    own = make_place(organization, name="Salle des fêtes")
    make_place(other, name="Salle des fêtes")
    response = editor_client.get(screen("index_results"), {"q": "fêtes"})
    assert list(response.context["object_list"]) == [own]


def test_the_list_is_in_french(editor_client):
    assert "Ajouter un lieu" in editor_client.get(screen("index")).content.decode()


def test_an_editor_adds_a_place(editor_client, organization):
    editor_client.post(screen("add"), card(organization, name="Salle des fêtes"))
    assert Place.objects.get().slug == "redon-salle-des-fetes"


def test_the_only_organization_is_chosen_beforehand(editor_client, organization, other):
    html = editor_client.get(screen("add")).content.decode()
    assert f'<option value="{organization.pk}" selected>' in html
    assert other.name not in html


def test_a_place_cannot_be_given_to_others(editor_client, other):
    response = editor_client.post(screen("add"), card(other))
    assert not Place.objects.exists()
    assert "Sélectionnez un choix valide" in response.content.decode()


def test_a_place_cannot_be_moved_to_others(editor_client, organization, other):
    place = make_place(organization)
    editor_client.post(screen("edit", place.pk), card(other))
    place.refresh_from_db()
    assert place.organization == organization


def test_a_copy_is_saved_as_a_new_place(editor_client, organization):
    place = make_place(organization, name="Salle")
    assert editor_client.get(screen("copy", place.pk)).context["action_url"] == screen("add")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"commune": ""}, "obligatoire"),
        ({"postal_code": "3560"}, "Tapez cinq chiffres"),
        ({"latitude": "47.65"}, "Tapez la latitude et la longitude"),
        ({"latitude": "91", "longitude": "0"}, "90"),
        ({"latitude": "nan", "longitude": "0"}, "nombre"),
        ({"name": "x" * 121}, "120"),
        ({"name": "nul\x00"}, "nul"),
    ],
)
def test_a_wrong_card_is_explained_and_not_kept(editor_client, organization, changes, message):
    html = editor_client.post(screen("add"), card(organization, **changes)).content.decode()
    assert not Place.objects.exists()
    assert message in html


def test_an_editor_may_not_delete_a_place(editor_client, organization):
    place = make_place(organization)
    assert editor_client.get(screen("delete", place.pk)).status_code == 302
    assert Place.objects.filter(pk=place.pk).exists()


def test_the_team_deletes_a_place(team_client, organization):
    place = make_place(organization)
    team_client.post(screen("delete", place.pk))
    assert not Place.objects.exists()


def test_the_list_says_in_words_who_reads_the_address(client):
    organization = make_organization("Les Mulots")
    make_place(organization, name="La maison", address_for_registered_only=True)
    client.force_login(make_editor(organization))
    assert "Donnée aux personnes inscrites" in client.get(reverse("network_places:index")).content.decode()


def test_the_team_sees_every_place(team_client, organization, other):
    make_place(organization)
    make_place(other)
    assert len(team_client.get(screen("index")).context["object_list"]) == 2


def test_the_export_holds_ones_own_places_only(editor_client, organization, other):
    make_place(organization, commune="Redon")
    make_place(other, commune="Peillac")
    content = b"".join(editor_client.get(screen("index"), {"export": "csv"})).decode()
    assert ("Redon" in content, "Peillac" in content) == (True, False)


def test_the_history_tells_who_changed_ones_own_place(editor_client, organization):
    place = make_place(organization)
    editor_client.post(screen("edit", place.pk), card(organization, name="Salle"))
    assert "Modifié" in editor_client.get(screen("history", place.pk)).content.decode()


def test_the_log_says_whose_the_place_is(editor_client, organization):
    editor_client.post(screen("add"), card(organization))
    entry = OrganizationLogEntry.objects.for_instance(Place.objects.get()).get()
    assert entry.organization == organization


def test_the_history_of_the_site_shows_ones_own_changes(editor_client, organization):
    editor_client.post(screen("add"), card(organization, name="Salle des fêtes"))
    assert "Salle des fêtes" in editor_client.get("/admin/reports/site-history/").content.decode()


def test_the_team_adds_an_organization_in_one_step(team_client):
    make_index_page()
    answers = {"name": "Dépan’tek", "kind": "association", "role": "Réparer."}
    team_client.post(reverse("network_organizations:add"), answers)
    organization = Organization.objects.get(name="Dépan’tek")
    assert (organization.role, organization.page.live) == ("Réparer.", True)
    assert organization.group is not None


def test_the_team_is_told_to_make_the_list_first(team_client):
    response = team_client.post(
        reverse("network_organizations:add"), {"name": "Dépan’tek", "kind": "association"}
    )
    assert "Créez d’abord la page" in response.content.decode()
    assert not Organization.objects.exists()


def test_the_team_is_told_when_the_name_is_taken(team_client, organization):
    response = team_client.post(
        reverse("network_organizations:add"), {"name": "les mulots", "kind": "association"}
    )
    assert "porte déjà ce nom" in response.content.decode()


def test_an_editor_does_not_add_organizations(editor_client):
    assert editor_client.get(reverse("network_organizations:add")).status_code == 302


def org_card(**changes):
    links = {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0, "links-MIN_NUM_FORMS": 0}
    return {"name": "Les Mulots", "kind": "association", **links, **changes}


def test_an_editor_changes_the_card_of_the_association(editor_client, organization):
    address = reverse("network_organizations:edit", args=[organization.pk])
    editor_client.post(address, org_card(phone="02 61 91 00 10"))
    organization.refresh_from_db()
    assert organization.phone == "02 61 91 00 10"


def test_an_editor_does_not_change_the_address_of_the_association(editor_client, organization):
    address = reverse("network_organizations:edit", args=[organization.pk])
    editor_client.post(address, org_card(slug="autre"))
    organization.refresh_from_db()
    assert organization.slug == "les-mulots"


def test_a_card_keeps_its_own_name(editor_client, organization):
    address = reverse("network_organizations:edit", args=[organization.pk])
    assert editor_client.post(address, org_card()).status_code == 302


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage"])
def test_no_screen_opens_the_card_of_others(editor_client, other, name):
    assert editor_client.get(reverse(f"network_organizations:{name}", args=[other.pk])).status_code == 404


def test_the_chooser_offers_the_shared_places_of_others(editor_client, other):
    make_place(other, name="Salle partagée")
    window = json.loads(editor_client.get(reverse("place_chooser:choose")).content)
    assert "Salle partagée" in window["html"]


def test_the_chooser_finds_by_commune(editor_client, organization):
    make_place(organization, commune="Redon")
    make_place(organization, commune="Peillac")
    html = editor_client.get(reverse("place_chooser:choose_results"), {"q": "peill"}).content.decode()
    assert ("Peillac" in html, "Redon" in html) == (True, False)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_choosing_what_cannot_be_is_not_found(editor_client, key):
    assert editor_client.get(reverse("place_chooser:chosen", args=[key])).status_code == 404


def test_a_place_is_added_from_the_chooser(editor_client, organization):
    editor_client.post(reverse("place_chooser:create"), card(organization))
    assert Place.objects.get().organization == organization


def test_a_place_cannot_be_given_to_others_from_the_chooser(editor_client, other):
    editor_client.post(reverse("place_chooser:create"), card(other))
    assert not Place.objects.exists()


def test_the_menu_holds_the_network(editor_client):
    menu = editor_client.get("/admin/").content.decode()
    assert f'"url": "{screen("index")}"' in menu


def test_the_explorer_opens_on_ones_own_section(editor_client, organization, other):
    index = make_index_page()
    response = editor_client.get(f"/admin/pages/{index.pk}/")
    assert response.url == f"/admin/pages/{organization.page.pk}/"


def test_the_explorer_does_not_show_the_section_of_others(editor_client, organization, other):
    html = editor_client.get(f"/admin/pages/{organization.page.pk}/").content.decode()
    assert "La Vilaine Bidouille" not in html


def test_an_editor_does_not_edit_the_section_of_others(editor_client, other):
    assert editor_client.get(f"/admin/pages/{other.page.pk}/edit/").status_code == 404


def test_an_editor_publishes_in_the_section(editor_client, organization):
    page = organization.page
    editor_client.post(
        f"/admin/pages/{page.pk}/edit/",
        {"title": "Nous", "slug": page.slug, "presentation": "null", "action-publish": "1"},
    )
    assert OrganizationPage.objects.get(pk=page.pk).title == "Nous"


def test_a_published_page_of_others_can_be_linked_to(editor_client, other):
    other.page.add_child(instance=Page(title="Charte", slug="charte"))
    response = editor_client.get(reverse("wagtailadmin_choose_page_search"), {"q": "charte"})
    assert "Charte" in response.content.decode()


def test_a_screen_of_the_admin_asks_to_sign_in(client):
    assert client.get(screen("index")).url == f"/admin/login/?next={screen('index')}"


def test_somebody_without_access_to_the_admin_is_sent_away(client, organization):
    editor = make_editor(organization)
    organization.group.permissions.clear()
    client.force_login(editor)
    assert client.get(screen("index")).status_code == 302


def test_the_screen_of_a_group_offers_the_permissions(client, organization):
    client.force_login(make_superuser())
    html = client.get(reverse("wagtailusers_groups:edit", args=[organization.group.pk])).content.decode()
    assert "Peut agir au nom de toutes les structures" in html
