"""A real Elasticsearch: French, and the life of a document."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from search.contract import Term
from search.elasticsearch import current
from search.elasticsearch.client import GuardedTransport
from search.models import IndexChange
from tests.bookings.factories import make_page, make_session
from tests.search.engine.documents import make_document
from tests.search.engine.seeing import ask, ask_terms, seen, titles
from tests.search.factories import make_text_page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
    pytest.mark.usefixtures("backend"),
]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("La réparation des vélos", "reparation"),
        ("La réparation des vélos", "vélo"),
        ("La réparation des vélos", "velo"),
        ("Choisir son ordinateur", "l’ordinateur"),
        ("L’ordinateur en panne", "ordinateur"),
        ("Des tablettes pour tous", "tablette"),
        ("Une école du numérique", "ecole numerique"),
        ("LES IMPÔTS", "impots"),
    ],
)
def test_words_and_their_forms_are_one(title: str, text: str) -> None:
    make_document(title)
    seen()
    assert titles(ask(text)) == [title]


def test_every_word_must_be_there() -> None:
    make_document("Réparer un vélo")
    make_document("Réparer un grille-pain")
    seen()
    answer = ask("réparer vélo")
    assert (answer.match, titles(answer)) == ("all", ["Réparer un vélo"])


def test_the_title_counts_more_than_the_text() -> None:
    make_document("Autre chose", "photos photos photos")
    make_document("Trier ses photos", "un atelier")
    seen()
    assert titles(ask("photos"))[0] == "Trier ses photos"


def test_a_misspelled_word_is_mended() -> None:
    make_document("La réparation des vélos")
    seen()
    answer = ask("reparatoin")
    assert (answer.match, titles(answer)) == ("typos", ["La réparation des vélos"])
    assert answer.corrections == {"reparatoin": "reparation"}


def test_some_of_the_words_will_do_when_nothing_has_them_all() -> None:
    make_document("Réparer un vélo")
    seen()
    answer = ask("réparer astronef")
    assert (answer.match, titles(answer)) == ("any", ["Réparer un vélo"])


def test_nothing_is_found_where_nothing_is() -> None:
    seen()
    assert ask("vélo").total == 0


def test_without_words_everything_is_found() -> None:
    make_document("Vélo")
    make_document("Photo")
    seen()
    assert ask().total == 2


def test_any_form_of_a_term_will_do_and_what_was_typed_comes_first() -> None:
    make_document("Choisir son ordinateur")
    make_document("Mon ordi est lent")
    make_document("Un vélo")
    seen()
    term = Term(forms=(("ordi",), ("ordinateur",), ("pôle", "emploi")))
    assert titles(ask_terms(term)) == ["Mon ordi est lent", "Choisir son ordinateur"]


def test_words_of_a_form_follow_one_another() -> None:
    make_document("Inscription à Pôle emploi")
    make_document("Le pôle nautique et son emploi saisonnier")
    seen()
    assert titles(ask_terms(Term(forms=(("pôle", "emploi"),)))) == ["Inscription à Pôle emploi"]


def test_between_quotes_words_are_as_they_were_typed() -> None:
    make_document("Vider la corbeille")
    make_document("Vider les corbeilles")
    seen()
    assert titles(ask_terms(Term(forms=(("corbeilles",),), exact=True))) == ["Vider les corbeilles"]


@pytest.mark.parametrize("typed", ["répar", "repar", "RÉPAR"])
def test_titles_are_completed_with_or_without_accents(typed: str) -> None:
    document = make_document("Réparer un vélo")
    make_document("Trier ses photos", "réparer")
    seen()
    assert current().complete([typed], 5) == [document.pk]
    assert current().complete(["vélo", typed], 5) == [document.pk]


@pytest.mark.parametrize("text", ['"', "vélo AND", "title:(", "/[/", "\x00", "a" * 5_000, "🛠️ vélo", "*"])
def test_no_text_breaks_the_search(text: str) -> None:
    make_document("Vélo")
    seen()
    assert ask(text).total in {0, 1}


def test_a_page_is_found_by_what_its_document_says() -> None:
    page = make_page(title="Premiers pas", introduction="Vous apprenez à tenir une souris.")
    seen()
    assert titles(ask("souris")) == [page.title]


def test_a_page_that_is_unpublished_or_deleted_goes() -> None:
    hidden, deleted = make_text_page("Vélo bleu"), make_text_page("Vélo vert")
    seen()
    assert ask("vélo").total == 2
    hidden.unpublish()
    deleted.delete()
    seen()
    assert ask("vélo").total == 0


@pytest.mark.parametrize("typed", ["répar", "repar", "RÉPAR"])
def test_completion_in_the_admin_does_not_mind_accents(typed: str) -> None:
    page = make_text_page("Réparer un vélo")
    seen()
    assert [found.pk for found in Page.objects.autocomplete(typed)] == [page.pk]


def test_the_admin_finds_pages_by_what_their_own_type_says() -> None:
    page = make_page(title="Premiers pas", introduction="Vous apprenez à tenir une souris.")
    seen()
    assert [found.pk for found in Page.objects.search("souris")] == [page.pk]


def test_the_admin_finds_a_page_that_was_published_with_its_date() -> None:
    page = make_text_page("Réparer un vélo")
    page.save_revision().publish()
    seen()
    assert not IndexChange.objects.exists()
    assert [found.pk for found in Page.objects.search("vélo")] == [page.pk]
    yesterday = timezone.now() - timedelta(days=1)
    assert Page.objects.filter(first_published_at__gt=yesterday).search("vélo").count() == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("?q=velo", "Réparer un"),
        ("?q=velo&commune=redon&when=samedi", "Les mêmes mots"),
        ("?q=hippopotame", "hippopotame"),
        ("?when=demain", ""),
    ],
)
def test_a_page_asks_once_whether_or_not_it_finds_something(
    client: Client,
    address: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    make_text_page("Réparer un vélo")
    make_session()
    seen()
    asked: list[str] = []
    send = GuardedTransport.perform_request

    def counted(transport: GuardedTransport, method: str, target: str, **options: Any) -> Any:
        asked.append(target)
        return send(transport, method, target, **options)

    monkeypatch.setattr(GuardedTransport, "perform_request", counted)
    with django_assert_max_num_queries(20):
        page = client.get(f"/recherche/{address}").content.decode()
    assert [target.partition("?")[0] for target in asked] == ["/_msearch"]
    assert words in page
