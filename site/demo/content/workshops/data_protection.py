"""The workshops of the project holder: personal data."""

from __future__ import annotations

from datetime import time, timedelta

from workshops.models import Accessibility, Language, PriceKind

from ..shapes import Attendance, Rhythm, Workshop

PRIVATE_LIFE = Workshop(
    key="private-life",
    title="Reprendre la main sur ses données",
    introduction="Qui sait où vous étiez hier ? Vous regardez ce que votre téléphone raconte, et vous réglez ce qu’il dit.",
    body="<p>Une soirée en petit groupe, dans une maison, autour d’une table. Chacun ouvre les réglages de son "
    "téléphone et l’on décide ensemble ce qui reste allumé.</p>"
    "<p>L’adresse est donnée aux personnes inscrites.</p>",
    organization="privacy",
    place="green-shutters",
    topics=("privacy",),
    bring=("Votre téléphone, chargé",),
    languages=(Language.FRENCH, Language.BRETON),
    price_kind=PriceKind.CONTRIBUTION,
    booking_opens_days=45,
    rhythm=Rhythm(
        rule="RRULE:FREQ=MONTHLY;BYDAY=1TU,3TU", start=time(19), length=timedelta(minutes=90), capacity=7
    ),
    people=Attendance(registrations=(4, 1)),
)

SCAMS = Workshop(
    key="scams",
    title="Déjouer les arnaques, au téléphone et par message",
    introduction="Un colis, une amende, un faux conseiller : vous apprenez à reconnaître le piège et à raccrocher.",
    body="<p>On lit de vrais messages, on cherche ce qui cloche. Puis on choisit de bons mots de passe, "
    "que l’on retient sans les noter n’importe où.</p>"
    "<p>Vous vous êtes fait avoir ? Venez aussi. Cela arrive à tout le monde, et il y a des choses à faire.</p>",
    organization="privacy",
    co_organizers=("mulots",),
    place="four",
    topics=("privacy", "begin"),
    bring=("Un message qui vous a paru louche",),
    facilitators=(("Hervé", True),),
    accessibility=(Accessibility.LARGE_SCREEN, Accessibility.EASY_READ),
    seats_per_registration=3,
    rhythm=Rhythm(
        rule="RRULE:FREQ=MONTHLY;BYDAY=2TH,4TH", start=time(10), length=timedelta(hours=2), capacity=15
    ),
    people=Attendance(registrations=(6, 1), seats=(1, 2)),
)

DATA_PROTECTION = (PRIVATE_LIFE, SCAMS)
