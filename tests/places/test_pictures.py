"""The images of rich texts: made when the page is published, never when it is read."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image, Rendition
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import expand_db_html

from maillage.places.pictures import make_rich_text_renditions
from tests.places.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(media_folder):
    return Image.objects.create(title="atelier", file=get_test_image_file(size=(1600, 900)))


def embed(image, **attributes):
    said = {"embedtype": "image", "id": image.pk, "format": "left", "alt": "Un atelier", **attributes}
    return "<embed " + " ".join(f'{name}="{value}"' for name, value in said.items()) + "/>"


def test_publishing_makes_the_renditions_of_a_rich_text(image):
    page = make_organization().page
    page.presentation = embed(image)
    page.save_revision().publish()

    assert Rendition.objects.get().filter_spec == "width-500"


def test_the_rendition_is_shown_with_its_words_and_size(image):
    image.get_rendition("width-500")

    html = expand_db_html(embed(image, alt="L&quot;atelier"))

    assert 'alt="L&quot;atelier"' in html
    assert 'width="500"' in html
    assert 'class="richtext-image left"' in html


def test_without_a_rendition_the_file_itself_is_shown_and_nothing_is_written(image):
    with CaptureQueriesContext(connection) as queries:
        html = expand_db_html(embed(image))

    assert image.file.url in html
    assert all(query["sql"].startswith("SELECT") for query in queries)


def test_many_images_cost_as_much_as_one(image):
    others = [Image.objects.create(title="un", file=get_test_image_file()) for _number in range(5)]
    with CaptureQueriesContext(connection) as queries:
        expand_db_html("".join(embed(one) for one in [image, *others]))

    assert len(queries) == 2


@pytest.mark.parametrize(
    "attributes", [{"id": 999}, {"id": "999999999999999999999"}, {"id": "x"}, {"format": "unknown"}]
)
def test_what_cannot_be_drawn_leaves_an_empty_picture(image, attributes):
    assert expand_db_html(embed(image, **attributes)) == '<img alt="">'


def test_a_lost_file_does_not_stop_the_publication(image):
    default_storage.delete(image.file.name)
    page = make_organization().page
    page.presentation = embed(image)

    assert make_rich_text_renditions(page) == 0
