"""The workshops of La Vilaine Bidouille: making things, and free software."""

from __future__ import annotations

from datetime import time, timedelta

from workshops.models import Accompanied, Level, PriceKind

from ..shapes import Attendance, Rhythm, Workshop

FREE_SYSTEM = Workshop(
    key="free-system",
    title="Installer un système libre sur son ordinateur",
    introduction="Votre ordinateur n’a plus de mises à jour ? Un système libre et gratuit peut le remettre en service.",
    body="<p>Le matin est un bon moment : on a le temps. On copie vos fichiers, on installe, "
    "puis on retrouve ensemble vos habitudes : messagerie, imprimante, photos.</p>"
    "<p>Vous pouvez aussi venir seulement pour voir.</p>",
    organization="bidouille",
    co_organizers=("clicn-puces", "depantek"),
    place="hangar",
    topics=("free-software", "equipment"),
    bring=("Votre ordinateur et son chargeur", "Un disque ou une clé USB pour vos fichiers"),
    facilitators=(("Élouan", True), ("Katell", True), ("Patrick", False)),
    level=Level.ADVANCED,
    price_kind=PriceKind.CONTRIBUTION,
    rhythm=Rhythm(
        rule="RRULE:FREQ=MONTHLY;BYDAY=1SA,3SA", start=time(9, 30), length=timedelta(hours=3), capacity=10
    ),
    people=Attendance(registrations=(6, 2)),
)

LASER_LAMP = Workshop(
    key="laser-lamp",
    title="Découper sa lampe au laser",
    introduction="Vous dessinez, la machine découpe, vous montez : vous repartez avec une lampe de bois qui s’allume.",
    body="<p>On part d’un modèle que chacun change à son goût : un prénom, un motif, un contour d’arbre. "
    "La découpeuse laser fait le reste en dix minutes.</p>"
    "<p>Le bois, l’ampoule et le fil sont compris dans le prix. La cotisation se prend sur place.</p>",
    organization="bidouille",
    place="hangar",
    topics=("making",),
    bring=("Une idée de dessin, sur papier", "Des manches qui ne flottent pas"),
    facilitators=(("Katell", True),),
    level=Level.EVERYDAY,
    age_from=12,
    accompanied=Accompanied.UNDER,
    accompanied_under=16,
    price_kind=PriceKind.MEMBERS_ONLY,
    members_price=8,
    booking_closes_hours=48,
    seats_per_registration=3,
    rhythm=Rhythm(
        rule="RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=FR",
        start=time(18),
        length=timedelta(minutes=150),
        capacity=6,
    ),
    # Two people and a group of three more than there are seats on the first date.
    people=Attendance(registrations=(9, 2), seats=(1, 1, 1, 1, 1, 1, 3, 1, 1)),
)

FABLAB = (FREE_SYSTEM, LASER_LAMP)
