"""The workshops of La Ferme des écotais: children, with or without their parents."""

from __future__ import annotations

from datetime import time, timedelta

from workshops.models import Accessibility, Accompanied, PriceKind

from ..asked import ask
from ..shapes import Attendance, Rhythm, Workshop

FIRST_ROBOTS = Workshop(
    key="first-robots",
    title="Premiers robots, en famille",
    introduction="Un robot, une feuille, des flèches : les enfants lui apprennent un chemin, et les parents suivent.",
    body="<p>On programme d’abord sans écran, avec des cartes posées par terre. Ensuite seulement, le robot roule.</p>"
    "<p>Un adulte pour deux enfants. Les petits frères et sœurs ont un coin pour dessiner.</p>",
    organization="ecotais",
    place="grange",
    topics=("children", "making"),
    bring=("Des chaussettes : on joue par terre",),
    facilitators=(("Nolwenn", True), ("Basile", False)),
    accessibility=(Accessibility.STEP_FREE,),
    age_from=6,
    age_to=10,
    accompanied=Accompanied.YES,
    price_kind=PriceKind.PRICE,
    price=4,
    seats_per_registration=4,
    rhythm=Rhythm(
        rule="RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
        start=time(10),
        length=timedelta(minutes=90),
        capacity=12,
    ),
    people=Attendance(registrations=(4, 2), seats=(2, 3)),
)

VIDEO_GAME = Workshop(
    key="video-game",
    title="Inventer son jeu vidéo",
    introduction="Cinq mercredis pour imaginer un jeu, le dessiner, le programmer et y faire jouer les autres.",
    body="<p>On s’inscrit pour les cinq mercredis : chaque séance s’appuie sur celle d’avant.</p>"
    "<p>On utilise un logiciel libre où les instructions s’emboîtent comme des briques. Le dernier jour, "
    "les familles viennent jouer.</p>",
    organization="ecotais",
    co_organizers=("bidouille",),
    place="tilleuls",
    topics=("children", "free-software"),
    bring=("Un goûter", "Un carnet"),
    facilitators=(("Nolwenn", True),),
    accessibility=(Accessibility.STEP_FREE,),
    age_from=10,
    age_to=14,
    price_kind=PriceKind.PRICE,
    price=25,
    rhythm=Rhythm(
        rule="RRULE:FREQ=WEEKLY;BYDAY=WE",
        start=time(14),
        length=timedelta(hours=2),
        capacity=8,
        most=5,
        as_cycle=True,
    ),
    guardian_below_age=15,
    asks_photo=True,
    questions=(
        ask("age", "Quel âge a l’enfant ?", required=True),
        ask("consent", "Je viens voir le jeu le dernier mercredi, à 16 h."),
    ),
    people=Attendance(registrations=(5,)),
)

YOUNG = (FIRST_ROBOTS, VIDEO_GAME)
