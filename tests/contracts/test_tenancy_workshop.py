"""A workshop of machines: every address outside the admin, and every question put to those inside it."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.images.models import Image

from equipment.models import Machine, MachinePhoto, Need, RecyclingSlip, Shelf
from equipment.transitions import TRANSITIONS
from tests.bookings.factories import make_page, make_session
from tests.equipment.factories import make_machine, make_member, make_need
from tests.places.admin_urls import admin_addresses, named_addresses
from tests.places.factories import make_editor, make_organization

from .associations import SECRET, everything, signed_in, wrongs
from .equipment import SERIES

pytestmark = pytest.mark.django_db

# Another association's, those of the network, those of this one who have no part in its workshop.
WHO = ["editor", "leader", "facilitator", "own_facilitator", "coordinator", "nobody", "anonymous"]
NAMESPACES = ("equipment_workshop", "equipment_public")
LISTS = ("machines", "lots", "needs", "donations", "loans", "hand_overs", "slips", "shelves", "counted")


@pytest.fixture
def machine(theirs, key):
    """Their machine: what its public card shows of it is no secret, all the rest is."""
    Machine.objects.filter(pk=key).update(maker="Dell", model="Latitude")
    machine = Machine.objects.get(pk=key)
    picture = Image.objects.get(pk=key)
    MachinePhoto.objects.create(pk=key, machine=machine, image=picture, is_public=False)
    return machine


@pytest.fixture
def leader():
    """Somebody of the group of those who answer for a workshop, who works for no association."""
    user = get_user_model().objects.create_user("sans-atelier@maison.example", "secret")
    user.groups.add(Group.objects.get(permissions__codename="answer_for_machines"))
    return user


@pytest.fixture
def own_facilitator(theirs):
    """Somebody who leads a date of the association whose workshop it is, and nothing else."""
    user = get_user_model().objects.create_user("anim-a@maison.example", "secret")
    user.groups.add(Group.objects.get(permissions__codename="lead_session"))
    make_session(make_page(theirs.organization)).facilitators.add(user)
    return user


def browser_of(request, who):
    return signed_in(None if who == "anonymous" else request.getfixturevalue(who))


def public_doors(machine):
    """Every address of the machine, of its shelf and of who asked for one, and every transition."""
    shelf, need = Shelf.objects.get(pk=machine.pk).code, Need.objects.get(pk=machine.pk).reference
    found = set()
    for code in (*TRANSITIONS, shelf):
        known = {"tag": machine.tag, "code": code, "token": need}
        found |= set(named_addresses(NAMESPACES, machine.pk, **known))
    return sorted(found)


def questions(machine):
    """The lists, the labels, the ledger, the evidence, asked about what is theirs by name and by number."""
    key, tag = machine.pk, machine.tag
    # A screen repeats what was looked for: the beginning of the name is no leak, the rest of it would be.
    start = SECRET[:4]
    asked = [f"?q={start}", f"?q={tag}", "?export=csv", "?export=xlsx", f"?shelf={key}&lot={key}"]
    found = [reverse(f"equipment_{name}:index") + question for name in LISTS for question in asked]
    found += [f"/admin/registre-des-machines/{question}" for question in asked]
    labels, evidence = reverse("equipment_admin:labels"), reverse("equipment_evidence:upload")
    found += [f"{labels}?lot={key}", f"{labels}?tags={tag}", f"{evidence}?machine={tag}"]
    found += [f"/rechercher/?q={word}" for word in (start, tag)]
    api = ("/api/v1/stock", f"/api/v1/stock/{tag}", "/api/v1/stock?organization=la-vilaine-bidouille")
    return [*found, *api, f"/api/v1/search?q={start}", "/sitemap.xml"]


@pytest.mark.parametrize("who", WHO)
def test_no_door_of_a_workshop_tells_what_is_anothers(request, machine, who):
    client, doors = browser_of(request, who), [*public_doors(machine), *questions(machine)]
    before = everything()
    answers = [(door, client.get(door)) for door in doors]
    assert len(answers) > 80
    assert wrongs(answers) == []
    assert everything() ^ before == set()


@pytest.mark.parametrize("who", WHO)
def test_no_door_of_a_workshop_changes_what_is_anothers(request, machine, who):
    client, key = browser_of(request, who), machine.pk
    sent = {
        "words": "x",
        "signed_by": "x",
        "reason": "broken",
        "situation": "person",
        "price_cents": "1",
        "due_on": "2031-01-01",
        "need": key,
        "slip": key,
        "entry": "1",
        "grade": "good",
        "shelf": key,
        "part": key,
        "other": machine.tag,
        "split": machine.tag,
        "tag": machine.tag,
        "how": "x",
        "kind": "phone",
        "sort": "soldered",
        "way": "failed",
        "who": "x",
        "on": "2026-01-01",
        "organization": machine.organization_id,
    }
    before = everything()
    answers = [(door, client.post(door, sent)) for door in public_doors(machine)]
    assert wrongs(answers) == []
    assert everything() ^ before == set()


def test_the_same_doors_tell_it_to_the_team_whose_it_is(machine):
    client = signed_in(make_editor(machine.organization))
    telling = wrongs([(door, client.get(door)) for door in [*public_doors(machine), *questions(machine)]])
    readers = [f"/m/{machine.tag} ", f"/e/{machine.shelf.code} ", "csv", "xlsx", "?q=", "labels/"]
    assert [part for part in readers if not any(part in each for each in telling)] == []


def test_the_workshop_of_the_admin_is_closed_to_who_only_leads_dates(own_facilitator, machine):
    known = {"tag": machine.tag, "series": SERIES, "mark": SERIES}
    doors = [each for each in admin_addresses(machine.pk, **known) if "equipment" in each]
    client = signed_in(own_facilitator)
    before = everything()
    answers = [(door, client.get(door)) for door in doors]
    answers += [(door, client.post(door, {"name": "Vol", "words": "Vol"})) for door in doors]
    assert len(doors) > 40
    assert wrongs(answers) == []
    assert {door for door, answer in answers if answer.status_code == 200} == set()
    assert everything() ^ before == set()


@pytest.fixture
def mine():
    """A workshop of one's own, from which to reach for what is theirs."""
    return make_organization("Les Mulots")


def test_nothing_of_theirs_is_reached_from_a_machine_of_ones_own(mine, machine):
    client, own, key = signed_in(make_member(mine)), make_machine(mine), machine.pk
    need = make_need(mine)
    asked = {"contact_name": "x", "email": need.email, "wanted": "laptop", "situation": "person"}
    other = {"label": "Vol", "kind": "laptop", "organization": machine.organization_id}
    sent = [
        (reverse("equipment_workshop:join", args=[own.tag]), {"part": key}),
        (reverse("equipment_workshop:join", args=[own.tag]), {"other": machine.tag}),
        (reverse("equipment_workshop:note", args=[own.tag]), {"grade": "good", "defects": "", "shelf": key}),
        (reverse("equipment_workshop:move", args=[own.tag, "recycle"]), {"slip": key}),
        (reverse("equipment_workshop:move", args=[own.tag, "reserve"]), {"need": key}),
        (reverse("equipment_workshop:photo_removal", args=[own.tag, key]), {}),
        (reverse("equipment_workshop:take_out", args=[own.tag, key]), {}),
        (reverse("equipment_workshop:accept_reserve", args=[own.tag, key]), {}),
        (reverse("equipment_workshop:destruction", args=[own.tag, key]), {"how": "x"}),
        (reverse("equipment_workshop:certificate", args=[own.tag, key]), {"way": "failed", "who": "x"}),
        (reverse("equipment_workshop:mistake", args=[own.tag, key]), {"words": "x"}),
        (reverse("equipment_workshop:serial_removal", args=[own.tag, key]), {}),
        (reverse("equipment_workshop:arrival"), {"organization": machine.organization_id, "kind": "phone"}),
        (reverse("equipment_machines:edit", args=[own.pk]), {"kind": "laptop", "lot": key, "shelf": key}),
        (reverse("equipment_machines:add"), {**other, "lot": key}),
        (reverse("equipment_lots:add"), other),
        (reverse("equipment_needs:edit", args=[need.pk]), {**asked, "decision": "keep", "kept_machine": key}),
        (reverse("equipment_admin:labels"), {"lot": key, "sheet": "65", "start": "1"}),
        (reverse("equipment_admin:labels"), {"tags": machine.tag, "sheet": "65", "start": "1"}),
        (reverse("equipment_admin:labels"), {"disks": key, "sheet": "65", "start": "1"}),
        (reverse("equipment_admin:labels"), {"shelves": key, "sheet": "65", "start": "1"}),
    ]
    before = everything()
    answers = [(door, client.post(door, fields)) for door, fields in sent]
    assert wrongs(answers) == []
    assert before - everything() == set()
    assert everything() - before == set()


def test_a_round_of_ones_own_shelf_takes_no_machine_of_theirs(mine, machine):
    client, own = signed_in(make_member(mine)), make_machine(mine)
    shelf = Shelf.objects.create(organization=mine, place=machine.shelf.place, name="À nous")
    door = reverse("equipment_workshop:shelf", args=[shelf.code])
    answers = [client.post(door, {"tag": tag}) for tag in (machine.tag, SECRET.upper(), own.tag)]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert list(Machine.objects.filter(shelf=shelf)) == [own]
    assert Machine.objects.get(pk=machine.pk).shelf != shelf


def test_a_name_that_is_theirs_is_on_no_slip_of_ones_own(mine, machine):
    slip = RecyclingSlip.objects.create(organization=mine, eco_organisation="x", number="1", weight_grams=1)
    client = signed_in(make_member(mine))
    doors = [reverse(f"equipment_papers:{name}", args=[slip.pk]) for name in ("recycling", "recycling_csv")]
    assert wrongs([(door, client.get(door)) for door in doors]) == []
