"""An organisation's own words: allowed variables only, and never evaluated."""

import pytest
from django.urls import reverse
from wagtail import hooks

from maillage.outbox.models import MessageText
from maillage.outbox.renderers import labelled
from maillage.outbox.texts import Words, editable_kinds, unknown_variables, words_for
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db
VALUES = {"nom": "Claude", "atelier": "Trier ses photos"}


@pytest.fixture(autouse=True)
def kinds():
    """Two kinds of messages: one that organisations may put in their own words."""

    def renderers():
        open_to_all = labelled("Rappel", {"nom": "le nom", "atelier": "le titre"})(lambda _params: None)
        closed = labelled("Lien")(lambda _params: None)
        return {"test.remind": open_to_all, "test.link": closed}

    with hooks.register_temporarily("register_message_renderers", renderers):
        yield


@pytest.fixture
def organization():
    return make_organization()


@pytest.fixture
def editor(client, organization):
    client.force_login(make_editor(organization))
    return client


def save(client, organization, **fields):
    data = {"organization": organization.pk, "kind": "test.remind", **fields}
    return client.post(reverse("network_message_texts:add"), data)


def test_only_kinds_that_say_their_variables_are_offered():
    assert editable_kinds()["test.remind"] == "Rappel"
    assert "test.link" not in editable_kinds()


def test_without_a_text_the_usual_words_stay(organization):
    assert words_for(organization, "test.remind", VALUES) == Words()


def test_words_in_braces_are_replaced(organization):
    MessageText.objects.create(
        organization=organization, kind="test.remind", opening="Bonjour {nom}, à bientôt pour « {atelier} »."
    )

    words = words_for(organization, "test.remind", VALUES)

    assert words.opening == "Bonjour Claude, à bientôt pour « Trier ses photos »."


@pytest.mark.parametrize(
    "text", ["{nom.__class__}", "{nom!r}", "{nom:>99}", "{0}", "{}", "%(nom)s", "{{ nom }}", "{% load x %}"]
)
def test_nothing_but_a_whole_name_is_replaced(organization, text):
    MessageText.objects.create(organization=organization, kind="test.remind", opening=text)

    assert "Claude" not in words_for(organization, "test.remind", VALUES).opening.replace("{Claude}", "")


def test_a_value_that_looks_like_a_variable_is_not_replaced_again(organization):
    MessageText.objects.create(organization=organization, kind="test.remind", opening="{nom}")

    assert words_for(organization, "test.remind", {**VALUES, "nom": "{atelier}"}).opening == "{atelier}"


def test_unknown_words_are_named_once():
    assert unknown_variables("{nom} {prix} {prix} {x}", "test.remind") == ["prix", "x"]


def test_an_editor_writes_a_text_for_their_organisation(editor, organization):
    save(editor, organization, opening="Bonjour {nom} !")

    assert MessageText.objects.get().opening == "Bonjour {nom} !"


def test_an_unknown_word_is_refused_with_those_that_exist(editor, organization):
    page = save(editor, organization, opening="Cela coûte {prix}.").content.decode()

    assert "{prix} ne veut rien dire ici" in page
    assert "{nom} {atelier}" in page
    assert not MessageText.objects.exists()


def test_an_editor_does_not_write_for_another_association(editor):
    save(editor, make_organization("Clic n’Puces"), opening="Bonjour")

    assert not MessageText.objects.exists()
