"""An inventory that may leave out a disk proves nothing: somebody opens the machine, and signs."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from equipment.conditions import as_it_stands, doubts_of
from equipment.errors import Missing, NotAllowed, NotProved, WrongState
from equipment.evidence.snapshot import Snapshot
from equipment.models import DataProof, EvidenceFormat, LedgerEntry, Machine, ProofKind
from equipment.services import undo
from equipment.services.components import attach, detach, parts_in
from equipment.services.contents import note_contents
from equipment.services.evidence import note_reading
from equipment.services.inventory import Importing, import_inventory
from equipment.services.ledger import project
from equipment.services.merging import merge, unmerge
from equipment.services.proofs import note_no_storage
from equipment.states import Custody, DataStatus, Step
from tests.equipment.doors import words_of
from tests.equipment.evidence_samples import document, raw
from tests.equipment.factories import (
    do,
    machine_in,
    make_disk,
    make_evidence,
    make_inventory,
    make_machine,
    make_member,
    make_responsible,
    make_workshop,
    ready_machine,
)

pytestmark = pytest.mark.django_db

WORDS = "Ouverte : un seul disque."
BLIND = {"gaps": "tool", "shows_storage": False}
# (from, transition): whatever goes on, is kept for somebody, or leaves.
DOORS = [
    ((Step.DIAGNOSED, Custody.OURS), "wipe"),
    ((Step.WIPED, Custody.OURS), "refurbish"),
    ((Step.REFURBISHED, Custody.OURS), "test"),
    ((Step.TESTED, Custody.OURS), "make_ready"),
    ((Step.READY, Custody.OURS), "reserve"),
    ((Step.READY, Custody.OURS), "give"),
    ((Step.READY, Custody.OURS), "sell"),
    ((Step.READY, Custody.OURS), "lend"),
    ((Step.READY, Custody.RESERVED), "give"),
    ((Step.ARRIVED, Custody.OURS), "recycle"),
]


def again(machine):
    return Machine.objects.get(pk=machine.pk)


def sign(machine, by=None, **said):
    return note_contents(machine, by=by or make_member(machine.organization), words=WORDS, **said)


@pytest.mark.parametrize(("state", "code"), DOORS, ids=str)
def test_no_door_opens_to_a_machine_in_doubt(workshop, state, code):
    machine = machine_in(workshop, *state)
    make_inventory(machine)
    with pytest.raises(NotProved, match="RAID"):
        do(machine, code)


@pytest.mark.parametrize(("state", "code"), DOORS, ids=str)
def test_signed_for_it_goes_on(workshop, state, code):
    machine = machine_in(workshop, *state)
    make_inventory(machine)
    sign(machine)
    assert do(machine, code).code == code


def test_a_machine_in_doubt_is_not_in_the_public_stock(workshop, client):
    machine = ready_machine(workshop)
    make_inventory(machine)
    assert machine not in Machine.objects.available()
    assert client.get(reverse("equipment_public:machine", args=[machine.tag])).status_code == 410
    assert client.get(f"/api/v1/stock/{machine.tag}").status_code == 404


def test_signed_for_it_is_there_again_and_no_row_of_the_ledger_was_needed(workshop):
    machine = ready_machine(workshop)
    make_inventory(machine)
    told = LedgerEntry.objects.count()
    sign(machine)
    assert machine in Machine.objects.available()
    assert LedgerEntry.objects.count() == told


def test_the_signature_keeps_who_and_in_what_words(workshop):
    machine, member = ready_machine(workshop), make_member(workshop)
    evidence = make_inventory(machine)
    proof = sign(machine, member)
    evidence.refresh_from_db()
    assert (proof.kind, proof.details.actor, proof.details.words) == (ProofKind.CONTENTS, member, WORDS)
    assert evidence.settled_by == proof


def test_an_inventory_that_comes_after_the_signature_is_signed_for_again(workshop):
    machine = ready_machine(workshop)
    make_inventory(machine)
    sign(machine)
    later = make_inventory(machine)
    assert doubts_of(machine) == [later]


def test_a_complete_inventory_settles_nothing(workshop):
    machine = ready_machine(workshop)
    make_inventory(machine)
    make_inventory(machine, "", shows_storage=True)
    assert machine in Machine.objects.doubtful()


def test_it_lapses_when_the_machine_comes_back(workshop):
    machine = ready_machine(workshop)
    make_inventory(machine)
    sign(machine)
    do(machine, "lend")
    do(machine, "take_back")
    assert again(machine) in Machine.objects.doubtful()


def test_it_stands_when_the_exit_is_taken_back(workshop):
    machine, leader = ready_machine(workshop), make_responsible(workshop)
    make_inventory(machine)
    sign(machine)
    undo(do(machine, "give", by=leader), by=leader)
    assert again(machine) in Machine.objects.available()


def test_what_came_back_in_doubt_does_not_go_to_its_donor(workshop):
    machine = ready_machine(workshop)
    do(machine, "lend")
    do(machine, "take_back")
    detach(parts_in(machine).get(), by=None)
    note_no_storage(machine, by=make_member(workshop))
    make_inventory(machine, **BLIND)
    with pytest.raises(NotProved, match="pas été vu"):
        do(machine, "send_back")


def test_a_donor_gets_back_what_nobody_else_had(workshop):
    machine = make_machine(workshop)
    make_inventory(machine)
    do(machine, "send_back")
    assert again(machine).custody == Custody.SENT_BACK


@pytest.mark.parametrize("gaps", ["controller", "raid", "disk", ""])
def test_no_disk_is_refused_where_an_inventory_shows_storage(workshop, gaps):
    machine = make_machine(workshop)
    make_inventory(machine, gaps)
    with pytest.raises(NotProved, match="montre du stockage"):
        note_no_storage(machine, by=make_member(workshop))
    assert not machine.proofs.exists()


def test_no_disk_answers_for_a_tool_that_cannot_list_them(workshop):
    machine = make_machine(workshop)
    make_inventory(machine, **BLIND)
    note_no_storage(machine, by=make_member(workshop))
    assert again(machine).data_status == DataStatus.NO_STORAGE


def test_who_signs_that_nothing_is_inside_says_that_there_is_no_disk(workshop):
    machine = make_machine(workshop)
    make_inventory(machine, "controller")
    sign(machine)
    assert again(machine).data_status == DataStatus.NO_STORAGE
    do(machine, "recycle")


def test_a_disk_put_in_later_raises_no_doubt(workshop):
    machine = make_machine(workshop)
    make_inventory(machine, "controller")
    sign(machine)
    disk = make_disk()
    attach(disk, machine, by=None)
    assert again(machine).data_status == DataStatus.TO_ERASE
    assert not doubts_of(machine)


def test_a_doubt_is_told_by_the_axis_of_data(workshop):
    machine = ready_machine(workshop)
    make_inventory(machine)
    project(machine)
    assert again(machine).data_status == DataStatus.UNSEEN


def test_a_doubt_follows_the_tag_that_leads_to_another(workshop):
    machine, other = make_machine(workshop), ready_machine(workshop)
    leader = make_responsible(workshop)
    make_inventory(machine)
    merge(machine, other, by=leader)
    assert again(other) in Machine.objects.doubtful()
    sign(other, leader)
    assert again(other) in Machine.objects.available()
    unmerge(again(machine), by=leader)
    assert again(machine) in Machine.objects.doubtful()


def test_dismantling_does_not_tell_that_nothing_was_hidden(workshop):
    machine = machine_in(workshop, Step.DIAGNOSED, Custody.OURS)
    make_inventory(machine)
    do(machine, "dismantle", by=make_member(workshop))
    assert again(machine).data_status == DataStatus.UNSEEN
    with pytest.raises(NotProved):
        do(machine, "recycle")


def test_dismantling_what_was_all_seen_leaves_no_disk_inside(workshop):
    machine = machine_in(workshop, Step.DIAGNOSED, Custody.OURS)
    make_inventory(machine, "", shows_storage=True)
    do(machine, "dismantle", by=make_member(workshop))
    assert again(machine).data_status == DataStatus.NO_STORAGE


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"words": " "}, Missing),
        ({"by": None}, NotAllowed),
        ({"by": "stranger"}, NotAllowed),
        ({"shown": "[] []"}, WrongState),
    ],
    ids=["without words", "by nobody", "by somebody else", "of something else"],
)
def test_a_signature_that_is_none_is_refused(workshop, changed, refusal):
    machine = ready_machine(workshop)
    make_inventory(machine)
    said = {"by": make_member(workshop), "words": WORDS} | changed
    if said["by"] == "stranger":
        said["by"] = make_member(make_workshop("Les Voisins"))
    with pytest.raises(refusal):
        note_contents(machine, **said)
    assert not machine.proofs.filter(component=None).exists()


def test_nobody_signs_for_an_inventory_that_came_while_they_looked(workshop):
    machine = ready_machine(workshop)
    make_inventory(machine)
    shown = as_it_stands(machine)
    make_inventory(machine)
    with pytest.raises(WrongState, match="entre-temps"):
        sign(machine, shown=shown)


def test_nothing_is_signed_of_a_machine_that_left(workshop):
    with pytest.raises(WrongState):
        sign(machine_in(workshop, Step.READY, Custody.GIVEN))


def test_an_import_holds_the_machine_and_says_why(workshop):
    asked = Importing(workshop)
    tree = json.dumps(document("lshw-laptop.json"))
    tag = import_inventory(raw(tree), asked).tag
    machine = Machine.objects.get(tag=tag)
    evidence = make_evidence()
    note_reading(evidence, Snapshot(EvidenceFormat.LSHW_JSON, gaps=("raid", "raid", "tool")), machine)
    evidence.refresh_from_db()
    assert (evidence.gaps, evidence.shows_storage, evidence.machine) == ("raid tool", True, machine)


def test_the_card_says_what_was_not_seen_and_takes_the_signature(workshop, member_client):
    machine = ready_machine(workshop)
    make_inventory(machine)
    card = reverse("equipment_workshop:machine", args=[machine.tag])
    contents = reverse("equipment_workshop:contents", args=[machine.tag])
    page = words_of(member_client.get(card))
    assert "RAID" in page
    assert contents in page
    screen = words_of(member_client.get(contents))
    assert str(parts_in(machine).get()) in screen
    answer = member_client.post(contents, {"words": WORDS, "shown": as_it_stands(machine)})
    assert answer.status_code == 302
    assert contents not in words_of(member_client.get(card))
    assert DataProof.objects.get(kind=ProofKind.CONTENTS).details.words == WORDS


@pytest.mark.parametrize(("sent", "status"), [({"words": ""}, 422), ({"words": WORDS, "shown": "x"}, 409)])
def test_the_screen_is_drawn_again_with_what_is_wrong(workshop, member_client, sent, status):
    machine = ready_machine(workshop)
    make_inventory(machine)
    contents = reverse("equipment_workshop:contents", args=[machine.tag])
    assert member_client.post(contents, sent).status_code == status
    assert machine in Machine.objects.doubtful()


def test_another_workshop_signs_nothing_here(workshop, client):
    machine = ready_machine(workshop)
    client.force_login(make_member(make_workshop("Les Voisins")))
    assert client.get(reverse("equipment_workshop:contents", args=[machine.tag])).status_code == 404
