"""Labels: measured on the page as it is printed, read as a phone reads them."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from reportlab.lib.units import mm

from equipment.labels.drawing import SMALLEST_CODE, Label, code_size, labels_pdf, shelf_label, trial_pdf
from equipment.labels.sheets import SHEETS
from equipment.models import Lot, Shelf
from equipment.services.arrivals import receive_lot
from tests.equipment.factories import make_machine, make_workshop
from tests.places.factories import make_place

DPI = 200
MM = DPI / 25.4
MOST_OUT = 0.5


def label(number):
    tag = f"K7PM{number:03d}"
    return Label(f"https://collectif-redon.example/m/{tag}", f"{tag[:4]} {tag[4:]}", "Ordinateur portable")


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]


def read(picture):
    return {
        code.text: code.position
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    }


def test_every_code_of_480_labels_is_read_from_the_printed_pages():
    wanted = [label(number) for number in range(480)]
    found = [code for page in pages(labels_pdf(wanted, SHEETS["a4-65"])) for code in read(page)]
    assert sorted(found) == [one.address for one in wanted]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_code_is_never_smaller_than_a_phone_reads(sheet):
    assert code_size(sheet) >= SMALLEST_CODE
    assert code_size(sheet) <= sheet.height


@pytest.mark.parametrize("key", ["a4-24", "a4-65"])
def test_each_code_lies_in_its_cell_within_half_a_millimetre(key):
    sheet = SHEETS[key]
    wanted = [label(number) for number in range(sheet.per_page)]
    found = read(pages(labels_pdf(wanted, sheet))[0])
    side = code_size(sheet)
    edge = max(1.6, (sheet.height - side) / 2)
    for one, (_page, x, y) in zip(wanted, sheet.cells(), strict=False):
        corner, opposite = found[one.address].top_left, found[one.address].bottom_right
        assert corner.x / MM == pytest.approx(x + edge, abs=MOST_OUT)
        assert corner.y / MM == pytest.approx(y + (sheet.height - side) / 2, abs=MOST_OUT)
        assert (opposite.x - corner.x) / MM == pytest.approx(side, abs=MOST_OUT)


def test_the_offsets_move_everything_to_the_right_and_down():
    sheet = SHEETS["a4-24"]
    straight = read(pages(labels_pdf([label(1)], sheet))[0])[label(1).address].top_left
    moved = read(pages(labels_pdf([label(1)], sheet, offset_x=3, offset_y=2))[0])[label(1).address].top_left
    assert (moved.x - straight.x) / MM == pytest.approx(3, abs=0.2)
    assert (moved.y - straight.y) / MM == pytest.approx(2, abs=0.2)


def test_a_sheet_that_was_begun_goes_on_from_its_first_free_sticker():
    sheet = SHEETS["a4-24"]
    found = read(pages(labels_pdf([label(1), label(2)], sheet, start=24))[0])
    assert set(found) == {label(1).address}
    assert found[label(1).address].top_left.y / MM > sheet.height * 7


def test_the_test_sheet_shows_ten_centimetres_that_measure_ten():
    picture = pages(trial_pdf(SHEETS["a4-24"]))[0].point(lambda value: 255 if value < 200 else 0)
    # The longer ticks of the upper ruler: a band across their upper ends.
    band = picture.crop((int(4 * MM), int(3.6 * MM), int(119 * MM), int(3.9 * MM)))
    dark = [x for x in range(band.width) if band.crop((x, 0, x + 1, band.height)).getbbox()]
    ticks = [x for x in dark if x - 1 not in dark]
    assert (ticks[-1] - ticks[0]) / MM == pytest.approx(100, abs=MOST_OUT)


ADDRESS = "equipment_admin:labels"
SHEET = {"sheet": "a4-65", "start": "1", "offset_x": "0", "offset_y": "0"}


def test_the_labels_of_a_lot_lead_to_the_cards_of_its_machines(member_client, workshop):
    lot = Lot.objects.create(organization=workshop, label="Douze unités centrales")
    machines = receive_lot(lot, 12)
    pdf = member_client.post(reverse(ADDRESS), {**SHEET, "lot": lot.pk, "do": "print"})
    found = {address.rpartition("/")[2] for address in read(pages(pdf.content)[0])}
    assert found == {machine.tag for machine in machines}


def test_a_lot_of_another_workshop_is_not_printed(member_client):
    lot = Lot.objects.create(organization=make_workshop("Ailleurs"), label="Un lot")
    assert member_client.post(reverse(ADDRESS), {**SHEET, "lot": lot.pk}).status_code == 422


def test_a_machine_of_another_workshop_is_as_if_it_were_not_there(member_client):
    machine = make_machine(make_workshop("Ailleurs"))
    assert member_client.post(reverse(ADDRESS), {**SHEET, "tags": machine.tag}).status_code == 422


def test_tags_are_typed_as_they_are_read_aloud(member_client, workshop):
    machine = make_machine(workshop)
    pdf = member_client.post(reverse(ADDRESS), {**SHEET, "tags": machine.spoken_tag.lower(), "do": "print"})
    assert len(read(pages(pdf.content)[0])) == 1


def test_a_test_sheet_needs_no_machine(member_client):
    response = member_client.post(reverse(ADDRESS), {**SHEET, "do": "trial"})
    assert response.content.startswith(b"%PDF")


def test_a_cell_that_the_sheet_has_not_is_refused(member_client, workshop):
    machine = make_machine(workshop)
    data = {**SHEET, "start": "66", "tags": machine.tag}
    assert "start" in member_client.post(reverse(ADDRESS), data).context["form"].errors


def test_the_sheet_and_the_offsets_are_there_the_next_time(member_client):
    member_client.post(reverse(ADDRESS), {**SHEET, "offset_x": "1,5", "do": "trial"})
    form = member_client.get(reverse(ADDRESS)).context["form"]
    assert (form["sheet"].value(), form["offset_x"].value()) == ("a4-65", 1.5)


def test_a_shelf_has_a_label_that_opens_its_round(workshop):
    shelf = Shelf.objects.create(organization=workshop, place=make_place(workshop), name="Étagère B2")
    assert shelf_label(shelf).address.endswith(f"/e/{shelf.code}")


def test_a_page_of_a_roll_is_as_large_as_its_label():
    document = pypdfium2.PdfDocument(io.BytesIO(labels_pdf([label(1)], SHEETS["roll-62"])))
    assert document[0].get_size() == pytest.approx((62 * mm, 29 * mm), abs=0.1)
