"""What editors put in Wagtail keeps nothing of where and when it was taken, whichever door it came by."""

from __future__ import annotations

import io
import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Filter, Image
from wagtail.images.shortcuts import get_renditions_or_not_found

from equipment.card.actions import add_photo
from maillage.web import images
from maillage.web.images import UnreadablePicture, without_metadata
from tests.equipment.factories import make_machine, make_workshop
from tests.places.factories import make_superuser
from tests.web.pictures import TOLD, announced, photo

pytestmark = pytest.mark.django_db

FILM = b"\x00\x00\x00\x18ftypmp42 GPS 47.6516"


def told(content):
    return [one for one in TOLD if one in content]


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("side", [1, 6])
def test_the_points_stay_and_what_was_noted_goes(name, side):
    content = photo(name, side=side)
    kept = without_metadata(content)
    assert told(content)
    assert told(kept) == []
    assert without_metadata(kept) == kept
    with Pillow.open(io.BytesIO(content)) as before, Pillow.open(io.BytesIO(kept)) as after:
        assert list(before.get_flattened_data()) == list(after.get_flattened_data())
        assert after.info["icc_profile"] == before.info["icc_profile"]
        assert dict(after.getexif()) == ({0x0112: 6} if side == 6 and name == "JPEG" else {})


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_what_follows_the_picture_goes_with_the_rest(options):
    content = photo(size=(400, 300), **options)
    assert told(without_metadata(content + content + FILM)) == []
    assert without_metadata(content + FILM) == without_metadata(content)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"GIF89a", b"RIFF\x00\x00\x00\x00AVI "])
def test_a_file_of_another_kind_is_not_touched(content):
    assert without_metadata(content) is None


@pytest.mark.parametrize("cut", [3, 5, 20, 60])
def test_a_jpeg_that_does_not_go_on_like_one_is_said_to_be_so(cut):
    with pytest.raises(UnreadablePicture):
        without_metadata(photo()[:cut])


@pytest.fixture
def team(client):
    client.force_login(make_superuser())
    return client


def sent(name="JPEG", **options):
    return SimpleUploadedFile(f"vacances.{'jpg' if name == 'JPEG' else name.lower()}", photo(name, **options))


def by_the_form(team):
    team.post(reverse("wagtailimages:add"), {"title": "Photo", "file": sent(), "collection": 1})


def by_several_at_once(team):
    added = team.post(
        reverse("wagtailimages:add_multiple"), {"title": "Photo", "files[]": sent(), "collection": 1}
    )
    assert json.loads(added.content)["success"]


def by_the_chooser(team):
    address = reverse("wagtailimages_chooser:create")
    named = {"image-chooser-upload-title": "Photo", "image-chooser-upload-file": sent()}
    team.post(address, {**named, "image-chooser-upload-collection": 1})


def by_replacing(team):
    plain = io.BytesIO()
    Pillow.new("RGB", (9, 9)).save(plain, "JPEG")
    image = Image.objects.create(title="Photo", file=ContentFile(plain.getvalue(), name="a.jpg"))
    team.post(
        reverse("wagtailimages:edit", args=[image.pk]), {"title": "Photo", "file": sent(), "collection": 1}
    )


def by_a_script(team):
    Image.objects.create(title="Photo", file=ContentFile(photo(), name="a.jpg"))


def by_the_card_of_a_machine(team):
    machine = make_machine(make_workshop())
    add_photo(machine, ContentFile(photo(), name="a.jpg"), is_public=True, by=None)


DOORS = [by_the_form, by_several_at_once, by_the_chooser, by_replacing, by_a_script, by_the_card_of_a_machine]


@pytest.mark.parametrize("door", DOORS)
def test_no_door_keeps_what_a_camera_noted(team, media_folder, door):
    door(team)
    image = Image.objects.get()
    with image.file.open() as file:
        content = file.read()
    with image.get_rendition("width-30|format-jpeg").file.open() as file:
        rendition = file.read()
    assert (image.width, image.height) == (60, 40)
    assert told(content) == told(rendition) == []
    assert image.get_file_size() == len(content)


@pytest.mark.parametrize("name", ["PNG", "WEBP", "AVIF"])
def test_no_kind_of_picture_keeps_it(media_folder, name):
    image = Image.objects.create(title="Photo", file=ContentFile(photo(name), name=f"a.{name.lower()}"))
    with image.file.open() as file, Pillow.open(file) as kept:
        assert not kept.getexif()
        assert kept.info.get("icc_profile")
    assert image.file_hash


def test_a_picture_that_lies_on_its_side_is_shown_upright(media_folder):
    image = Image.objects.create(title="Photo", file=ContentFile(photo(side=6), name="a.jpg"))
    rendition = image.get_rendition("width-30")
    assert rendition.height > rendition.width


def test_a_picture_too_large_to_be_shown_often_is_made_smaller(media_folder):
    content = photo(size=(6000, 4000), side=6)
    image = Image.objects.create(title="Photo", file=ContentFile(content, name="a.jpg"))
    with image.file.open() as file, Pillow.open(file) as kept:
        assert kept.size == (image.width, image.height) == (2667, 4000)


@pytest.mark.parametrize("specs", [["width-30"], ["width-30", "width-20|format-webp", "fill-9x9"]])
def test_a_reduced_copy_waits_for_its_turn_and_the_page_does_without(media_folder, monkeypatch, specs):
    image = Image.objects.create(title="Photo", file=ContentFile(photo(), name="a.jpg"))
    filters = [Filter(spec=spec) for spec in specs]
    monkeypatch.setattr(images, "PATIENCE", 0)
    with images.one_at_a_time():
        shown = get_renditions_or_not_found(image, filters)
        assert {copy.url for copy in shown.values()} == {f"{settings.MEDIA_URL}not-found"}
        assert not image.renditions.exists()
    monkeypatch.undo()
    assert set(image.create_renditions(*filters)) == set(filters)


@pytest.mark.parametrize("content", [announced(7000, 7000), announced(20_000, 20_000)])
def test_the_form_refuses_too_many_points_in_words(team, media_folder, content):
    file = SimpleUploadedFile("a.png", content)
    answer = team.post(reverse("wagtailimages:add"), {"title": "Photo", "file": file, "collection": 1})
    assert "Cette image est trop grande" in answer.content.decode()
    assert not Image.objects.exists()


def test_a_script_that_saves_too_many_points_is_refused(media_folder):
    with pytest.raises(ValidationError, match="trop grande"):
        Image.objects.create(
            title="x", width=1, height=1, file=ContentFile(announced(7000, 7000), name="a.png")
        )


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_a_document_that_is_a_picture_is_cleaned_too(media_folder, name):
    document = Document.objects.create(
        title="Plan", file=ContentFile(photo(name), name=f"plan.{name.lower()}")
    )
    with document.file.open() as file:
        content = file.read()
    assert told(content) == []
    assert (document.file_size, bool(document.file_hash)) == (len(content), True)


@pytest.mark.parametrize("content", [b"%PDF-1.7 GPS", b"\xff\xd8\xff no picture GPS", b"GPS", b""])
def test_any_other_document_is_kept_as_it_is(media_folder, content):
    document = Document.objects.create(title="Plan", file=ContentFile(content, name="plan.bin"))
    with document.file.open() as file:
        assert file.read() == content


@pytest.fixture
def of_before(media_folder):
    """A picture with a reduced copy, and a document, as they were kept before the upgrade."""
    image = Image.objects.create(title="Avant", file=ContentFile(photo(), name="avant.jpg"))
    rendition = image.get_rendition("width-30")
    document = Document.objects.create(title="Avant", file=ContentFile(photo(), name="avant.jpg"))
    for row in (image, rendition, document):
        with row.file.storage.open(row.file.name, "wb") as file:
            file.write(photo())
    Image.objects.create(title="Propre", file=ContentFile(photo(), name="propre.jpg"))
    return image, rendition, document


def contents(*rows):
    found = []
    for row in rows:
        with row.file.storage.open(row.file.name) as file:
            found.append(file.read())
    return found


def test_the_command_cleans_what_was_there_before(of_before, capsys, django_capture_on_commit_callbacks):
    image, _rendition, document = of_before
    old = [(row.file.storage, row.file.name) for row in of_before]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clean_pictures")
    image, document = Image.objects.get(pk=image.pk), Document.objects.get(pk=document.pk)
    again = image.renditions.get()
    assert [told(content) for content in contents(image, again, document)] == [[], [], []]
    assert (again.filter_spec, image.file_size) == ("width-30", len(contents(image)[0]))
    assert "2 fichiers nettoyés." in capsys.readouterr().out
    assert [name for storage, name in old if storage.exists(name)] == []


def test_the_command_cleans_what_is_too_large_to_be_drawn_anew(of_before, capsys, monkeypatch):
    image, _rendition, _document = of_before
    monkeypatch.setattr("maillage.web.kept_files.MOST_PIXELS", 1)
    monkeypatch.setattr("maillage.web.images.MOST_JPEG_PIXELS", 1)
    call_command("clean_pictures")
    cleaned = Image.objects.get(pk=image.pk)
    assert [told(content) for content in contents(cleaned, cleaned.renditions.get())] == [[], []]
    assert (cleaned.width, cleaned.height) == (60, 40)
    assert capsys.readouterr().err == ""


def test_the_command_has_nothing_to_do_twice(of_before, capsys):
    call_command("clean_pictures")
    named = {image.file.name for image in Image.objects.all()}
    capsys.readouterr()
    call_command("clean_pictures")
    assert "0 fichiers nettoyés." in capsys.readouterr().out
    assert {image.file.name for image in Image.objects.all()} == named


def test_a_reduced_copy_alone_is_made_again(of_before):
    image, _rendition, _document = of_before
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(without_metadata(photo()))
    call_command("clean_pictures")
    assert told(contents(Image.objects.get(pk=image.pk).renditions.get())[0]) == []


def test_a_dry_run_counts_and_writes_nothing(of_before, capsys):
    call_command("clean_pictures", "--dry-run")
    assert "2 à nettoyer." in capsys.readouterr().out
    assert [bool(told(content)) for content in contents(*of_before)] == [True, True, True]


def test_a_file_that_is_lost_stops_nothing(of_before, capsys):
    image, _rendition, document = of_before
    image.file.storage.delete(image.file.name)
    call_command("clean_pictures")
    said = capsys.readouterr()
    assert "1 fichiers nettoyés." in said.out
    assert "« Avant »" in said.err
    assert told(contents(Document.objects.get(pk=document.pk))[0]) == []
