"""The network: its name, its front page, its members, their rooms, and the people who register."""

from __future__ import annotations

from demo.content.shapes import Member, PlaceCard
from maillage.places.models import OrganizationKind

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

MEMBERS = (
    Member(
        key="mulots",
        name="Les Mulots",
        kind=OrganizationKind.ASSOCIATION,
        role="Apprendre à se servir des outils et des logiciels",
        phone="02 61 91 10 10",
        phone_hours="du lundi au jeudi, de 9 h à 12 h",
        email="bonjour@les-mulots.example",
        presentation="<p>Vous n’avez jamais touché une souris ? Vous voulez enfin comprendre votre messagerie ? "
        "L’association forme des groupes de huit personnes au plus. On avance au pas de chacun.</p>"
        "<p>Les ordinateurs sont prêtés pendant l’atelier.</p>",
    ),
    Member(
        key="clicn-puces",
        name="Clic’n Puces",
        kind=OrganizationKind.INSERTION,
        role="Remettre en état et vendre des ordinateurs d’occasion",
        phone="02 61 91 20 20",
        phone_hours="du mardi au samedi, de 10 h à 18 h",
        email="boutique@clicn-puces.example",
        presentation="<p>Des ordinateurs que l’on allait jeter repartent pour des années. Ici, des personnes "
        "retrouvent un métier en les démontant, en les nettoyant et en les réglant.</p>"
        "<p>Chaque machine est vérifiée, et ses disques sont effacés avant la vente.</p>",
    ),
    Member(
        key="depantek",
        name="Dépan’tek",
        kind=OrganizationKind.COMPANY,
        role="Dépanner et entretenir le matériel informatique",
        phone="02 61 91 30 30",
        phone_hours="du lundi au vendredi, de 9 h à 18 h",
        email="atelier@depantek.example",
        presentation="<p>Un écran noir, une machine qui rame, un virus : l’entreprise répare, chez elle ou chez "
        "vous. Dans les ateliers du collectif, elle montre les gestes qui évitent la panne.</p>",
    ),
    Member(
        key="ecotais",
        name="La Ferme des écotais",
        kind=OrganizationKind.ASSOCIATION,
        role="Jouer avec les sciences et le numérique, jeunes et adultes",
        phone="02 61 91 40 40",
        phone_hours="le mercredi et le vendredi, de 14 h à 17 h",
        email="bonjour@ferme-des-ecotais.example",
        presentation="<p>Programmer un robot, inventer un jeu, mesurer la pluie avec une carte électronique : "
        "on apprend en s’amusant. Les parents sont les bienvenus, et souvent ils restent.</p>",
    ),
    Member(
        key="bidouille",
        name="La Vilaine Bidouille",
        kind=OrganizationKind.ASSOCIATION,
        role="Le fablab du Pays de Redon : fabriquer soi-même, ensemble",
        phone="02 61 91 50 50",
        phone_hours="le vendredi, de 17 h à 20 h",
        email="fablab@vilaine-bidouille.example",
        presentation="<p>Un fablab est un atelier partagé. On y trouve une découpeuse laser, une imprimante 3D, "
        "des fers à souder, et surtout des gens qui savent s’en servir.</p>"
        "<p>Venez avec une idée, même floue.</p>",
    ),
    Member(
        key="privacy",
        name="Un porteur de projet",
        kind=OrganizationKind.PROJECT_HOLDER,
        role="Faire connaître et protéger ses données personnelles",
        phone="06 39 98 60 60",
        phone_hours="en soirée, de 18 h à 20 h",
        email="donnees@collectif-redon.example",
        presentation="<p>Que savent de nous nos téléphones ? Qui le garde, et pourquoi ? Il prépare une activité "
        "de conseil sur ces questions, et les explique sans faire peur.</p>",
    ),
)

NAMES = (
    "Annick L.", "Yann G.", "Fatou D.", "Marcel B.", "Solenn R.", "José M.", "Odile T.", "Malo C.",
    "Inès K.", "Denise P.", "Erwan H.", "Rozenn J.", "Samir A.", "Monique V.", "Théo S.", "Gisèle F.",
    "Lena O.", "Armel N.", "Paulette E.", "Ahmed Z.", "Nolwenn Q.", "Bernard I.", "Lucie W.", "Tugdual Y.",
)  # fmt: skip

EMAIL_DOMAIN = "maison.example"
# The ten thousand numbers that the regulator keeps for fiction begin like this.
MOBILE_START = "06 39 98"

PLACES = (
    PlaceCard(
        key="gabares",
        organization="mulots",
        commune="Redon",
        postal_code="35600",
        name="Salle des Gabares",
        street="7 rue de la Souris-Grise",
        room="Au rez-de-chaussée, à gauche",
        latitude="47.651",
        longitude="-2.084",
        access="À dix minutes à pied de la gare. Pas de marche. Vélos sous l’auvent.",
    ),
    PlaceCard(
        key="lavoir",
        organization="mulots",
        commune="Allaire",
        postal_code="56350",
        name="Salle du Lavoir",
        street="2 venelle des Trois-Claviers",
        latitude="47.637",
        longitude="-2.163",
        access="Parking derrière la salle. Une marche à l’entrée, une rampe se pose sur demande.",
    ),
    PlaceCard(
        key="puits",
        organization="mulots",
        commune="Guémené-Penfao",
        postal_code="44290",
        name="Salle du Puits",
        street="15 rue du Point-Virgule",
        latitude="47.630",
        longitude="-1.834",
        access="Sur la place du marché. Pas de marche.",
    ),
    PlaceCard(
        key="ponton",
        organization="clicn-puces",
        commune="Saint-Nicolas-de-Redon",
        postal_code="44460",
        name="Boutique du Ponton",
        street="31 quai des Pixels",
        latitude="47.645",
        longitude="-2.070",
        access="Grande porte verte, côté canal. Parking gratuit. Pas de marche.",
        phone="02 61 91 20 21",
    ),
    PlaceCard(
        key="hangar",
        organization="bidouille",
        commune="Redon",
        postal_code="35600",
        name="Hangar aux Bidouilles",
        street="4 allée du Fil-de-Cuivre",
        room="À l’étage",
        latitude="47.646",
        longitude="-2.089",
        access="Entrée par la cour. L’étage n’a pas d’ascenseur : appelez-nous, on descend les machines.",
    ),
    PlaceCard(
        key="grange",
        organization="ecotais",
        commune="Saint-Vincent-sur-Oust",
        postal_code="56350",
        name="La Grange aux Robots",
        lieu_dit="Le Clos des Hirondelles",
        latitude="47.698",
        longitude="-2.147",
        access="Suivez les flèches depuis le bourg. On se gare dans le pré.",
    ),
    PlaceCard(
        key="tilleuls",
        organization="ecotais",
        commune="Plessé",
        postal_code="44630",
        name="Salle des Deux-Tilleuls",
        street="9 rue de la Marelle",
        latitude="47.541",
        longitude="-1.885",
        access="À côté de l’école. Pas de marche, toilettes adaptées.",
    ),
    PlaceCard(
        key="green-shutters",
        organization="privacy",
        commune="La Gacilly",
        postal_code="56200",
        name="La maison aux volets verts",
        street="6 chemin de la Clé-sous-le-Pot",
        latitude="47.765",
        longitude="-2.132",
        access="La rue est étroite : garez-vous sur la place et finissez à pied.",
        address_for_registered_only=True,
    ),
    PlaceCard(
        key="etang",
        organization="depantek",
        commune="Pipriac",
        postal_code="35550",
        name="Salle de l’Étang",
        street="12 rue des Grenouilles",
        latitude="47.809",
        longitude="-1.947",
        access="Parking devant. Pas de marche.",
    ),
    PlaceCard(
        key="four",
        organization="privacy",
        commune="Avessac",
        postal_code="44460",
        name="Salle du Four-à-Pain",
        street="1 place de la Farine",
        latitude="47.653",
        longitude="-1.991",
        access="Au fond de la place. Deux marches.",
    ),
    PlaceCard(
        key="chene",
        organization="mulots",
        commune="Bains-sur-Oust",
        postal_code="35600",
        name="Salle du Vieux-Chêne",
        street="18 rue des Veillées",
        latitude="47.704",
        longitude="-2.072",
        access="Près du terrain de boules. Pas de marche, boucle magnétique à l’accueil.",
    ),
)

SYNONYMS = (
    "ordi, ordinateur, PC",
    "réparer, réparation, dépanner, dépannage",
    "portable, smartphone, téléphone, mobile",
    "box, routeur, modem",
    "courriel, e-mail, mail, messagerie",
    "Pôle emploi, France Travail",
    "CAF, allocations familiales",
    "papiers, démarches, administratif",
    "pirater, piratage, arnaque, hameçonnage",
    "lent, ralenti, rame",
    "st, saint",
    "ste, sainte",
)

# What is typed, and the key of the page of the demo that comes first.
BEST_BETS = (
    ("réparation", "workshop:clean-computer"),
    ("impôts", "workshop:papers"),
)
