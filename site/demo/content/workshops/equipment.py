"""The workshops of Clic’n Puces and Dépan’tek: choosing a machine and looking after it."""

from __future__ import annotations

from datetime import time, timedelta

from maillage.bookings.models import BookingMode
from workshops.models import Accessibility, Level, PriceKind

from ..shapes import Attendance, Cancelled, Rhythm, Workshop

SECOND_HAND = Workshop(
    key="second-hand",
    title="Choisir un ordinateur d’occasion",
    introduction="Vous saurez lire une étiquette, et dire de quelle machine vous avez vraiment besoin.",
    body="<p>Mémoire, disque, batterie : trois mots à comprendre, le reste suit. On ouvre une machine, on regarde, "
    "on compare.</p><p>On ne vend rien pendant l’atelier. Vous pouvez revenir à la boutique quand vous voulez.</p>",
    organization="clicn-puces",
    place="ponton",
    topics=("equipment",),
    bring=("Votre ancien ordinateur, si vous voulez savoir ce qu’il vaut",),
    facilitators=(("Karim", True),),
    accessibility=(Accessibility.STEP_FREE,),
    booking_mode=BookingMode.PHONE,
    rhythm=Rhythm(
        rule="RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=FR", start=time(16), length=timedelta(minutes=90), capacity=6
    ),
    people=Attendance(registrations=(2, 1)),
)

CLEAN_COMPUTER = Workshop(
    key="clean-computer",
    title="Redonner de la vitesse à son ordinateur",
    introduction="Votre machine met dix minutes à démarrer ? Vous apprenez à la nettoyer, dedans comme dehors.",
    body="<p>On souffle la poussière, on retire les programmes qui ne servent pas, on vérifie le disque. "
    "Souvent, cela suffit pour gagner quelques années.</p>"
    "<p>Si une pièce est usée, on vous dit ce qu’elle coûte. Vous décidez.</p>",
    organization="depantek",
    place="etang",
    topics=("equipment",),
    bring=(
        "Votre ordinateur et son chargeur",
        "Le mot de passe qui l’ouvre",
        "Une copie de vos fichiers, si vous pouvez",
    ),
    facilitators=(("Thomas", True),),
    accessibility=(Accessibility.STEP_FREE,),
    level=Level.EVERYDAY,
    price_kind=PriceKind.PRICE,
    price=15,
    booking_closes_hours=24,
    rhythm=Rhythm(
        rule="RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", start=time(18), length=timedelta(hours=2), capacity=5
    ),
    people=Attendance(registrations=(3, 2)),
    cancelled=Cancelled(rank=0, reason="L’animateur est malade. La date suivante a encore de la place."),
)

EQUIPMENT = (SECOND_HAND, CLEAN_COMPUTER)
