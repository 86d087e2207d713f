"""The pages of text, parents before children."""

from __future__ import annotations

from demo.content.shapes import TextPage, figures, link, notice, picture, questions, text

BOOTIC = TextPage(
    key="bootic",
    parent="collective",
    title="La BooTIC de 2017",
    slug="bootic-2017",
    introduction="En novembre 2017, une boutique de Redon a réuni pendant quatorze jours tout ce que nous savons faire.",
    body=(
        picture(
            "picture:shop",
            "Dessin : une petite boutique avec un store rayé, des ordinateurs en vitrine et une porte ouverte.",
            "La boutique, telle que nous l’avons dessinée",
        ),
        text(
            "<p>On y voyait des ordinateurs remis en état. On y apprenait à se servir d’un logiciel, à brancher un "
            "réseau, à surveiller ses données, à découvrir les logiciels libres. On y réparait aussi, pendant un café "
            "réparation. Et l’on y apprenait surtout que tout cela existe à deux rues de chez soi.</p>"
        ),
        figures(
            "Bilan du collectif, BooTIC de novembre 2017",
            ("9", "partenaires : 6 acteurs et 3 facilitateurs"),
            ("14", "jours d’ouverture"),
            ("261", "visiteurs, dont environ 50 au café réparation"),
            ("17", "ordinateurs qui ont retrouvé quelqu’un"),
            ("2 800 €", "de ventes pour Clic’n Puces"),
            ("environ 50 €", "laissés en participation libre, pour l’accueil"),
        ),
        text(
            "<h2>Ce que nous en retenons</h2><ul><li>Les gens ont des questions sur les chances et sur les dangers du "
            "numérique, et peu d’endroits où les poser.</li><li>Ni les associations ni les communes ne peuvent répondre "
            "seules : il faut construire ensemble.</li></ul><p>Un site internet est aussi né de ces deux semaines.</p>"
        ),
        link("Accueillir la prochaine BooTIC", "page:call"),
    ),
)

CALL = TextPage(
    key="call",
    parent="collective",
    title="Accueillez la prochaine BooTIC",
    slug="accueillir-la-bootic",
    introduction="Nous cherchons un local et des partenaires pour rouvrir notre boutique éphémère dans une autre commune.",
    body=(
        text(
            "<h2>Un local</h2><ul><li>Une vitrine sur une rue où l’on passe, ou une salle près du marché.</li>"
            "<li>De l’électricité, du chauffage, une entrée sans marche si possible.</li>"
            "<li>Libre deux semaines de suite.</li></ul>"
            "<h2>Des partenaires</h2><p>Une mairie, une médiathèque, un centre social, une école, une entreprise : vous "
            "connaissez les habitants, nous apportons les ateliers. On choisit ensemble le public et les sujets.</p>"
        ),
        questions(
            (
                "Combien cela coûte ?",
                "<p>Le prêt du local suffit. On cherche ensemble de quoi payer le reste.</p>",
            ),
            (
                "Faut-il s’y connaître ?",
                "<p>Non. Une personne qui accueille et qui connaît le quartier vaut de l’or.</p>",
            ),
            ("Et après ?", "<p>On écrit le bilan ensemble, avec les chiffres, et on le publie ici.</p>"),
        ),
        notice(
            "Vous avez une idée de lieu ?",
            "Appelez le 02 61 91 35 60, du mardi au vendredi, de 10 h à 12 h. Une photo de la vitrine nous aide beaucoup.",
        ),
        link("Lire le bilan de la BooTIC 2017", "page:bootic"),
    ),
)

COLLECTIVE = TextPage(
    key="collective",
    title="Le collectif",
    slug="le-collectif",
    introduction="Six structures du Pays de Redon travaillent ensemble depuis 2017 pour que le numérique serve à tous.",
    body=(
        picture(
            "picture:workbench",
            "Dessin : une table d’atelier avec un ordinateur ouvert, un tournevis, une lampe et deux tasses.",
            "Autour de la table : un dessin fait pour ce site",
        ),
        text(
            "<p>Trois associations, une entreprise, une entreprise d’insertion et un porteur de projet. Chacun a son "
            "métier : former, réparer, revendre, fabriquer, faire jouer, protéger. Une personne qui pousse une porte "
            "doit pouvoir trouver les cinq autres.</p>"
        ),
        text(
            '<h2>Pour nous connaître</h2><ul><li><a href="page:issues">Pourquoi nous agissons</a> : nos six '
            'raisons.</li><li><a href="page:objectives">Ce que nous voulons</a> : un service proche, un lieu ouvert.</li>'
            '<li><a href="page:actions">Ce que nous faisons</a>, toute l’année.</li>'
            '<li><a href="page:bootic">La BooTIC de 2017</a> : quatorze jours, 261 visiteurs.</li>'
            '<li><a href="page:languages">Gallo, breton, français</a> : les langues d’ici.</li></ul>'
        ),
        link("Accueillir la prochaine BooTIC", "page:call"),
    ),
)

ISSUES = TextPage(
    key="issues",
    parent="collective",
    title="Pourquoi nous agissons",
    slug="enjeux",
    introduction="Le numérique ouvre des portes à certains et en ferme à d’autres. Voici nos six raisons de nous en mêler.",
    body=(
        text(
            "<p>Il touche les enfants comme les anciens, les mairies comme les ateliers, le travail comme la vie "
            "privée. Il aide à trouver un emploi ; il peut aussi isoler, ou priver quelqu’un de ses droits. "
            "Nous pensons qu’un territoire peut répondre, s’il s’y met à plusieurs.</p>"
        ),
        text(
            "<h2>1. Entre les gens</h2><ul><li>Que personne ne soit laissé de côté parce qu’il ne sait pas faire.</li>"
            "<li>Que chacun puisse avoir un ordinateur.</li><li>Que l’on parle des usages, des bons et des "
            "mauvais.</li></ul>"
            "<h2>2. Pour la planète</h2><ul><li>Se servir mieux de ce que l’on a déjà.</li><li>Donner une seconde vie "
            "aux machines.</li></ul>"
            "<h2>3. Pour l’activité</h2><ul><li>Partager des outils, des logiciels et des façons de faire entre "
            "structures.</li><li>Aider celles et ceux qui lancent un projet à s’équiper.</li></ul>"
        ),
        text(
            "<h2>4. Pour décider ensemble</h2><ul><li>Que tous ceux que le numérique concerne soient autour de la "
            "table.</li><li>Que l’on comprenne ses outils au lieu de les subir.</li></ul>"
            "<h2>5. Pour la culture</h2><ul><li>Que naisse ici, et ailleurs, une culture du numérique.</li></ul>"
            "<h2>6. Pour l’éducation</h2><ul><li>Apprendre les uns des autres, à tout âge.</li></ul>"
        ),
        link("Lire ce que nous voulons", "page:objectives"),
    ),
)

OBJECTIVES = TextPage(
    key="objectives",
    parent="collective",
    title="Ce que nous voulons",
    slug="objectifs",
    introduction="Deux buts : un service proche de chacun, et un lieu ouvert à Redon.",
    body=(
        text(
            "<h2>Un service proche, qui suit les besoins</h2><p>Les habitudes changent vite. Nous voulons que l’on "
            "trouve à deux pas de chez soi de quoi acheter, apprendre, réparer et se faire accompagner. Les petites "
            "entreprises et les associations d’ici savent le faire : qu’on le sache, et qu’elles puissent grandir.</p>"
            "<h2>Un espace du numérique à Redon</h2><p>Un lieu où l’on viendrait fabriquer, se former, "
            "lancer une activité, ou poser une question. Habitants, associations, écoles, entreprises : "
            "chacun y aurait sa place et mettrait en commun ses outils.</p>"
        ),
        notice(
            "Où en est-on ?",
            "L’espace n’existe pas encore. En attendant, les ateliers vont de commune en commune.",
        ),
        link("Lire ce que nous faisons", "page:actions"),
    ),
)

ACTIONS = TextPage(
    key="actions",
    parent="collective",
    title="Ce que nous faisons",
    slug="actions",
    introduction="Se parler, organiser ensemble, aller voir les élus.",
    body=(
        text(
            "<h2>Se coordonner</h2><p>Nous échangeons nos informations et nos façons de faire. Un même agenda évite "
            "que deux ateliers tombent le même soir.</p>"
            "<h2>Organiser des moments pour le public</h2><p>La BooTIC de 2017 a montré la voie. Nous voulons la "
            "refaire, ailleurs et avec d’autres, pour celles et ceux que nos partenaires connaissent.</p>"
            "<h2>Faire connaître</h2><p>Nous rencontrons les communes et les autres collectivités. Elles connaissent "
            "les besoins ; nous connaissons des réponses.</p>"
        ),
        link("Lire le bilan de la BooTIC 2017", "page:bootic"),
        link("Accueillir la prochaine BooTIC", "page:call"),
    ),
)

LANGUAGES = TextPage(
    key="languages",
    parent="collective",
    title="Gallo, breton, français",
    slug="langues",
    introduction="Ici, on peut entendre trois langues dans une même cuisine.",
    body=(
        text(
            "<p>Le Pays de Redon se trouve en Haute-Bretagne, à la rencontre de l’Ille-et-Vilaine, du Morbihan et de "
            "la Loire-Atlantique. C’est un pays de gallo, langue romane et cousine du français, autant que de breton. "
            "Les noms de lieux le disent, et le cartulaire de l’abbaye de Redon garde des noms bretons vieux de plus de "
            "mille ans.</p>"
            '<p>On vous accueille avec un <span lang="br">Degemer mat</span> ou un '
            '<span lang="fr-x-gallo">Boujou</span>, selon qui tient la porte.</p>'
            "<p>La page de chaque atelier dit quelles langues les animateurs parlent. Si vous êtes plus à l’aise en "
            "gallo ou en breton, dites-le en appelant : nous ferons au mieux.</p>"
        ),
        link("Enregistrer une histoire en gallo ou en français", "workshop:voices"),
    ),
)

PAGES = (COLLECTIVE, ISSUES, OBJECTIVES, ACTIONS, BOOTIC, CALL, LANGUAGES)
