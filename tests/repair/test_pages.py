"""The public pages of repair cafés, and « Annoncer mon objet » with the registration."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from maillage.bookings.models import Registration, RegistrationSource
from maillage.bookings.services import register_from_form
from repair.categories import Category
from repair.forms import AnnouncementForm
from repair.models import DateSkill, HouseRules, ItemAnnouncement
from repair.personal_data import erase, expire, export, find
from repair.services.published import publish_rules
from repair.totals import rebuild_totals
from tests.repair.factories import make_cafe, make_date, make_record, make_skill

pytestmark = pytest.mark.django_db

PERSON = {"name": "Claude Martin", "email": "claude@maison.example", "seats": 1}


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def picture():
    """A JPEG that tells where it was taken."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (47.0, 39.0, 0.0)}
    kept = io.BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "JPEG", exif=exif)
    return SimpleUploadedFile("photo.jpg", kept.getvalue(), "image/jpeg")


def announcement_form(session, files=None, **answers):
    page = session.page.specific
    return page.get_registration_form_class()({**PERSON, **answers}, files, session=session, page=page)


def announce(session, files=None, **answers):
    form = announcement_form(session, files, **answers)
    assert form.is_valid(), form.errors
    return register_from_form(session, form, source=RegistrationSource.WEB)


def test_a_cafe_says_what_can_be_brought(client):
    body = read(client, make_cafe().url)

    assert "Le petit électroménager" in body
    assert "Les vêtements" in body


def test_a_date_shows_the_usual_skills(client):
    page = make_cafe()
    page.skills.set([make_skill()])
    page.save()
    make_date(page)

    assert "Couture" in read(client, page.url)


def test_a_date_with_its_own_skills_shows_those_only(client):
    page = make_cafe()
    page.skills.set([make_skill()])
    page.save()
    DateSkill.objects.create(session=make_date(page), skill=make_skill("Vélo", "velo"))
    body = read(client, page.url)

    assert "Vélo" in body
    assert "Couture" not in body


def test_the_last_rules_are_on_the_page_and_the_former_ones_stay(client):
    page = make_cafe()
    for text in ("Vous participez.", "Vous participez avec nous."):
        publish_rules(HouseRules(organization=page.organization, text=text))

    assert "Vous participez avec nous." in read(client, page.url)
    assert list(HouseRules.objects.values_list("version", flat=True)) == [2, 1]


def test_more_dates_cost_no_more_queries(client, django_assert_max_num_queries):
    page = make_cafe()
    for week in range(1, 9):
        make_date(page, in_days=7 * week)
    client.get(page.url)

    with django_assert_max_num_queries(20):
        client.get(page.url)


def test_the_form_asks_which_object_comes(client):
    session = make_date()
    body = read(client, reverse("bookings:register", args=[session.public_id]))

    assert 'name="item"' in body
    assert '<option value="grille-pain">' in body


def test_a_cafe_may_ask_nothing_of_the_object():
    session = make_date(make_cafe(asks_item=False))

    assert not isinstance(announcement_form(session), AnnouncementForm)


def test_an_announced_object_is_kept_with_the_kind_that_its_name_says():
    announce(make_date(), item="Mon grille-pain", item_age="6", item_fault="Le levier remonte.")

    item = ItemAnnouncement.objects.get()
    assert (item.item, item.category, item.age) == ("Mon grille-pain", Category.TOASTER, 6)


def test_who_waits_announces_an_object_too():
    session = make_date(capacity=1)
    announce(session, item="lampe")
    announce(session, item="lampe", name="Dominique")

    assert ItemAnnouncement.objects.count() == 2


def test_an_object_without_a_name_is_asked_for():
    form = announcement_form(make_date())

    assert form.errors["item"][0].startswith("Tapez ce que vous apportez")


def test_the_object_is_not_kept_twice():
    registration = announce(make_date(), item="lampe")

    assert Registration.objects.get(pk=registration.pk).answers == {}


def test_a_photo_loses_what_the_camera_noted(settings, tmp_path):
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path}
    announce(make_date(), files={"item_photo": picture()}, item="lampe")

    with ItemAnnouncement.objects.get().photo.open("rb") as file, Image.open(file) as kept:
        assert dict(kept.getexif()) == {}


def test_a_person_finds_what_they_announced():
    announce(make_date(), item="lampe", item_fault="fil abîmé")

    assert len(find("claude@maison.example")) == 1
    assert export("claude@maison.example")[0]["fault"] == "fil abîmé"


def test_an_erased_object_keeps_its_kind_only():
    announce(make_date(), item="lampe", item_fault="appartient à Claude")
    erase("claude@maison.example")

    item = ItemAnnouncement.objects.get()
    assert (item.item, item.fault, item.category) == ("", "", Category.LAMP)


def test_an_announced_object_ends_with_its_registration():
    registration = announce(make_date(), item="lampe")
    day_after = registration.expires_on.replace(year=registration.expires_on.year + 1)

    assert expire(registration.expires_on) == 0
    assert expire(day_after) == 1


def test_the_statistics_show_what_was_repaired(client):
    make_record()
    rebuild_totals()

    assert "Grille-pain" in read(client, reverse("repair:statistics"))


@pytest.mark.parametrize(
    "query", ["?annee=1800", "?annee=x", "?cafe=ailleurs", "?categorie=999", "?categorie="]
)
def test_a_filter_that_is_not_offered_is_left_out(client, query):
    assert read(client, reverse("repair:statistics") + query)


def test_the_statistics_may_be_narrowed(client):
    make_record()
    make_record(group_identifier="Ailleurs", category=Category.LAMP)
    rebuild_totals()
    body = read(client, reverse("repair:statistics") + "?cafe=Ailleurs&categorie=15&annee=2026")

    assert "<b>1</b>" in body


def test_the_table_of_the_statistics_is_neutral(client):
    make_record(group_identifier="=1+1")
    rebuild_totals()

    assert "'=1+1" in read(client, reverse("repair:statistics_csv") + "?par=cafe")


def test_an_unknown_object_is_said_so(client):
    body = read(client, reverse("repair:chances") + "?objet=licorne")

    assert "Nous ne connaissons pas ce mot" in body


def test_the_open_data_are_streamed_to_anybody(client):
    make_record()
    response = client.get("/api/v1/repairs.csv")

    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert b"".join(response).count(b"\r\n") == 2


def test_who_has_the_open_data_already_is_told_so(client):
    make_record()
    etag = client.get("/api/v1/repairs.csv")["ETag"]

    assert client.get("/api/v1/repairs.csv", headers={"If-None-Match": etag}).status_code == 304


def test_a_repair_that_is_corrected_changes_the_tag(client):
    record = make_record()
    etag = client.get("/api/v1/repairs.csv")["ETag"]
    record.brand = "Moulinex"
    record.save()

    assert client.get("/api/v1/repairs.csv", headers={"If-None-Match": etag}).status_code == 200
