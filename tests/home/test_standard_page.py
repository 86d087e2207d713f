"""A page of text: its way back, its pictures, its cost."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image, Rendition
from wagtail.images.tests.utils import get_test_image_file

from home.models import HomePage
from home.pictures import picture_of
from tests.home.factories import make_page, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    return make_site()


def make_image(title: str = "photo") -> Image:
    return Image.objects.create(title=title, file=get_test_image_file(size=(1600, 900)))


def picture_block(image: Image, **options: object) -> tuple[str, dict[str, object]]:
    return "picture", {"picture": {"image": image.pk, "alt_text": "Un atelier", **options}, "caption": ""}


def test_the_breadcrumb_leads_back_home(home: HomePage, client: Client) -> None:
    make_page(home)

    html = client.get("/cafe-reparation/").content.decode()

    assert '<li><a href="/">Accueil</a></li>' in html
    assert '<li aria-current="page">Le café réparation</li>' in html


def test_the_day_somebody_read_it_again_is_said(home: HomePage, client: Client) -> None:
    make_page(home, reviewed_on="2026-04-14")

    assert "Page relue le 14 avril 2026" in client.get("/cafe-reparation/").content.decode()


def test_pictures_are_made_when_the_page_is_published(home: HomePage) -> None:
    make_page(home, picture_block(make_image()))

    assert Rendition.objects.filter(filter_spec="width-900").count() == 1


def test_reading_a_page_never_makes_a_picture(home: HomePage, client: Client) -> None:
    image = make_image()
    make_page(home, picture_block(image))
    Rendition.objects.all().delete()

    html = client.get("/cafe-reparation/").content.decode()

    assert not Rendition.objects.exists()
    assert image.file.url in html


def test_a_lost_file_does_not_stop_a_publication(home: HomePage) -> None:
    image = make_image()
    default_storage.delete(image.file.name)

    page = make_page(home, picture_block(image))

    assert page.live
    assert not Rendition.objects.exists()


def test_a_picture_that_only_decorates_is_silent(home: HomePage) -> None:
    page = make_page(home, picture_block(make_image(), decorative=True, alt_text=""))

    assert picture_of(page.body[0].value["picture"]).alt == ""


def test_ten_pictures_cost_no_more_queries_than_one(home: HomePage, client: Client) -> None:
    make_page(home, picture_block(make_image()), slug="une")
    make_page(home, *[picture_block(make_image(str(number))) for number in range(10)], slug="dix")
    client.get("/une/")
    with CaptureQueriesContext(connection) as one:
        client.get("/une/")
    with CaptureQueriesContext(connection) as ten:
        client.get("/dix/")

    assert len(ten) == len(one)
    assert len(ten) <= 20
