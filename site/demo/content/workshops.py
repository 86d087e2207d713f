"""The twelve workshops, by who organises them."""

from __future__ import annotations

from datetime import time, timedelta

from demo.content.shapes import Attendance, Cancelled, Moved, Rhythm, Workshop, ask
from maillage.bookings.models import BookingMode
from workshops.models import Accessibility, Accompanied, Language, Level, PriceKind

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

WORKSHOPS = (*LEARNING, *EQUIPMENT, *FABLAB, *YOUNG, *DATA_PROTECTION)
