"""The network itself: its name, its front page, its menu."""

from __future__ import annotations

NETWORK = {
    "network_name": "Le collectif numérique du Pays de Redon",
    "baseline": "Six structures, un coup de main avec le numérique",
    "headline": "Le numérique, on s’y met ensemble, près de chez vous",
    "introduction": "Des ateliers, du dépannage et des ordinateurs d’occasion, autour de Redon. Débutants bienvenus.",
    "phone": "02 61 91 35 60",
    "phone_hours": "du mardi au vendredi, de 10 h à 12 h",
    "email": "bonjour@collectif-redon.example",
}

# What a key message leads to is the key of a page of the demo.
KEY_MESSAGES = (
    {
        "activity": "workshop",
        "title": "Apprendre à tout âge",
        "text": "Allumer, écrire, trier ses photos : chacun commence là où il en est.",
        "words": "Voir tous les ateliers",
        "page": "page:workshops",
    },
    {
        "activity": "repair",
        "title": "Réparer plutôt que jeter",
        "text": "Un grille-pain muet, un ordinateur lent : on regarde l’objet avec vous.",
        "words": "Voir les repair cafés",
        "page": "page:repair",
    },
    {
        "activity": "equipment",
        "title": "S’équiper à petit prix",
        "text": "Des machines révisées, choisies avec vous selon ce que vous en ferez.",
        "words": "Voir les ordinateurs prêts",
        "page": "page:stock",
    },
    {
        "activity": "event",
        "title": "Faire revenir la BooTIC",
        "text": "Nous cherchons un local et des partenaires pour la prochaine boutique éphémère.",
        "words": "Accueillir la BooTIC",
        "page": "page:call",
    },
)

WORKSHOPS_PAGE = {
    "title": "Les ateliers",
    "slug": "ateliers",
    "introduction": "<p>Chaque atelier a sa page : pour qui, où, combien, et les dates. "
    "Vous hésitez ? Appelez la structure qui organise.</p>",
}

# Words of the menu and the page they lead to.
MENU = (
    ("Ateliers", "page:workshops"),
    ("Réparer", "page:repair"),
    ("S’équiper", "page:stock"),
    ("Le collectif", "page:collective"),
)

TOPICS = {
    "begin": ("Débuter", "debuter"),
    "photos": ("Photos et souvenirs", "photos"),
    "papers": ("Démarches en ligne", "demarches"),
    "equipment": ("Choisir et entretenir son matériel", "materiel"),
    "free-software": ("Logiciels libres", "logiciels-libres"),
    "making": ("Fabriquer et bidouiller", "fabriquer"),
    "children": ("Enfants et jeunes", "jeunes"),
    "privacy": ("Vie privée et arnaques", "vie-privee"),
    "local-languages": ("Mémoire et langues du pays", "langues-du-pays"),
}
