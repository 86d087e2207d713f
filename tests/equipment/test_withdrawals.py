"""A failure that somebody noted by mistake is taken back by name; the disk is then to be erased again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from equipment.errors import Missing, NotAllowed, WrongState
from equipment.models import ProofKind
from equipment.services import apply
from equipment.services.components import detach
from equipment.services.erasures import import_erasure
from equipment.services.inventory import Importing
from equipment.services.proofs import withdraw_failure
from equipment.states import DataStatus
from equipment.transitions import TRANSITIONS
from tests.equipment.evidence_samples import Wiped, certificate, nwipe_log, raw
from tests.equipment.factories import (
    given_for,
    make_disk,
    make_machine,
    make_member,
    make_responsible,
    make_workshop,
)

pytestmark = pytest.mark.django_db
ABORTED = "Nwipe was aborted by the user. Check the summary table for the drive status."
FAILED = certificate(result="échec", date="2026-05-20")


@pytest.fixture
def asked():
    return Importing(make_workshop())


@pytest.fixture
def responsible(asked):
    return make_responsible(asked.organization)


@pytest.fixture
def machine(asked):
    machine = make_machine(asked.organization)
    make_disk(machine, serial="W620MLT1", model="ST500LM021-1KJ15", size=500107862016)
    return machine


@pytest.fixture
def disk(machine):
    return machine.component_moves.get().component


@pytest.fixture
def slip(asked, disk):
    import_erasure(raw(FAILED), asked)


def status(machine):
    machine.refresh_from_db()
    return machine.data_status


@pytest.mark.usefixtures("slip")
def test_the_disk_is_to_be_erased_again_and_the_ledger_tells_it(machine, disk, responsible):
    proof = withdraw_failure(disk, by=responsible, words="Le mauvais disque")
    told = (proof.kind, proof.proves, proof.details.actor, proof.details.words)
    assert told == (ProofKind.WITHDRAWN, False, responsible, "Le mauvais disque")
    assert status(machine) == DataStatus.TO_ERASE
    assert machine.entries.latest("sequence").to_data == DataStatus.TO_ERASE


@pytest.mark.usefixtures("slip")
def test_a_true_log_older_than_the_mistake_is_a_proof(asked, machine, disk, responsible):
    withdraw_failure(disk, by=responsible, words="Le mauvais disque")
    (result,) = import_erasure(raw(nwipe_log(Wiped())), asked)
    assert (result.outcome, status(machine)) == ("matched", DataStatus.ERASED)


def test_a_true_log_that_was_there_before_the_mistake_is_a_proof_again(asked, machine, disk, responsible):
    log = raw(nwipe_log(Wiped()))
    import_erasure(log, asked)
    import_erasure(raw(FAILED), asked)
    withdraw_failure(disk, by=responsible, words="Le mauvais disque")
    (result,) = import_erasure(log, asked)
    assert (result.outcome, status(machine)) == ("matched", DataStatus.ERASED)


@pytest.mark.usefixtures("slip")
def test_the_mistake_imported_again_is_none_any_more(asked, machine, disk, responsible):
    withdraw_failure(disk, by=responsible, words="Le mauvais disque")
    (result,) = import_erasure(raw(FAILED), asked)
    assert (result.outcome, status(machine)) == ("unchanged", DataStatus.TO_ERASE)


def test_a_log_older_than_a_return_proves_nothing_after_a_withdrawal(asked, machine, disk, responsible):
    import_erasure(raw(nwipe_log(Wiped())), asked)
    for code in ("recycle", "take_back"):
        apply(machine, code, by=None, **given_for(TRANSITIONS[code], asked.organization))
    import_erasure(raw(FAILED), asked)
    withdraw_failure(disk, by=responsible, words="Le mauvais disque")
    (result,) = import_erasure(raw(nwipe_log(Wiped(), day="2026/05/13")), asked)
    assert (result.outcome, status(machine)) == ("refused", DataStatus.TO_ERASE)


def test_a_failure_that_a_tool_wrote_is_a_fact(asked, disk, responsible):
    import_erasure(raw(nwipe_log(Wiped(status="UABORTED"), ending=ABORTED)), asked)
    with pytest.raises(WrongState):
        withdraw_failure(disk, by=responsible, words="Je préfère")


def test_what_is_no_failure_is_not_withdrawn(asked, disk, responsible):
    import_erasure(raw(certificate()), asked)
    with pytest.raises(WrongState):
        withdraw_failure(disk, by=responsible, words="Je préfère")


@pytest.mark.usefixtures("slip")
def test_a_failure_is_withdrawn_once(disk, responsible):
    withdraw_failure(disk, by=responsible, words="Le mauvais disque")
    with pytest.raises(WrongState):
        withdraw_failure(disk, by=responsible, words="Encore")


@pytest.mark.usefixtures("slip")
def test_a_failure_is_not_withdrawn_by_any_member(asked, disk):
    with pytest.raises(NotAllowed):
        withdraw_failure(disk, by=make_member(asked.organization), words="Le mauvais disque")


@pytest.mark.usefixtures("slip")
def test_a_withdrawal_says_why(disk, responsible):
    with pytest.raises(Missing):
        withdraw_failure(disk, by=responsible, words=" ")


def address(name, machine, *keys):
    return reverse(f"equipment_workshop:{name}", args=[machine.tag, *keys])


@pytest.mark.usefixtures("slip")
@pytest.mark.parametrize("is_loose", [False, True], ids=["inside", "on the shelf"])
def test_the_card_leads_to_the_withdrawal_and_shows_it(client, machine, disk, responsible, is_loose):
    if is_loose:
        detach(disk, by=None)
    client.force_login(responsible)
    form = address("withdrawal", machine, disk.pk)
    card = address("machine", machine)
    assert form in client.get(card).content.decode()
    assert client.post(form, {"words": ""}).status_code == 422
    answer = client.post(form, {"words": "Le mauvais disque"}, follow=True)
    assert answer.redirect_chain == [(card, 302)]
    page = answer.content.decode()
    assert "Constat retiré\u00a0: noté par erreur" in page
    assert form not in page


@pytest.mark.usefixtures("slip")
def test_the_card_of_a_member_does_not(client, asked, machine, disk):
    client.force_login(make_member(asked.organization))
    assert (
        address("withdrawal", machine, disk.pk)
        not in client.get(address("machine", machine)).content.decode()
    )
    answer = client.post(address("withdrawal", machine, disk.pk), {"words": "Le mauvais disque"})
    assert (answer.status_code, disk.proofs.count()) == (409, 1)


def test_the_card_does_not_offer_to_withdraw_what_a_tool_wrote(client, asked, machine, disk, responsible):
    import_erasure(raw(nwipe_log(Wiped(status="UABORTED"), ending=ABORTED)), asked)
    client.force_login(responsible)
    assert (
        address("withdrawal", machine, disk.pk)
        not in client.get(address("machine", machine)).content.decode()
    )
