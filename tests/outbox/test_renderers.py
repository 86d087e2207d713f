"""Finding who renders a kind of message."""

import pytest

from maillage.outbox.errors import TwoRenderers, UnknownKind
from maillage.outbox.renderers import kind_label, labelled, render

from .factories import hello, renderers


def test_the_renderer_of_a_kind_makes_the_message_from_its_keys():
    with renderers(hello=hello):
        assert render("hello", {"to": "a@b.example"}).to == "a@b.example"


def test_a_kind_that_nobody_renders_is_said_so():
    with pytest.raises(UnknownKind, match="nobody"):
        render("nobody.knows", {})


def test_two_renderers_of_one_kind_are_refused():
    with renderers(hello=hello), renderers(hello=hello), pytest.raises(TwoRenderers):
        render("hello", {})


def test_a_kind_is_called_by_its_label():
    with renderers(hello=labelled("Mot d’accueil")(lambda _params: None)):
        assert kind_label("hello") == "Mot d’accueil"


def test_a_kind_without_a_label_is_called_by_its_name():
    assert kind_label("nobody.knows") == "nobody.knows"
