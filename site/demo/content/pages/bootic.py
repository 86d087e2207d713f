"""The pop-up shop of 2017, its figures, and the call to hold it again."""

from __future__ import annotations

from ..blocks import figures, link, notice, picture, questions, text
from ..shapes import TextPage

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
