"""The six members. Their contacts are invented: the real ones are not given here."""

from __future__ import annotations

from maillage.places.models import OrganizationKind

from .shapes import Member

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
