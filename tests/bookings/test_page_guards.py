"""A page with dates, or what is above it, never vanishes with people's registrations."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import Page

from maillage.bookings.links import registration_path
from maillage.bookings.models import Registration, Session
from maillage.bookings.services import delete_unused_dates
from tests.bookings.factories import enroll, make_page, make_session
from tests.places.factories import make_editor, make_organization, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_page(make_organization("Les Mulots"))


@pytest.fixture
def admin(client):
    user = make_superuser()
    client.force_login(user)
    return user


def action(name, page):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def bulk(name, *pages):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
    query = urlencode([("id", page.pk) for page in pages])
    return f"{address}?{query}&next=/admin/"


def still_there(page):
    return Page.objects.filter(pk=page.pk, live=True).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_a_page_with_dates_is_refused_with_the_way_out(client, admin, page, method):
    enroll(make_session(page))
    response = getattr(client, method)(action("delete", page))
    assert response.status_code == 409
    assert reverse("bookings_dates_cancel_all", args=[page.pk]) in response.content.decode()
    assert still_there(page)


def test_deleting_the_parent_of_a_page_with_dates_is_refused(client, admin, page):
    make_session(page)
    response = client.post(action("delete", page.get_parent()))
    assert (response.status_code, still_there(page)) == (409, True)


def test_deleting_a_page_whose_dates_are_all_past_is_refused(client, admin, page):
    make_session(page, in_days=-9)
    assert client.post(action("delete", page)).status_code == 409


def test_a_page_without_dates_is_deleted(client, admin, page):
    client.post(action("delete", page))
    assert not Page.objects.filter(pk=page.pk).exists()


def test_a_page_is_deleted_once_its_unused_dates_are(client, admin, page):
    make_session(page)
    delete_unused_dates([page.pk])
    client.post(action("delete", page))
    assert not Page.objects.filter(pk=page.pk).exists()


def test_deleting_many_pages_is_refused_when_one_has_dates(client, admin, page):
    other = make_page(page.organization)
    make_session(page)
    response = client.post(bulk("delete", page, other))
    assert (response.status_code, still_there(page), still_there(other)) == (409, True, True)


def test_deleting_the_parent_among_many_is_refused(client, admin, page):
    make_session(page)
    assert client.post(bulk("delete", page.get_parent())).status_code == 409
    assert still_there(page)


def test_unpublishing_a_page_that_people_come_to_is_refused(client, admin, page):
    enroll(make_session(page))
    response = client.post(action("unpublish", page))
    assert (response.status_code, still_there(page)) == (409, True)


def test_unpublishing_a_page_that_nobody_comes_to_any_more_is_free(client, admin, page):
    enroll(make_session(page), "Camille")
    Session.objects.update(status="cancelled")
    client.post(action("unpublish", page))
    assert not still_there(page)


def test_unpublishing_a_parent_with_what_is_below_is_refused(client, admin, page):
    enroll(make_session(page))
    response = client.post(action("unpublish", page.get_parent()), {"include_descendants": "on"})
    assert (response.status_code, still_there(page)) == (409, True)


def test_unpublishing_the_parent_alone_leaves_the_page(client, admin, page):
    enroll(make_session(page))
    assert client.post(action("unpublish", page.get_parent())).status_code == 302
    assert still_there(page)


@pytest.mark.parametrize("below", [{}, {"include_descendants": "on"}])
def test_unpublishing_many_pages_is_refused_when_people_come_to_one(client, admin, page, below):
    enroll(make_session(page))
    response = client.post(bulk("unpublish", page), below)
    assert (response.status_code, still_there(page)) == (409, True)


def test_unpublishing_the_parent_among_many_with_what_is_below_is_refused(client, admin, page):
    enroll(make_session(page))
    response = client.post(bulk("unpublish", page.get_parent()), {"include_descendants": "on"})
    assert (response.status_code, still_there(page)) == (409, True)


def test_moving_a_page_keeps_its_dates_and_people(client, admin, page):
    enroll(make_session(page))
    target = make_organization("Dépan’tek").page
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    page.refresh_from_db()
    assert page.get_parent().pk == target.pk
    assert (Session.objects.filter(page=page).count(), Registration.objects.count()) == (1, 1)


@pytest.fixture
def elsewhere(page):
    """Another branch of the tree, that takes any page."""
    home = page.get_parent().get_parent().get_parent()
    return home.add_child(instance=Page(title="Ailleurs", slug="ailleurs"))


def move(client, page, target):
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))


def move_in_bulk(client, page, target):
    return client.post(bulk("move", page), {"chooser": target.pk})


@pytest.mark.parametrize("moving", [move, move_in_bulk])
def test_moving_what_is_above_a_page_with_people_loses_nothing(client, admin, page, elsewhere, moving):
    registration = enroll(make_session(page))
    response = moving(client, page.get_parent().get_parent(), elsewhere)
    page = Page.objects.get(pk=page.pk).specific
    assert (response.status_code, page.is_descendant_of(elsewhere)) == (302, True)
    assert list(page.sessions.get().registrations.all()) == [registration]
    assert client.get(page.url).status_code == 200
    own_page = client.get(registration_path(registration))
    assert (own_page.status_code, page.title in own_page.content.decode()) == (200, True)


@pytest.mark.parametrize("moving", [move, move_in_bulk])
def test_moving_an_association_into_another_is_refused_and_loses_nothing(client, admin, page, moving):
    registration = enroll(make_session(page))
    target = make_organization("Dépan’tek").page
    response = moving(client, page.get_parent(), target)
    assert response.status_code in (200, 302, 403)
    assert not Page.objects.get(pk=page.pk).is_descendant_of(target)
    assert client.get(registration_path(registration)).status_code == 200


def test_moving_many_pages_keeps_their_dates(client, admin, page):
    make_session(page)
    target = make_organization("Dépan’tek").page
    client.post(bulk("move", page), {"chooser": target.pk})
    page.refresh_from_db()
    assert page.get_parent().pk == target.pk
    assert Session.objects.filter(page=page).count() == 1


def test_copying_a_page_copies_no_date(client, admin, page):
    make_session(page)
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk}
    client.post(action("copy", page), data)
    copy = Page.objects.get(slug="copie")
    assert (copy.sessions.count(), page.sessions.count()) == (0, 1)


def test_publishing_an_older_draft_loses_no_date(admin, page):
    draft = page.save_revision()
    registration = enroll(make_session(page))
    draft.publish(user=admin)
    registration.refresh_from_db()
    assert page.sessions.get().registrations.get() == registration


def test_an_editor_of_the_association_gets_the_same_refusal(client, page):
    enroll(make_session(page))
    client.force_login(make_editor(page.organization))
    assert client.post(action("unpublish", page)).status_code == 409
    assert client.post(action("delete", page)).status_code == 409


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_the_admins_own_api_holds_to_the_same_rules(client, admin, page, action):
    enroll(make_session(page))
    answer = client.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", {})
    assert answer.status_code == 400
    page.refresh_from_db()
    assert page.live


def test_the_admins_own_api_does_not_delete_the_parent_either(client, admin, page):
    make_session(page)
    answer = client.post(f"/admin/api/main/pages/{page.get_parent().pk}/action/delete/", {})
    assert answer.status_code == 400
    assert Session.objects.exists()
