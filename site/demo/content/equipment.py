"""The workshop of refurbished machines: what stands there, and what left. Every serial is invented."""

from __future__ import annotations

from dataclasses import dataclass

from equipment.states import Grade, Kind, Situation

ORGANIZATION, PLACE = "clicn-puces", "hangar"
BENCH = "L’atelier de Clic’n Puces"

STOCK_PAGE = {
    "title": "Les ordinateurs prêts",
    "slug": "ordinateurs",
    "introduction": "<p>Des ordinateurs remis en état par l’atelier, disques effacés, chaque fonction testée. "
    "Le prix dépend de votre situation : personne ne vous demande de papier.</p>",
}
SHELVES = ("Arrivées", "Établi", "Étagère A1", "Étagère A2", "Étagère B1", "Prêtes à partir")
LOT = "Douze unités centrales de la médiathèque"


@dataclass(frozen=True, slots=True)
class Model:
    """A machine as its maker sold it."""

    kind: Kind
    vendor: str
    product: str
    processor: str
    memory_gb: int
    disk_gb: int
    disk: str
    year: int


LATITUDE = Model(
    Kind.LAPTOP,
    "Dell Inc.",
    "Latitude 5480",
    "Intel(R) Core(TM) i5-7300U CPU @ 2.60GHz",
    memory_gb=8,
    disk_gb=500,
    disk="TOSHIBA MQ01ACF050",
    year=2017,
)
THINKPAD = Model(
    Kind.LAPTOP,
    "LENOVO",
    "ThinkPad T460",
    "Intel(R) Core(TM) i5-6300U CPU @ 2.40GHz",
    memory_gb=8,
    disk_gb=500,
    disk="HGST HTS725050A7",
    year=2016,
)
PROBOOK = Model(
    Kind.LAPTOP,
    "HP",
    "ProBook 450 G3",
    "Intel(R) Core(TM) i3-6100U CPU @ 2.30GHz",
    memory_gb=4,
    disk_gb=500,
    disk="ST500LM021-1KJ15",
    year=2016,
)
OPTIPLEX = Model(
    Kind.DESKTOP,
    "Dell Inc.",
    "OptiPlex 7040",
    "Intel(R) Core(TM) i5-6500 CPU @ 3.20GHz",
    memory_gb=8,
    disk_gb=1000,
    disk="WDC WD10EZEX-08W",
    year=2016,
)
PRODESK = Model(
    Kind.DESKTOP,
    "HP",
    "ProDesk 400 G3",
    "Intel(R) Core(TM) i3-6100 CPU @ 3.70GHz",
    memory_gb=4,
    disk_gb=500,
    disk="ST500DM002-1BD14",
    year=2016,
)

FORWARD = ("diagnose", "wipe", "refurbish", "test", "make_ready")


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to some machines: the transitions, in order, and how many days each took."""

    models: tuple[Model, ...]
    steps: tuple[str, ...]
    grade: Grade = Grade.GOOD
    shelf: str = ""
    defects: str = ""
    situations: tuple[Situation, ...] = (Situation.PERSON,)
    has_inventory: bool = True


# Twenty-eight machines; the lot of twelve makes forty.
STORIES = (
    Story((PROBOOK, OPTIPLEX), (), shelf="Arrivées", has_inventory=False),
    Story((LATITUDE, PRODESK, THINKPAD), FORWARD[:1], shelf="Établi"),
    Story((OPTIPLEX, PROBOOK), FORWARD[:2], shelf="Établi"),
    Story((THINKPAD, PRODESK), FORWARD[:3], shelf="Étagère A1"),
    Story((LATITUDE,), FORWARD[:4], shelf="Étagère A1"),
    Story(
        (LATITUDE, THINKPAD, THINKPAD),
        FORWARD,
        shelf="Prêtes à partir",
        defects="La batterie tient une heure et demie.",
    ),
    Story(
        (OPTIPLEX, OPTIPLEX), FORWARD, grade=Grade.VERY_GOOD, shelf="Prêtes à partir", defects="Sans écran."
    ),
    Story((PROBOOK,), FORWARD, grade=Grade.FAIR, shelf="Étagère B1", defects="Une rayure sur le capot."),
    Story((LATITUDE,), (*FORWARD, "reserve"), shelf="Étagère B1"),
    Story(
        (THINKPAD, PROBOOK),
        (*FORWARD, "lend"),
        situations=(Situation.STUDENT, Situation.SOLIDARITY),
    ),
    Story(
        (PRODESK, OPTIPLEX),
        (*FORWARD, "give"),
        situations=(Situation.SOLIDARITY, Situation.ASSOCIATION),
    ),
    Story(
        (LATITUDE, THINKPAD, OPTIPLEX),
        (*FORWARD, "sell"),
        situations=(Situation.PERSON, Situation.STUDENT, Situation.SCHOOL),
    ),
    Story((PROBOOK,), (*FORWARD, "sell", "take_back"), shelf="Arrivées"),
    Story((PRODESK,), ("diagnose", "dismantle"), grade=Grade.PARTS, shelf="Étagère A2"),
    Story((PRODESK,), (*FORWARD[:2], "recycle"), grade=Grade.PARTS),
    Story((PROBOOK,), ("diagnose", "send_back"), grade=Grade.PARTS, has_inventory=False),
)

# The results of the pop-up shop of November 2017: seventeen computers, sold or given.
BOOTIC = ((Kind.LAPTOP, "sold", 8), (Kind.DESKTOP, "sold", 6), (Kind.DESKTOP, "given", 3))
BOOTIC_DAY = (2017, 11, 18)

PRICES = {
    Kind.LAPTOP: {
        Situation.PERSON: 12_000,
        Situation.SOLIDARITY: 4_000,
        Situation.STUDENT: 6_000,
        Situation.ASSOCIATION: 8_000,
        Situation.SCHOOL: 10_000,
    },
    Kind.DESKTOP: {
        Situation.PERSON: 8_000,
        Situation.SOLIDARITY: 2_500,
        Situation.STUDENT: 4_000,
        Situation.ASSOCIATION: 6_000,
        Situation.SCHOOL: 7_000,
    },
}

DONATIONS = (
    {
        "kind": "public",
        "what": "Douze unités centrales de la médiathèque, leurs claviers et leurs souris.",
        "contact_name": "La médiathèque",
        "phone": "+33261917171",
        "commune": "Redon",
    },
    {
        "kind": "person",
        "what": "Un ordinateur portable de 2016 et son chargeur.",
        "contact_name": "Solène P.",
        "phone": "+33639985151",
        "commune": "Allaire",
    },
)
NEEDS = (
    ("Yvon L.", "+33639985252", Situation.PERSON, Kind.LAPTOP, "Écrire à la famille, payer ses impôts."),
    ("Anouk T.", "+33639985353", Situation.STUDENT, Kind.LAPTOP, "Les devoirs du lycée."),
    ("Les Amis du four", "+33639985454", Situation.ASSOCIATION, Kind.DESKTOP, "Tenir les comptes."),
)
COUNTED = (("screen", 14), ("keyboard", 22), ("mouse", 19))
CABLES_GRAMS = 8_400
SLIP = {"eco_organisation": "ecosystem", "number": "DEMO-2026-041", "weight_grams": 164_000}
