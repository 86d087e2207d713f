"""Every public page of repairs, in each of its states."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import slugify

from maillage.bookings.links import registration_path
from maillage.bookings.models import Session
from repair.models import IntakeSheet, RepairCafePage
from repair.services import queue
from tests.browser.makers import state
from tests.repair.factories import announce, make_cafe, make_date, make_sheet


@state("repair café")
def repair_cafe() -> str:
    return RepairCafePage.objects.get(slug="repair-cafe-redon").url


@state("announcing an object")
def announcing_an_object() -> str:
    session = Session.objects.upcoming().filter(page__slug="repair-cafe-redon").first()
    return reverse("bookings:register", args=[session.public_id])


@state("repairs in numbers")
def repairs_in_numbers() -> str:
    return reverse("repair:statistics")


@state("what can be repaired")
def what_can_be_repaired() -> str:
    return f"{reverse('repair:chances')}?objet=grille-pain"


@state("repairs, block for other websites")
def repair_block() -> str:
    organization = RepairCafePage.objects.get(slug="repair-cafe-redon").organization
    return f"{reverse('repair:embed')}?structure={organization.slug}"


@state("registration, with an announced object")
def registration_with_an_object() -> str:
    announced = announce(repair_date(), "Grille-pain", brand="Tefal", fault="Ne chauffe plus d’un côté.")
    return registration_path(announced.registration)


@state("wall of a repair café, before anybody comes")
def empty_wall() -> str:
    return reverse("repair:wall", args=[repair_date("Un café désert").public_id])


@state("wall of a repair café")
def wall() -> str:
    session = repair_date()
    sheets = [make_sheet(session) for _object in range(12)]
    queue.finish(sheets[0])
    for sheet in sheets[1:4]:
        queue.start(sheet)
    for _table in range(2):
        queue.call_next(session)
    return reverse("repair:wall", args=[session.public_id])


def repair_date(title: str = "") -> Session:
    """A date of today of a repair café of the demo, or of one with a `title` of its own."""
    cafe = RepairCafePage.objects.get(slug="repair-cafe-redon")
    if title:
        cafe = make_cafe(cafe.organization, title=title, slug=slugify(title))
    return make_date(cafe, in_days=0)


def item_path(sheet: IntakeSheet) -> str:
    """Return the path of the page of whoever brought an object."""
    return reverse("repair:item", args=[sheet.public_id])


@state("object, some come before it")
def object_waiting() -> str:
    session = repair_date()
    return item_path([make_sheet(session) for _object in range(4)][-1])


@state("object, the next one")
def object_next() -> str:
    return item_path(make_sheet(repair_date(), item="Grille-pain"))


@state("object, called")
def object_called() -> str:
    return item_path(queue.call_next(make_sheet(repair_date(), item="Radio").session))


@state("object, being repaired")
def object_in_repair() -> str:
    return item_path(queue.start(make_sheet(repair_date(), item="Bouilloire")))


@state("object, finished")
def object_finished() -> str:
    return item_path(queue.finish(make_sheet(repair_date(), item="Pantalon")))


@state("object, stays")
def object_stays() -> str:
    return item_path(queue.finish(make_sheet(repair_date(), item="Jouet"), stays=True))


@state("object, handed back")
def object_handed_back() -> str:
    return item_path(queue.hand_back(queue.finish(make_sheet(repair_date(), item="Réveil"))))


@state("object, left before its turn")
def object_left() -> str:
    return item_path(queue.leave(make_sheet(repair_date(), item="Ventilateur")))
