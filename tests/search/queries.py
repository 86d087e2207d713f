"""Sixty and more French queries as people type them: what must come back, and what must not.

Titles are those of `corpus.py`. docs/search.md says where the engines differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ORDINATEUR = "Réparer son ordinateur"
VELO = "Réparer un vélo"
CAFE = "Café réparation de Rostrenen"
PREMIERS = "Premiers pas avec un ordinateur"
TABLETTES = "Les tablettes, en douceur"
TELEPHONE = "Prendre en main son téléphone"
PASSE = "Choisir un mot de passe"
ARNAQUES = "Déjouer les arnaques"
CAF = "Mes démarches avec la CAF"
IMPOTS = "Déclarer ses impôts en ligne"
TRAVAIL = "S’inscrire à France Travail"
BOX = "Régler sa box"
SANTE = "Ma santé en ligne"
PHOTOS = "Trier ses photos"
JEU = "Coder un jeu en famille"
LIBRES = "Logiciels libres"
OCCASION = "Ordinateurs d’occasion"
DON = "Donner un ordinateur"
BOOTIC = "La BooTIC de Noël"
FETE = "Fête du numérique"
MEDIATHEQUE = "Médiathèque Jean-Michel-Bollé"
SALLE = "Salle des fêtes, Saint-Nicolas-de-Redon"
HANGAR = "Hangar aux Bidouilles, Redon"
MULOTS = "Les Mulots"
VILAINE = "La Vilaine Bidouille"
LEGALES = "Mentions légales"
PRIVEE = "Vie privée"
ACCESSIBILITE = "Accessibilité"
VISIO = "Visioconférence pour débuter"
COURRIEL = "Écrire un courriel"
IMPRIMER = "Imprimer et numériser"
OEUVRES = "Œuvres et cœurs brodés"
REUNION = "Réunion du collectif"
PERMANENCE = "Permanence sans rendez-vous"


@dataclass(frozen=True)
class Case:
    """One query. `wanted` must be among the first ten, `first` the very first, `unwanted` nowhere.

    `nothing`: it finds nothing at all. `kind` is the heading it has in the documentation.
    """

    kind: str
    text: str
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    first: str = ""
    nothing: bool = False
    filters: dict[str, str] = field(default_factory=dict)


def case(
    kind: str, text: str, *wanted: str, no: tuple[str, ...] = (), first: str = "", **more: object
) -> Case:
    """Return a case in few words."""
    return Case(kind, text, wanted, no, first, **more)  # type: ignore[arg-type]


CASES = [
    case("plain words", "ordinateur", ORDINATEUR, PREMIERS, OCCASION, no=(VELO, BOX)),
    case("plain words", "tablette", TABLETTES, no=(ORDINATEUR,)),
    case("plain words", "photos", first=PHOTOS, no=(VELO,)),
    case("plain words", "imprimante", IMPRIMER, VILAINE, no=(CAF,)),
    case("plain words", "fablab", first=VILAINE),
    case("plain words", "linux", first=LIBRES),
    case("plain words", "réunion", first=REUNION, no=(PHOTOS,)),
    case("accents", "reparer un velo", first=VELO),
    case("accents", "RÉPARER UN VÉLO", first=VELO),
    case("accents", "mediatheque", first=MEDIATHEQUE),
    case("accents", "médiathèque", first=MEDIATHEQUE),
    case("accents", "impots", first=IMPOTS, no=(CAF,)),
    case("accents", "impôts", first=IMPOTS),
    case("accents", "telephone", first=TELEPHONE),
    case("accents", "demarches", first=CAF),
    case("accents", "œuvres", first=OEUVRES),
    case("accents", "oeuvres", first=OEUVRES),
    case("accents", "coeur", OEUVRES),
    case("plurals", "vélos", first=VELO),
    case("plurals", "ordinateurs", ORDINATEUR, PREMIERS, no=(VELO,)),
    case("plurals", "jeux", JEU, no=(VELO,)),
    case("plurals", "tablettes", first=TABLETTES),
    case("plurals", "impot", first=IMPOTS),
    case("plurals", "une photo", first=PHOTOS),
    case("forms", "réparation", VELO, ORDINATEUR, CAFE),
    case("forms", "réparations", VELO, ORDINATEUR, CAFE),
    case("forms", "déclaration d’impôts", first=IMPOTS),
    case("forms", "imprimer", first=IMPRIMER),
    case("forms", "installation de linux", first=LIBRES),
    case("elisions", "l’ordinateur", ORDINATEUR, PREMIERS),
    case("elisions", "l'ordinateur", ORDINATEUR, PREMIERS),
    case("elisions", "d’occasion", first=OCCASION),
    case("elisions", "s'inscrire", first=TRAVAIL),
    case("sentences", "je veux réparer mon ordinateur", first=ORDINATEUR),
    case("sentences", "comment déclarer mes impôts", first=IMPOTS, no=(CAF,)),
    case("sentences", "mot de passe oublié", first=PASSE),
    case("sentences", "je me suis fait pirater", first=ARNAQUES),
    case("sentences", "où donner un vieil ordinateur", DON),
    case("sentences", "le wifi ne marche plus", BOX),
    case("sentences", "quitter windows", first=LIBRES),
    case("sentences", "aide gratuite sans rendez-vous", first=PERMANENCE),
    case("synonyms", "ordi", ORDINATEUR, PREMIERS, no=(VELO,)),
    case("synonyms", "PC", ORDINATEUR, PREMIERS, no=(VELO,)),
    case("synonyms", "réparation ordi", ORDINATEUR, CAFE, no=(VELO,)),
    case("synonyms", "dépannage pc", ORDINATEUR),
    case("synonyms", "routeur", first=BOX),
    case("synonyms", "pole emploi", first=TRAVAIL),
    case("synonyms", "Pôle emploi", first=TRAVAIL),
    case("synonyms", "smartphone", first=TELEPHONE),
    case("synonyms", "allocations familiales", first=CAF, no=(JEU,)),
    case("synonyms", "mail", first=COURRIEL),
    case("synonyms", "arnaque", first=ARNAQUES),
    case("synonyms", "ameli", first=SANTE),
    case("abbreviations", "st nicolas", first=SALLE),
    case("abbreviations", "saint nicolas de redon", first=SALLE),
    case("abbreviations", "CAF", first=CAF, no=(CAFE,)),
    case("abbreviations", "caf", first=CAF, no=(CAFE,)),
    case("abbreviations", "CV", TRAVAIL),
    case("places", "35600", HANGAR, no=(SALLE,)),
    case("places", "44460", SALLE, no=(HANGAR,)),
    case("places", "rostrenen", first=CAFE),
    case("places", "les mulots", first=MULOTS),
    case("places", "hangar redon", first=HANGAR),
    case("typos", "ordinatuer", ORDINATEUR, PREMIERS),
    case("typos", "odinateur", ORDINATEUR, PREMIERS),
    case("typos", "tablettte", TABLETTES),
    case("typos", "telefone", TELEPHONE),
    case("typos", "imrimante", IMPRIMER),
    case("typos", "repration ordi", ORDINATEUR, no=(IMPOTS,)),
    case("typos", "mediateque", MEDIATHEQUE),
    case("typos", "visioconferance", VISIO),
    case("beginnings", "visio", first=VISIO),
    case("beginnings", "ordin", ORDINATEUR),
    case("phrases", '"mot de passe"', first=PASSE, no=(ARNAQUES,)),
    case("phrases", "« seconde vie »", first=DON, no=(PRIVEE,)),
    case("phrases", '"passe de mot"', no=(PASSE,)),
    case("phrases", '"ordinateurs d’occasion"', first=OCCASION, no=(PREMIERS,)),
    case("other words", "grille-pain", CAFE, no=(TABLETTES,)),
    case("other words", "petits-enfants", VISIO),
    case("other words", "hippopotame", nothing=True),
    case("other words", "xyzzy qwrtp", nothing=True),
    case("filters", "réparer", CAFE, no=(ORDINATEUR, VELO), filters={"commune": "Rostrenen"}),
    case("filters", "ordinateur", OCCASION, DON, no=(ORDINATEUR,), filters={"activity": "equipment"}),
    case("filters", "", VELO, TABLETTES, no=(ORDINATEUR,), filters={"department": "56"}),
    case("operators", "ordinateur AND vélo OR NOT", no=(LEGALES,)),
    case("operators", "title:ordinateur", ORDINATEUR),
    case("operators", "ordinateur*", ORDINATEUR),
    case("operators", "+ordinateur -occasion", OCCASION),
    case("operators", "ordinateur~2 ^4", ORDINATEUR),
    case("operators", "(ordinateur", ORDINATEUR),
    case("operators", '"ordinateur', ORDINATEUR),
    case("operators", "NEAR(ordinateur, 3)", ORDINATEUR),
    case("operators", "{text} : ordinateur", ORDINATEUR),
    case("operators", "/ordinateur/", ORDINATEUR),
    case("operators", "_exists_:title", no=(BOX,)),
    case("operators", "'; DROP TABLE search_searchdocument; --", no=(ORDINATEUR,)),
    case("operators", "ordinateur' OR '1'='1", ORDINATEUR),
    case("operators", "100% ordinateur %s", ORDINATEUR),
    case("operators", "ordinateur \\ \x00", ORDINATEUR),
    case("operators", "& | ! <-> :*", nothing=True),
    case("emoji", "🛠️ vélo 🚲", first=VELO),
    case("emoji", "🛠️", nothing=True),
    case("emoji", "𝐯é𝐥𝐨", first=VELO),
    case("length", "vélo " * 1_000, first=VELO),
    case("length", "a" * 5_000, nothing=True),
    case("length", "x", nothing=True),
]
