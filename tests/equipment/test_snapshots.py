"""Inventories, whatever the tool that wrote them."""

from __future__ import annotations

import json

import pytest

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_inventory
from equipment.models import EvidenceFormat, Technology
from equipment.states import Kind
from tests.equipment.evidence_samples import Wiped, document, nwipe_log, raw, sample


def lshw(**changes):
    return raw(json.dumps({**document("lshw-laptop.json"), **changes}))


def test_lshw_json_tells_the_machine():
    assert read_inventory(sample("lshw-laptop.json")).fields() == {
        "kind": Kind.LAPTOP,
        "maker": "Dell Inc.",
        "model": "Latitude 5480",
        "processor": "Intel(R) Core(TM) i5-7300U CPU @ 2.60GHz",
        "memory_mb": 8192,
        "storage_gb": 500,
    }


def test_lshw_json_in_a_list_says_the_same():
    listed = raw(json.dumps([document("lshw-laptop.json")]))
    assert read_inventory(listed) == read_inventory(sample("lshw-laptop.json"))


def test_lshw_json_with_objects_side_by_side_is_read():
    two = json.dumps(document("lshw-laptop.json")) + "\n" + json.dumps({"id": "power", "class": "power"})
    assert read_inventory(raw(two)).serial == "MLT5480"


def test_lshw_json_in_utf_16_is_read():
    text = json.dumps(document("lshw-laptop.json"))
    assert read_inventory(raw(text.encode("utf-16"))).serial == "MLT5480"


def test_a_usb_key_and_an_optical_drive_are_no_disks_of_the_machine():
    assert [disk.serial for disk in read_inventory(sample("lshw-laptop.json")).disks] == ["W620MLT1"]


def test_a_disk_that_turns_is_a_hard_disk():
    assert read_inventory(sample("lshw-laptop.json")).disks[0].technology == Technology.HDD


def test_a_piece_of_lshw_is_refused():
    with pytest.raises(EvidenceRefused):
        read_inventory(raw(json.dumps({"id": "disk", "class": "disk", "serial": "W620MLT1"})))


def test_lshw_without_the_rights_of_root_lists_no_disk_for_sure():
    tree = json.dumps(document("lshw-laptop.json")).replace('"serial": "W620MLT1", ', "")
    assert not read_inventory(raw(tree)).complete


def test_a_placeholder_is_no_serial_number():
    assert read_inventory(lshw(serial="To be filled by O.E.M.")).serial == ""


def test_lshw_xml_tells_the_machine():
    snapshot = read_inventory(sample("lshw-laptop.xml"))
    assert (snapshot.format, snapshot.serial, snapshot.kind) == (
        EvidenceFormat.LSHW_XML,
        "PF0MLT01",
        Kind.LAPTOP,
    )


def test_the_model_of_a_lenovo_is_the_one_that_people_know():
    assert read_inventory(sample("lshw-laptop.xml")).model == "ThinkPad X1 Carbon 5th"


def test_an_nvme_disk_has_the_serial_of_its_controller_and_the_size_of_its_room():
    disk = read_inventory(sample("lshw-laptop.xml")).disks[0]
    assert (disk.serial, disk.size, disk.technology) == ("S41GNXMLT0001", 256060514304, Technology.SSD)


def test_xml_that_declares_entities_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><list>&b;</list>'
    with pytest.raises(EvidenceRefused):
        read_inventory(raw(bomb))


def test_xml_nested_without_end_is_refused():
    with pytest.raises(EvidenceRefused):
        read_inventory(raw("<node class='system' id='a'>" * 100_000))


def test_json_nested_without_end_is_refused():
    with pytest.raises(EvidenceRefused):
        read_inventory(raw("[" * 200_000))


def test_a_tree_deeper_than_a_computer_is_refused():
    tree = {"id": "core", "class": "bus"}
    for _level in range(100):
        tree = {"id": "core", "class": "bus", "children": [tree]}
    with pytest.raises(EvidenceRefused):
        read_inventory(lshw(children=[tree]))


def test_glpi_tells_the_machine():
    assert read_inventory(sample("glpi-desktop.json")).fields() == {
        "kind": Kind.DESKTOP,
        "maker": "Hewlett-Packard",
        "model": "HP ProDesk 600 G2 SFF",
        "processor": "Intel(R) Core(TM) i3-6100 CPU @ 3.70GHz",
        "memory_mb": 4096,
        "storage_gb": 500,
    }


def test_glpi_leaves_out_what_is_plugged_in():
    assert [disk.serial for disk in read_inventory(sample("glpi-desktop.json")).disks] == ["WD-WCC2EMLT0001"]


def test_a_partial_inventory_of_glpi_does_not_list_every_disk():
    partial = {**document("glpi-desktop.json"), "partial": True}
    assert not read_inventory(raw(json.dumps(partial))).complete


def test_an_old_snapshot_of_workbench_counts_in_binary_megabytes():
    assert read_inventory(sample("workbench-2018.json")).disks[0].size == 305245 * 2**20


def test_a_snapshot_of_workbench_without_a_real_serial_has_none():
    assert read_inventory(sample("workbench-2018.json")).serial == ""


def test_smartctl_tells_a_snapshot_which_disk_does_not_turn():
    assert read_inventory(sample("workbench-2025.json")).disks[0].technology == Technology.SSD


def test_a_snapshot_of_workbench_that_holds_no_lshw_is_refused():
    with pytest.raises(EvidenceRefused):
        read_inventory(raw(json.dumps({"type": "Snapshot", "data": {"lshw": "nothing"}})))


def dmidecode(maker="LENOVO"):
    """Return what dmidecode prints of a laptop with one module of 8 GB and an empty socket."""
    sections = {
        1: f"System Information\n\tManufacturer: {maker}\n\tProduct Name: 20HR\n\tSerial Number: PF0MLT",
        2: f"Base Board Information\n\tManufacturer: {maker}\n\tProduct Name: 20HR\n\tSerial Number: L3MLT",
        3: "Chassis Information\n\tType: Notebook\n\tSerial Number: PF0MLT",
        4: "Processor Information\n\tManufacturer: Intel\n\tVersion: Intel(R) Core(TM) i7-7500U",
        17: "Memory Device\n\tSize: 8 GB\n\tManufacturer: Samsung\n\tSerial Number: 21AMLT",
    }
    handles = [
        f"Handle 0x{number:04X}, DMI type {number}, 27 bytes\n{lines}" for number, lines in sections.items()
    ]
    empty = "Handle 0x0099, DMI type 17, 40 bytes\nMemory Device\n\tSize: No Module Installed"
    return "\n\n".join(["# dmidecode 3.2", *handles, empty]) + "\n"


SMART = {
    "device": {"name": "/dev/nvme0", "type": "nvme"},
    "model_name": "SAMSUNG MZVLW1T0",
    "serial_number": "S35MLT",
    "user_capacity": {"bytes": 1024209543168},
}


def signed(**printed):
    evidence = [{"type": "HardwareList", "operation": name, "output": text} for name, text in printed.items()]
    return raw(json.dumps({"type": ["VerifiableCredential", "DeviceSnapshot"], "evidence": evidence}))


def test_a_snapshot_of_workbench_without_lshw_is_read_from_dmidecode():
    data = {"dmidecode": dmidecode(), "smartctl": [json.dumps(SMART)]}
    found = read_inventory(raw(json.dumps({"type": "Snapshot", "data": data})))
    assert (found.serial, found.maker, found.kind, found.board.serial) == (
        "PF0MLT",
        "LENOVO",
        Kind.LAPTOP,
        "L3MLT",
    )
    assert (found.fields()["memory_mb"], found.processor) == (8192, "Intel(R) Core(TM) i7-7500U")
    assert [(disk.serial, disk.technology) for disk in found.disks] == [("S35MLT", Technology.SSD)]


def test_what_smartctl_alone_lists_may_not_be_every_disk():
    data = {"dmidecode": dmidecode(), "smartctl": [SMART]}
    assert not read_inventory(raw(json.dumps({"type": "Snapshot", "data": data}))).complete


def test_a_usb_disk_beside_dmidecode_is_not_inside():
    plugged = {**SMART, "device": {"name": "/dev/sdb", "type": "usbjmicron"}}
    data = {"dmidecode": dmidecode(), "smartctl": [plugged]}
    assert read_inventory(raw(json.dumps({"type": "Snapshot", "data": data}))).disks == ()


def test_a_signed_snapshot_of_workbench_is_read():
    lshw = json.dumps(document("lshw-laptop.json"))
    assert read_inventory(signed(lshw=lshw)).serial == read_inventory(sample("lshw-laptop.json")).serial


def test_a_signed_snapshot_may_write_what_was_printed_as_html_does():
    lshw = json.dumps(document("lshw-laptop.json")).replace('"', "&quot;")
    assert read_inventory(signed(lshw=lshw)).serial == read_inventory(sample("lshw-laptop.json")).serial


@pytest.mark.parametrize("printed", [{}, {"lshw": "nothing"}, {"dmidecode": "# dmidecode 3.2\n"}])
def test_a_signed_snapshot_that_holds_no_machine_is_refused(printed):
    with pytest.raises(EvidenceRefused):
        read_inventory(signed(**printed))


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "[]",
        "[1, 2]",
        '"text"',
        "null",
        '{"content": {}}',
        '{"content": {"bios": [], "hardware": 4}}',
        '{"id": 3, "class": []}',
        '{"content": {"bios": {"ssn": {"a": 1}}, "storages": "none", "cpus": [4, null]}}'.replace(
            "bios", "x"
        ),
        "<list></list>",
        "<html><body>lshw</body></html>",
        "une lettre de Camille",
        "\x00\x01\x02\x03",
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_inventory_is_refused(content):
    with pytest.raises(EvidenceRefused):
        read_inventory(raw(content))


def test_values_of_unforeseen_kinds_are_left_out():
    odd = {"content": {"bios": {"ssn": {"a": 1}, "smodel": ["x"]}, "storages": "none", "cpus": [4, None]}}
    snapshot = read_inventory(raw(json.dumps(odd)))
    assert (snapshot.serial, snapshot.fields()) == ("", {})


def test_a_log_of_nwipe_is_sent_to_the_other_import():
    with pytest.raises(EvidenceRefused):
        read_inventory(raw(nwipe_log(Wiped())))
