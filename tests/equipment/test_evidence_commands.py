"""The two import commands: an answer for every file, never a crash."""

from __future__ import annotations

import json
import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from equipment.models import Evidence, Machine
from maillage.places.models import Organization

from .evidence_samples import DATA, INVENTORIES, Wiped, certificate, nwipe_log
from .factories import make_disk, make_machine

pytestmark = pytest.mark.django_db
OUTCOMES = {"created", "matched", "unchanged", "refused"}
# Where each sample is cut.
CUTS = 9


@pytest.fixture(autouse=True)
def workshop():
    return Organization.objects.create(name="Les Puces", slug="les-puces")


def run(command, *files, **options):
    out = StringIO()
    call_command(command, *map(str, files), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_an_inventory_has_the_five_facts_of_its_answer():
    (row,) = run("import_inventory", DATA / "lshw-laptop.json")
    tag = Machine.objects.get().tag
    assert row == {
        "file": str(DATA / "lshw-laptop.json"),
        "outcome": "created",
        "tag": tag,
        "serial": "MLT5480",
        "reason": "",
    }


def test_an_erasure_has_the_six_facts_of_its_answer(workshop, tmp_path):
    make_disk(make_machine(workshop), serial="W620MLT1")
    path = tmp_path / "nwipe.log"
    path.write_text(nwipe_log(Wiped()))
    assert run("import_erasure", path) == [
        {
            "file": str(path),
            "device": "/dev/sda",
            "status": "Erased",
            "proves_erasure": True,
            "outcome": "matched",
            "reason": "",
        }
    ]


def test_each_file_has_its_answer_whatever_the_others_are(tmp_path):
    rows = run(
        "import_inventory",
        tmp_path,
        tmp_path / "nothing",
        DATA / "lshw-laptop.json",
        DATA / "glpi-desktop.json",
    )
    assert [row["outcome"] for row in rows] == ["refused", "refused", "created", "created"]


def test_a_site_without_organisation_has_its_answers_too(workshop, tmp_path):
    workshop.delete()
    path = tmp_path / "nwipe.log"
    path.write_text(nwipe_log(Wiped()))
    (inventory,) = run("import_inventory", DATA / "lshw-laptop.json")
    (erasure,) = run("import_erasure", path)
    assert inventory["reason"].startswith("Créez d’abord une structure")
    assert (erasure["outcome"], erasure["proves_erasure"]) == ("refused", True)


def test_a_refusal_says_why_in_french(tmp_path):
    (row,) = run("import_inventory", tmp_path / "nothing.json")
    assert row["reason"].startswith("Ce fichier n’existe pas")


@pytest.mark.parametrize("command", ["import_inventory", "import_erasure"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"content": {"bios": ',
        b"\x00\x01\x02\x1b[2J",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf\xff",
        b"[[[[[[[[",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b'[{"serial": 4, "result": []}]',
        b'{"id": "x", "class": "system", "children": [1, [2], {"children": {"children": "x"}}]}',
        "é".encode("latin-1"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(tmp_path, command, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    (row,) = run(command, path)
    assert row["outcome"] == "refused"
    assert row["reason"]


def test_a_file_of_200_mb_is_refused(tmp_path):
    path = tmp_path / "large.log"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    (row,) = run("import_erasure", path)
    assert (row["outcome"], Evidence.objects.exists()) == ("refused", False)


def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.json")
    (row,) = run("import_inventory", name)
    assert row["file"].endswith("/?.json")


@pytest.mark.parametrize("path", INVENTORIES, ids=lambda path: path.name)
def test_no_cut_inventory_is_a_crash(tmp_path, path):
    data, cut = path.read_bytes(), tmp_path / "cut"
    outcomes = set()
    for part in range(CUTS):
        cut.write_bytes(data[: len(data) * part // CUTS])
        outcomes |= {row["outcome"] for row in run("import_inventory", cut)}
    assert outcomes == {"refused"}


@pytest.mark.parametrize("whole", [nwipe_log(Wiped(), Wiped("sdb", serial="W620MLT2")), certificate()])
def test_no_cut_erasure_is_a_crash_nor_a_proof(workshop, tmp_path, whole):
    machine = make_machine(workshop)
    make_disk(machine, serial="W620MLT1")
    make_disk(machine, serial="W620MLT2")
    cut, rows = tmp_path / "cut", []
    for part in range(CUTS):
        cut.write_text(whole[: len(whole) * part // CUTS])
        rows += run("import_erasure", cut)
    assert {row["outcome"] for row in rows} <= OUTCOMES
    assert not any(row["proves_erasure"] for row in rows)


def test_the_organisation_named_owns_what_is_noted(workshop):
    other = Organization.objects.create(name="Les Voisins", slug="les-voisins")
    run("import_inventory", DATA / "lshw-laptop.json", organization="les-voisins")
    assert Machine.objects.get().organization == other


def test_without_a_name_the_busiest_workshop_owns_what_is_noted():
    other = Organization.objects.create(name="Les Voisins", slug="les-voisins")
    make_machine(other)
    (row,) = run("import_inventory", DATA / "lshw-laptop.json")
    assert Machine.objects.get(tag=row["tag"]).organization == other


def test_the_settings_say_who_owns_what_is_noted(settings):
    other = Organization.objects.create(name="Les Voisins", slug="les-voisins")
    settings.MAILLAGE_EQUIPMENT = {"ORGANIZATION": "les-voisins"}
    run("import_inventory", DATA / "lshw-laptop.json")
    assert Machine.objects.get().organization == other


def test_an_organisation_that_nobody_knows_is_an_error():
    with pytest.raises(CommandError):
        run("import_inventory", DATA / "lshw-laptop.json", organization="nobody")


def test_a_tag_names_the_machine(workshop):
    machine = make_machine(workshop)
    (row,) = run("import_inventory", DATA / "lshw-laptop.json", machine=machine.tag)
    assert (row["outcome"], row["tag"]) == ("matched", machine.tag)


def test_a_tag_that_nobody_has_is_a_refusal():
    (row,) = run("import_inventory", DATA / "lshw-laptop.json", machine="ZZZZZZZ")
    assert row["outcome"] == "refused"


def test_without_json_each_file_is_a_line(tmp_path):
    out = StringIO()
    call_command("import_inventory", str(DATA / "lshw-laptop.json"), str(tmp_path), stdout=out)
    assert len(out.getvalue().splitlines()) == 2
