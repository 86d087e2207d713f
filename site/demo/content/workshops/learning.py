"""The workshops of Les Mulots: learning to use what one has."""

from __future__ import annotations

from datetime import time, timedelta

from maillage.bookings.models import BookingMode
from workshops.models import Accessibility, Language, Level, PriceKind

from ..asked import ask
from ..shapes import Attendance, Moved, Rhythm, Workshop

FIRST_STEPS = Workshop(
    key="first-steps",
    title="Premiers pas avec un ordinateur",
    introduction="Allumer, cliquer, écrire trois lignes et les garder : en partant, vous saurez le refaire seul.",
    body="<h2>Comment ça se passe</h2>"
    "<p>On est huit au plus. Chacun a son écran. On montre une fois, vous faites, on recommence autant qu’il faut.</p>"
    "<h2>Et si j’ai manqué le début ?</h2>"
    "<p>Chaque séance se suffit à elle-même. Venez une fois, ou toutes les semaines.</p>",
    organization="mulots",
    place="gabares",
    topics=("begin",),
    bring=("Vos lunettes, si vous en avez pour lire", "Votre ordinateur, seulement si vous en avez un"),
    facilitators=(("Maëlle", True), ("Gwenn", False)),
    accessibility=(Accessibility.STEP_FREE, Accessibility.LARGE_SCREEN, Accessibility.EASY_READ),
    price_kind=PriceKind.CONTRIBUTION,
    rhythm=Rhythm(
        rule="RRULE:FREQ=WEEKLY;BYDAY=TU", start=time(18, 30), length=timedelta(minutes=90), capacity=8
    ),
    # Two people more than there are seats on the first date; the first of them is offered one.
    people=Attendance(registrations=(10, 5, 3, 1), leaving=1),
)

PHOTOS = Workshop(
    key="photos",
    title="Trier les photos de son téléphone",
    introduction="Votre téléphone est plein ? Vous apprenez à choisir, à ranger et à mettre vos photos à l’abri.",
    body="<p>On commence par regarder ce qui prend de la place. Puis on trie, tranquillement : "
    "ce que l’on garde, ce que l’on partage, ce que l’on jette.</p>"
    "<p>À la fin, vos plus belles photos sont copiées à deux endroits.</p>",
    organization="mulots",
    place="lavoir",
    topics=("photos",),
    bring=("Votre téléphone, chargé", "Son câble", "Une clé USB, si vous en avez une"),
    facilitators=(("Maëlle", True),),
    accessibility=(Accessibility.LARGE_SCREEN,),
    level=Level.EVERYDAY,
    price_kind=PriceKind.MEMBERS_PRICE,
    price=5,
    members_price=2,
    rhythm=Rhythm(
        rule="RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", start=time(14), length=timedelta(hours=2), capacity=6
    ),
    people=Attendance(registrations=(4, 3)),
    moved=Moved(rank=1, later=timedelta(days=1), reason="La salle accueille un don du sang ce jour-là."),
    questions=(
        ask(
            "choice",
            "Que voulez-vous apprendre ?",
            "Trier mes photos",
            ("Les copier sur un ordinateur", 3),
            ("Faire un album à imprimer", 2),
            help="Deux animateurs, deux tables : certaines places sont comptées.",
            required=True,
        ),
        ask(
            "yes_no",
            "Avez-vous une clé USB ?",
            help="Sinon, nous en prêtons une.",
            only_if="Que voulez-vous apprendre ?",
            only_if_answers="Les copier sur un ordinateur",
            required=True,
        ),
        ask("text", "Quel est votre téléphone ?", help="Par exemple : un Samsung de 2019.", keep_days=7),
        ask(
            "age_bracket", "Quel âge avez-vous ?", help="Pour compter qui vient. Rien d’autre n’en est fait."
        ),
    ),
)

PAPERS = Workshop(
    key="papers",
    title="Faire ses papiers en ligne",
    introduction="Impôts, retraite, carte grise : vous faites la démarche vous-même, avec quelqu’un à côté de vous.",
    body="<p>C’est une permanence : on arrive quand on veut et on attend son tour autour d’un café.</p>"
    "<p>Personne ne tape à votre place et personne ne garde vos codes.</p>",
    organization="mulots",
    co_organizers=("clicn-puces",),
    place="puits",
    topics=("papers", "begin"),
    bring=("Le courrier dont il est question", "Vos codes, sur un papier que vous gardez", "Votre téléphone"),
    facilitators=(("Hervé", True), ("Sabrina", True)),
    accessibility=(Accessibility.STEP_FREE, Accessibility.EASY_READ),
    booking_mode=BookingMode.NONE,
    rhythm=Rhythm(rule="RRULE:FREQ=WEEKLY;BYDAY=WE", start=time(9, 30), length=timedelta(hours=2)),
)

VOICES = Workshop(
    key="voices",
    title="Enregistrer une histoire, en gallo ou en français",
    introduction="Vous avez une histoire, une chanson, une recette ? Vous l’enregistrez, et repartez avec le son.",
    body="<p>Le Pays de Redon est gallo autant que breton. Beaucoup de ses histoires se racontent encore, "
    "mais n’ont jamais été notées.</p>"
    "<p>Un téléphone et un logiciel libre suffisent pour les garder. On apprend à placer le micro, à couper les "
    "silences et à donner un nom au fichier. Venez à deux : une voix et une oreille.</p>",
    organization="mulots",
    co_organizers=("bidouille",),
    place="chene",
    topics=("local-languages", "free-software"),
    bring=("Une histoire", "Votre téléphone, si vous voulez vous en servir"),
    facilitators=(("Soazig", True), ("Marcel", False)),
    languages=(Language.FRENCH, Language.GALLO),
    accessibility=(Accessibility.STEP_FREE, Accessibility.HEARING_LOOP),
    level=Level.EVERYDAY,
    price_kind=PriceKind.CONTRIBUTION,
    seats_per_registration=2,
    rhythm=Rhythm(
        rule="RRULE:FREQ=MONTHLY;BYDAY=2SA", start=time(14, 30), length=timedelta(minutes=150), capacity=10
    ),
    people=Attendance(registrations=(3, 1), seats=(2, 1)),
)

LEARNING = (FIRST_STEPS, PHOTOS, PAPERS, VOICES)
