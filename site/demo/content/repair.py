"""The three repair cafés, their skills, and what a year of objects looked like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta

from demo.content.shapes import Rhythm
from repair.categories import Category, Size

REPAIR_PAGE = {
    "title": "Réparer",
    "slug": "reparer",
    "introduction": "<p>Un grille-pain muet, un pantalon troué, un ordinateur lent ? Avant de jeter, venez : "
    "des bénévoles regardent l’objet avec vous.</p>",
}

# Name, address and kinds of objects of each skill.
SKILLS = {
    "appliances": (
        "Petit électroménager",
        "petit-electromenager",
        (
            *(Category.TOASTER, Category.KETTLE, Category.COFFEE_MAKER, Category.VACUUM, Category.IRON),
            *(Category.FOOD_PROCESSOR, Category.SMALL_KITCHEN_ITEM, Category.HAIR_DRYER, Category.LAMP),
            *(Category.FAN, Category.SMALL_HOME_ELECTRICAL, Category.HAIR_AND_BEAUTY),
        ),
    ),
    "computers": (
        "Ordinateurs et téléphones",
        "ordinateurs-et-telephones",
        (
            *(Category.LAPTOP, Category.DESKTOP_COMPUTER, Category.MOBILE, Category.TABLET, Category.PRINTER),
            *(Category.PC_ACCESSORY, Category.GAMES_CONSOLE, Category.FLAT_SCREEN),
        ),
    ),
    "sound": (
        "Son et image",
        "son-et-image",
        (
            *(
                Category.HIFI_SEPARATES,
                Category.HIFI_INTEGRATED,
                Category.PORTABLE_RADIO,
                Category.HEADPHONES,
            ),
            *(Category.TV_ACCESSORY, Category.HANDHELD_ENTERTAINMENT, Category.COMPACT_CAMERA),
        ),
    ),
    "sewing": ("Couture", "couture", (Category.TEXTILE, Category.SEWING_MACHINE)),
    "tools": (
        "Vélos, outils et jouets",
        "velos-outils-et-jouets",
        (Category.BICYCLE, Category.HAND_TOOL, Category.POWER_TOOL, Category.TOY, Category.FURNITURE),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cafe:
    """A repair café. `records` is how many objects came in the last year, `size` its part of them."""

    key: str
    title: str
    introduction: str
    body: str
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    if_not_repaired: str
    organization: str
    prefix: str
    place: str
    skills: tuple[str, ...]
    rhythm: Rhythm
    records: int
    announced: int = 0
    professionals: tuple[dict[str, str], ...] = field(default_factory=tuple)


# First names of fiction, with what they know how to repair.
VOLUNTEERS = {
    "Armelle": ("appliances", "sound"),
    "Goulven": ("appliances", "tools"),
    "Nolwenn": ("sewing",),
    "Tugdual": ("computers",),
}

RULES = (
    "Nous regardons l’objet avec vous : vous participez à la réparation.\n"
    "Nous ne promettons pas que cela marchera, et une réparation peut abîmer davantage l’objet.\n"
    "C’est gratuit. Vous pouvez mettre une pièce dans la boîte.\n"
    "Un appareil qui n’est pas sûr n’est pas rebranché."
)

REDON = Cafe(
    key="redon",
    title="Le repair café de Redon",
    introduction="Le deuxième samedi du mois, on démonte, on cherche la panne et on répare avec vous.",
    body="<p>À l’entrée, votre objet reçoit un numéro. On vous appelle dès qu’un bénévole est libre. "
    "En attendant, il y a du café.</p>",
    accepted=(
        "Ce qu’une personne peut porter seule",
        "Le petit électroménager : grille-pain, aspirateur, cafetière",
        "Les ordinateurs, avec leur chargeur",
        "Les vêtements, lavés",
    ),
    refused=("Les fours à micro-ondes : les ouvrir est dangereux", "Les appareils à gaz"),
    if_not_repaired="<p>Vous repartez avec l’objet, et avec le nom de la pièce qui manque. Si vous préférez, nous le "
    "gardons pour ses pièces.</p>",
    organization="mulots",
    prefix="mulots",
    place="gabares",
    skills=("appliances", "computers", "sewing"),
    rhythm=Rhythm(
        rule="RRULE:FREQ=MONTHLY;BYDAY=2SA", start=time(14), length=timedelta(hours=3), capacity=20
    ),
    records=104,
    announced=5,
    professionals=(
        {
            "name": "Électro du Port",
            "repairs": "lave-linge, fours, réfrigérateurs",
            "commune": "Redon",
            "phone": "02 61 91 71 71",
        },
        {"name": "Atelier du Fil", "repairs": "retouches et fermetures", "commune": "Redon"},
    ),
)

FABLAB = Cafe(
    key="fablab",
    title="Le repair café du fablab",
    introduction="Un soir par mois, les machines du fablab servent à refaire la pièce qui manque.",
    body="<p>Une pièce de plastique cassée se redessine, puis s’imprime en trois dimensions. Apportez les morceaux.</p>",
    accepted=("Le son : chaînes, radios, platines", "Les outils électriques", "Les jouets", "Les vélos"),
    refused=("Les grosses batteries gonflées : portez-les en déchèterie",),
    if_not_repaired="<p>Nous vous disons ce qui manque et où le trouver.</p>",
    organization="bidouille",
    prefix="bidouille",
    place="hangar",
    skills=("sound", "tools", "computers"),
    rhythm=Rhythm(
        rule="RRULE:FREQ=MONTHLY;BYDAY=3FR", start=time(18), length=timedelta(minutes=150), capacity=12
    ),
    records=76,
    announced=2,
)

VILLAGES = Cafe(
    key="villages",
    title="Le repair café des villages",
    introduction="Quatre fois par an, l’atelier s’installe à la campagne avec ses tournevis et sa machine à coudre.",
    body="<p>On vient à pied, en voisin. Les enfants regardent, et souvent ils tiennent la lampe.</p>",
    accepted=("Le petit électroménager", "Les vêtements", "Les outils de jardin"),
    refused=("Les lave-linge et les réfrigérateurs",),
    if_not_repaired="<p>Vous le reprenez. La déchèterie la plus proche est indiquée à l’accueil.</p>",
    organization="ecotais",
    prefix="ecotais",
    place="grange",
    skills=("appliances", "sewing", "tools"),
    rhythm=Rhythm(rule="RRULE:FREQ=MONTHLY;BYDAY=-1SU", start=time(10), length=timedelta(hours=3), most=2),
    records=50,
)

CAFES = (REDON, FABLAB, VILLAGES)


@dataclass(frozen=True, slots=True)
class Kind:
    """What people bring: how often (a weight), how often it leaves repaired, how much it weighs."""

    category: Category
    words: str
    often: int
    repaired: float
    brands: tuple[str, ...] = ("",)
    problems: tuple[str, ...] = ("ne s’allume plus",)
    size: str = ""
    grams: tuple[int, int] | None = None


KINDS = (
    Kind(Category.TOASTER, "Grille-pain", 9, 0.7, ("Moulinex", "Philips", ""), ("le levier ne tient plus",)),
    Kind(
        Category.COFFEE_MAKER,
        "Cafetière",
        12,
        0.62,
        ("Krups", "Senseo"),
        ("fuit par-dessous", "ne chauffe plus"),
    ),
    Kind(Category.VACUUM, "Aspirateur", 13, 0.6, ("Rowenta", "Miele"), ("n’aspire plus", "câble coupé")),
    Kind(Category.KETTLE, "Bouilloire", 6, 0.35, ("Tefal", ""), ("ne chauffe plus",)),
    Kind(Category.IRON, "Fer à repasser", 6, 0.5, ("Calor",), ("fuit", "ne chauffe plus")),
    Kind(Category.LAMP, "Lampe", 12, 0.88, ("",), ("interrupteur cassé", "fil abîmé")),
    Kind(
        Category.FOOD_PROCESSOR,
        "Robot de cuisine",
        8,
        0.55,
        ("Moulinex", "Kenwood"),
        ("tourne puis s’arrête",),
    ),
    Kind(Category.SMALL_KITCHEN_ITEM, "Appareil à raclette", 5, 0.6, ("Tefal", "")),
    Kind(Category.HAIR_DRYER, "Sèche-cheveux", 4, 0.4, ("Babyliss",), ("souffle froid",)),
    Kind(Category.FAN, "Ventilateur", 3, 0.6),
    Kind(
        Category.LAPTOP,
        "Ordinateur portable",
        12,
        0.66,
        ("HP", "Asus", "Acer"),
        ("très lent",),
        Size.LAPTOP_MEDIUM,
    ),
    Kind(Category.MOBILE, "Téléphone", 8, 0.5, ("Samsung", "Wiko"), ("écran fêlé", "ne charge plus")),
    Kind(Category.TABLET, "Tablette", 3, 0.4, ("Samsung",), ("ne charge plus",)),
    Kind(Category.PRINTER, "Imprimante", 5, 0.35, ("Epson", "HP"), ("n’imprime qu’en rose", "bourrage")),
    Kind(Category.HIFI_SEPARATES, "Platine vinyle", 6, 0.68, ("Technics", ""), ("la courroie glisse",)),
    Kind(
        Category.PORTABLE_RADIO,
        "Poste de radio",
        7,
        0.64,
        ("Sony", ""),
        ("grésille", "un bouton tourne dans le vide"),
    ),
    Kind(Category.POWER_TOOL, "Perceuse", 6, 0.58, ("Bosch", ""), ("sent le brûlé",)),
    Kind(Category.SEWING_MACHINE, "Machine à coudre", 5, 0.8, ("Singer",), ("le fil casse", "mécanisme dur")),
    Kind(Category.WATCH_OR_CLOCK, "Horloge", 5, 0.66, ("",), ("s’arrête la nuit",)),
    Kind(Category.TOY, "Voiture télécommandée", 4, 0.5),
    Kind(Category.BATTERY, "Chargeur", 3, 0.3),
    Kind(Category.TEXTILE, "Pantalon", 14, 0.93, ("",), ("genou troué", "fermeture cassée"), "", (300, 900)),
    Kind(Category.BICYCLE, "Vélo", 9, 0.9, ("",), ("freins usés", "chaîne qui saute"), "", (11_000, 17_000)),
    Kind(Category.HAND_TOOL, "Sécateur", 3, 0.85, ("",), ("ne coupe plus",), "", (200, 600)),
    Kind(Category.FURNITURE, "Chaise", 3, 0.8, ("",), ("un barreau cassé",), "", (3_000, 6_000)),
)
