"""What is not public is nowhere: neither the page, nor its dates, nor its name."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from maillage.bookings.models import Session
from tests.bookings.factories import make_page, make_session
from tests.home.factories import make_site
from tests.places.factories import make_organization, make_place
from tests.workshops.factories import make_workshop_index

from .site import paths_without_form

pytestmark = pytest.mark.django_db

SECRET = "Zanzibar"
RESTRICTIONS = [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]


@pytest.fixture
def organization():
    make_site()
    make_workshop_index()
    return make_organization("Les Mulots")


@pytest.fixture
def session(organization):
    """The date of a page whose name is a secret, at a place that has another, public date."""
    place = make_place(organization, name="La Fabrique")
    make_session(make_page(organization, place=place))
    page = make_page(organization, title=f"{SECRET} en secret", slug=SECRET.lower(), place=place)
    page.save_revision().publish()
    return make_session(page, status_reason=SECRET)


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="mot")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.first())


def hide_by_unpublishing(page):
    page.unpublish()


HIDDEN = {
    **{kind: (lambda page, kind=kind: restrict(page, kind)) for kind in RESTRICTIONS},
    "above": lambda page: restrict(page.get_parent(), PageViewRestriction.PASSWORD),
    "unpublished": hide_by_unpublishing,
}


@pytest.fixture(params=HIDDEN)
def hidden(request, session):
    """The same date, once its page is hidden in one way."""
    HIDDEN[request.param](session.page.specific)
    return session


def lists(session):
    """Every address that lists dates, pages or places, the calendars of all but the page included."""
    shown = [path for path in paths_without_form(session) if session.public_id not in path]
    v1 = ["workshops", "sessions", "sessions?from=2000-01-01", "places", "organizations", "search?q=zanzibar"]
    v2 = ["pages/", "pages/?fields=*", "pages/?type=workshops.WorkshopPage&fields=*", "pages/?slug=zanzibar"]
    this_month = session.local_start
    return [
        *shown,
        *(f"/api/v1/{path}" for path in v1),
        *(f"/api/v2/{path}" for path in v2),
        reverse("bookings:agenda_month", args=[this_month.year, this_month.month]),
        reverse("bookings:agenda_ics"),
        reverse("bookings:organization_ics", args=[session.organization.slug]),
        reverse("bookings:place_ics", args=[session.place.slug]),
        reverse("search:search") + "?q=secret",
    ]


def test_a_published_page_is_on_the_lists(client, session):
    """So that the tests below look for something that is there."""
    found = [path for path in lists(session) if SECRET.encode() in client.get(path).content]
    assert len(found) > 8


def test_no_list_names_what_is_hidden(client, hidden):
    named = [path for path in lists(hidden) if SECRET.encode() in client.get(path).content]
    assert named == []


@pytest.mark.parametrize("route", ["session", "session_ics", "register"])
def test_the_date_of_a_hidden_page_is_not_there(client, hidden, route):
    response = client.get(reverse(f"bookings:{route}", args=[hidden.public_id]))
    assert response.status_code == 404
    assert SECRET.encode() not in response.content


def test_a_page_that_is_not_hidden_has_its_calendar(client, session):
    """So that the test below looks for something that is there."""
    response = client.get(reverse("bookings:page_ics", args=[session.page_id]))
    assert SECRET.encode() in response.content


def test_a_hidden_page_has_no_calendar(client, hidden):
    response = client.get(reverse("bookings:page_ics", args=[hidden.page_id]))
    assert response.status_code == 404
    assert SECRET.encode() not in response.content


def test_nobody_registers_for_a_hidden_page(client, hidden):
    answers = {"name": "Camille", "phone": "0639981234", "seats": "1"}
    response = client.post(reverse("bookings:register", args=[hidden.public_id]), answers)
    assert response.status_code == 404
    assert Session.objects.get(pk=hidden.pk).seats_taken == 0


@pytest.mark.parametrize("path", ["sessions/{0}", "sessions/{0}/form", "workshops/{1}"])
def test_our_api_knows_nothing_of_a_hidden_page(client, hidden, path):
    response = client.get(f"/api/v1/{path.format(hidden.public_id, hidden.page_id)}")
    assert response.status_code == 404


def test_wagtails_api_knows_nothing_of_a_hidden_page(client, hidden):
    assert client.get(f"/api/v2/pages/{hidden.page_id}/").status_code == 404
    assert client.get("/api/v2/pages/find/", {"html_path": hidden.page.url}).status_code == 404


@pytest.fixture
def closed_section(organization):
    """An association whose page only signed-in people may read, with a place and a date."""
    other = make_organization(f"{SECRET} association", phone="02 61 91 00 99")
    restrict(other.page, PageViewRestriction.LOGIN)
    make_session(make_page(organization))
    return other


def test_an_association_behind_a_restriction_is_on_no_list(client, closed_section):
    session = Session.objects.get()
    session.place = make_place(session.organization)
    paths = [*lists(session), "/qui-sommes-nous/"]
    assert [path for path in paths if SECRET.encode() in client.get(path).content] == []


@pytest.mark.parametrize("model", ["images", "documents"])
def test_the_files_of_a_restricted_collection_are_in_no_api(client, organization, media_folder, model):
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Privé"))
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    own = {"title": SECRET, "collection": collection}
    image = Image.objects.create(file=get_test_image_file(), **own)
    document = Document.objects.create(file=ContentFile(b"x", name="secret.txt"), **own)
    key = image.pk if model == "images" else document.pk

    assert SECRET.encode() not in client.get(f"/api/v2/{model}/?fields=*").content
    assert client.get(f"/api/v2/{model}/{key}/").status_code == 404


def test_a_document_of_a_restricted_collection_is_not_served(client, organization, media_folder):
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Privé"))
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.PASSWORD, password="mot"
    )
    document = Document.objects.create(
        title=SECRET, file=ContentFile(b"the secret itself", name="secret.txt"), collection=collection
    )
    assert b"the secret itself" not in client.get(document.url).content


def test_the_password_of_a_page_leads_nowhere_else(client, session):
    restrict(session.page, PageViewRestriction.PASSWORD)
    restriction = PageViewRestriction.objects.get()
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, session.page_id])

    response = client.post(address, {"password": "mot", "return_url": "https://evil.example/"})

    assert "evil.example" not in response.get("Location", "")


def test_an_svg_is_not_taken_for_an_image(admin_client, organization, media_folder):
    svg = ContentFile(
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', name="x.svg"
    )
    admin_client.post(reverse("wagtailimages:add"), {"title": "x", "file": svg, "collection": 1})
    assert not Image.objects.exists()


def test_what_was_uploaded_never_runs_as_a_page_of_the_site(client, organization, media_folder):
    page = ContentFile(b"<script>alert(1)</script>", name="x.html")
    document = Document.objects.create(title="x", file=page)

    served = client.get(document.url)
    uploaded = client.get(f"/media/{document.file.name}")

    assert (
        served["Content-Disposition"].startswith("attachment")
        or "script" in served["Content-Security-Policy"]
    )
    assert "sandbox" in uploaded["Content-Security-Policy"]


def test_visitors_do_not_see_the_bar_of_editors(client, session):
    assert b"wagtail-userbar" not in client.get(session.page.url).content
