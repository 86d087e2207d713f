"""What people bring, in the words of the standard and in theirs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_UNPOWERED = 101


class Category(models.IntegerChoices):
    """A kind of object, by its number."""

    AIRCON = 1, _("Air conditioner or dehumidifier")
    BATTERY = 2, _("Battery, charger or adapter")
    DECORATIVE_LIGHTS = 3, _("Decorative or safety lights")
    DESKTOP_COMPUTER = 4, _("Desktop computer")
    COMPACT_CAMERA = 5, _("Compact digital camera")
    DSLR_CAMERA = 6, _("Reflex or video camera")
    FAN = 7, _("Fan")
    FLAT_SCREEN = 8, _("Flat screen")
    HAIR_AND_BEAUTY = 9, _("Hair and beauty device")
    HANDHELD_ENTERTAINMENT = 10, _("Pocket music player or game")
    HEADPHONES = 11, _("Headphones")
    HIFI_INTEGRATED = 12, _("Hi-fi, all in one")
    HIFI_SEPARATES = 13, _("Hi-fi, separate part")
    KETTLE = 14, _("Kettle")
    LAMP = 15, _("Lamp")
    LAPTOP = 16, _("Laptop computer")
    LARGE_HOME_ELECTRICAL = 17, _("Large household appliance")
    MISC = 18, _("Other electrical object")
    MOBILE = 19, _("Mobile phone")
    MUSICAL_INSTRUMENT = 20, _("Musical instrument")
    PAPER_SHREDDER = 21, _("Paper shredder")
    PC_ACCESSORY = 22, _("Computer accessory")
    PORTABLE_RADIO = 23, _("Portable radio")
    POWER_TOOL = 24, _("Power tool")
    PRINTER = 25, _("Printer or scanner")
    PROJECTOR = 26, _("Projector")
    SEWING_MACHINE = 27, _("Sewing machine")
    SMALL_HOME_ELECTRICAL = 28, _("Small household appliance")
    SMALL_KITCHEN_ITEM = 29, _("Small kitchen appliance")
    TABLET = 30, _("Tablet")
    TOASTER = 31, _("Toaster")
    TOY = 32, _("Electric toy")
    TV_ACCESSORY = 33, _("Television or game accessory")
    VACUUM = 34, _("Vacuum cleaner")
    WATCH_OR_CLOCK = 35, _("Watch or clock")
    COFFEE_MAKER = 36, _("Coffee maker")
    FOOD_PROCESSOR = 37, _("Food processor")
    GAMES_CONSOLE = 38, _("Games console")
    HAIR_DRYER = 39, _("Hair dryer")
    IRON = 40, _("Iron")
    FURNITURE = 101, _("Furniture")
    BICYCLE = 102, _("Bicycle")
    TEXTILE = 103, _("Clothes or textile")
    UNPOWERED_MISC = 104, _("Other object without power")
    HAND_TOOL = 105, _("Hand tool")
    JEWELLERY = 106, _("Jewellery")

    @property
    def is_powered(self) -> bool:
        """Whether it runs on electricity, so that the standard has a number for it."""
        return self.value < FIRST_UNPOWERED

    @property
    def may_hold_data(self) -> bool:
        """Whether it may keep somebody's files or messages: nobody may note its password."""
        return self in _HOLD_DATA

    @property
    def is_weighed(self) -> bool:
        """Whether a volunteer weighs it: its kind alone does not tell its weight."""
        return self == Category.MISC or not self.is_powered


_HOLD_DATA = frozenset(
    {
        Category.COMPACT_CAMERA,
        Category.DESKTOP_COMPUTER,
        Category.DSLR_CAMERA,
        Category.GAMES_CONSOLE,
        Category.HANDHELD_ENTERTAINMENT,
        Category.LAPTOP,
        Category.MOBILE,
        Category.PC_ACCESSORY,
        Category.PRINTER,
        Category.TABLET,
    }
)


class Size(models.TextChoices):
    """The size of what weighs differently from one to another; empty when nobody said it."""

    LAPTOP_SMALL = "laptop-s", _("Small laptop, up to 13 inches")
    LAPTOP_MEDIUM = "laptop-m", _("Medium laptop, 14 or 15 inches")
    LAPTOP_LARGE = "laptop-l", _("Large laptop, 16 inches and more")
    SCREEN_15 = "screen-15", _("Screen of 15 to 17 inches")
    SCREEN_19 = "screen-19", _("Screen of 19 or 20 inches")
    SCREEN_22 = "screen-22", _("Screen of 22 to 24 inches")
    SCREEN_26 = "screen-26", _("Screen of 26 to 30 inches")
    SCREEN_32 = "screen-32", _("Screen of 32 to 37 inches")

    @property
    def category(self) -> Category:
        """The only category that has this size."""
        return Category.LAPTOP if self.value.startswith("laptop") else Category.FLAT_SCREEN


WORDS: dict[Category, tuple[str, ...]] = {
    Category.AIRCON: ("climatiseur", "clim", "déshumidificateur", "humidificateur", "rafraîchisseur d’air"),
    Category.BATTERY: (
        *("batterie", "chargeur", "adaptateur", "alimentation", "transformateur", "pile rechargeable"),
        *("multiprise", "rallonge", "batterie externe"),
    ),
    Category.DECORATIVE_LIGHTS: ("guirlande", "guirlande lumineuse", "veilleuse", "lumière décorative"),
    Category.DESKTOP_COMPUTER: (
        "ordinateur fixe",
        "ordinateur de bureau",
        "unité centrale",
        "tour",
        "pc fixe",
        "ordinateur",
        "ordi",
        "pc",
        "pcs",
        "imac",
    ),
    Category.COMPACT_CAMERA: ("appareil photo", "appareil photo compact", "appareil numérique"),
    Category.DSLR_CAMERA: ("reflex", "appareil photo reflex", "caméra", "caméscope", "objectif"),
    Category.FAN: ("ventilateur",),
    Category.FLAT_SCREEN: (
        *("écran", "écran plat", "télé", "télévision", "téléviseur", "moniteur", "tv", "tvs"),
    ),
    Category.HAIR_AND_BEAUTY: (
        *(
            "rasoir",
            "rasoir électrique",
            "tondeuse à cheveux",
            "tondeuse à barbe",
            "épilateur",
            "fer à lisser",
        ),
        *("lisseur", "fer à friser", "brosse à dents électrique", "brosse chauffante"),
    ),
    Category.HANDHELD_ENTERTAINMENT: (
        *("baladeur", "lecteur mp3", "walkman", "console portable", "game boy", "liseuse"),
    ),
    Category.HEADPHONES: ("casque", "casque audio", "écouteurs", "oreillettes"),
    Category.HIFI_INTEGRATED: (
        "chaîne hi-fi",
        "mini-chaîne",
        "chaîne stéréo",
        "poste radio cd",
        "radiocassette",
    ),
    Category.HIFI_SEPARATES: (
        *("ampli", "amplificateur", "platine", "tourne-disque", "platine vinyle", "lecteur cd", "enceinte"),
        *("haut-parleur", "tuner", "magnétophone", "caisson de basses"),
    ),
    Category.KETTLE: ("bouilloire",),
    Category.LAMP: (
        "lampe",
        "lampe de chevet",
        "lampadaire",
        "abat-jour",
        "lustre",
        "plafonnier",
        "lampe de bureau",
    ),
    Category.LAPTOP: (
        *("ordinateur portable", "pc portable", "portable pc", "laptop", "netbook"),
        *("portable", "ordi portable", "macbook", "chromebook"),
    ),
    Category.LARGE_HOME_ELECTRICAL: (
        *(
            "lave-linge",
            "machine à laver",
            "lave-vaisselle",
            "sèche-linge",
            "réfrigérateur",
            "frigo",
            "congélateur",
        ),
        *("four", "cuisinière", "plaque de cuisson", "hotte", "frigidaire", "congélo", "gazinière"),
        *("cuisinière à gaz", "table de cuisson", "cumulus", "ballon d’eau chaude", "machine à sécher"),
    ),
    Category.MISC: ("autre appareil électrique", "aquarium", "clôture électrique", "détecteur de fumée"),
    Category.MOBILE: (
        *("téléphone", "téléphone portable", "smartphone", "mobile", "téléphone mobile", "tel"),
        *("iphone", "i-phone", "smart-phone", "gsm"),
    ),
    Category.MUSICAL_INSTRUMENT: (
        "instrument de musique",
        "piano électrique",
        "synthétiseur",
        "guitare électrique",
    ),
    Category.PAPER_SHREDDER: ("destructeur de papier", "broyeur de papier", "déchiqueteuse"),
    Category.PC_ACCESSORY: (
        *(
            "clavier",
            "souris",
            "webcam",
            "disque dur",
            "clé usb",
            "box internet",
            "routeur",
            "modem",
            "manette",
        ),
    ),
    Category.PORTABLE_RADIO: ("radio", "poste de radio", "transistor", "radio-réveil", "radio portable"),
    Category.POWER_TOOL: (
        *(
            "perceuse",
            "visseuse",
            "perceuse-visseuse",
            "ponceuse",
            "scie électrique",
            "scie sauteuse",
            "meuleuse",
        ),
        *(
            "taille-haie",
            "débroussailleuse",
            "tondeuse à gazon",
            "tondeuse",
            "souffleur",
            "nettoyeur haute pression",
        ),
        *("tronçonneuse", "coupe-bordure"),
    ),
    Category.PRINTER: ("imprimante", "scanner", "photocopieur", "imprimante 3d"),
    Category.PROJECTOR: ("vidéoprojecteur", "projecteur", "rétroprojecteur", "projecteur de diapositives"),
    Category.SEWING_MACHINE: ("machine à coudre", "surjeteuse"),
    Category.SMALL_HOME_ELECTRICAL: (
        *("radiateur", "radiateur électrique", "chauffage d’appoint", "convecteur", "couverture chauffante"),
        *(
            "purificateur d’air",
            "thermostat",
            "interphone",
            "sonnette",
            "téléphone fixe",
            "balance",
            "chauffe-eau",
        ),
    ),
    Category.SMALL_KITCHEN_ITEM: (
        *(
            "gaufrier",
            "crêpière",
            "appareil à raclette",
            "raclette",
            "croque-monsieur",
            "micro-ondes",
            "microondes",
            "four à micro-ondes",
            "four micro-ondes",
            "friteuse",
        ),
        *("yaourtière", "machine à pain", "cuiseur à riz", "autocuiseur électrique", "couteau électrique"),
        *(
            "ouvre-boîte électrique",
            "plancha",
            "mini-four",
            "petit four",
            "cuit-vapeur",
            "balance de cuisine",
        ),
    ),
    Category.TABLET: ("tablette", "ipad", "i-pad", "tablette tactile"),
    Category.TOASTER: ("grille-pain", "toaster"),
    Category.TOY: (
        "jouet",
        "jouet électrique",
        "voiture télécommandée",
        "drone",
        "peluche électronique",
        "train électrique",
    ),
    Category.TV_ACCESSORY: (
        *("télécommande", "décodeur", "lecteur dvd", "magnétoscope", "boîtier tv", "antenne", "barre de son"),
    ),
    Category.VACUUM: (
        "aspirateur",
        "aspi",
        "aspi robot",
        "robot aspirateur",
        "aspirateur robot",
        "aspirateur à main",
        "aspirateur balai",
        "nettoyeur vapeur",
    ),
    Category.WATCH_OR_CLOCK: ("montre", "horloge", "réveil", "pendule", "coucou"),
    Category.COFFEE_MAKER: (
        "cafetière",
        "machine à café",
        "machine à expresso",
        "percolateur",
        "moulin à café",
    ),
    Category.FOOD_PROCESSOR: (
        *("robot de cuisine", "robot", "mixeur", "mixer", "blender", "batteur", "hachoir", "centrifugeuse"),
        *("presse-agrumes", "extracteur de jus", "robot pâtissier"),
    ),
    Category.GAMES_CONSOLE: ("console", "console de jeux", "playstation", "xbox", "nintendo"),
    Category.HAIR_DRYER: ("sèche-cheveux", "séchoir à cheveux"),
    Category.IRON: ("fer à repasser", "fer", "centrale vapeur", "défroisseur"),
    Category.FURNITURE: (
        "meuble",
        "chaise",
        "table",
        "commode",
        "armoire",
        "fauteuil",
        "tabouret",
        "étagère",
        "cadre",
    ),
    Category.BICYCLE: ("vélo", "bicyclette", "trottinette", "vtt", "poussette", "tricycle"),
    Category.TEXTILE: (
        *(
            "vêtement",
            "pantalon",
            "veste",
            "robe",
            "manteau",
            "jupe",
            "chemise",
            "pull",
            "fermeture éclair",
            "rideau",
        ),
        *("sac", "sac à dos", "chaussures", "parapluie", "jean", "cartable", "tente"),
    ),
    Category.UNPOWERED_MISC: ("lunettes", "vaisselle", "poupée", "livre", "valise", "casserole"),
    Category.HAND_TOOL: (
        "outil",
        "outil à main",
        "sécateur",
        "couteau",
        "ciseaux",
        "scie",
        "marteau",
        "pelle",
        "bêche",
    ),
    Category.JEWELLERY: (
        "bijou",
        "collier",
        "bracelet",
        "bague",
        "boucle d’oreille",
        "boucles d’oreilles",
        "chaîne",
    ),
}

# What some of these names may mean as well: people say « mon portable » of a telephone too.
ALSO: dict[str, Category] = {
    "ordinateur": Category.LAPTOP,
    "ordi": Category.LAPTOP,
    "pc": Category.LAPTOP,
    "pcs": Category.LAPTOP,
    "portable": Category.MOBILE,
}
