"""The life of an index: made, made again while people write, never invented, compared, mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from search.changes import settle
from search.elasticsearch import current, rebuild
from search.elasticsearch import index as indices
from search.elasticsearch.backend import FrenchElasticsearchBackend
from search.elasticsearch.client import IndexLostError
from search.elasticsearch.rebuild import RebuildError, rebuild_documents
from search.models import SearchDocument
from search.status import repair, status
from tests.search.engine.conftest import default_backend
from tests.search.engine.documents import make_document, note_change, note_deletion
from tests.search.engine.seeing import ask, seen, titles
from tests.search.factories import make_text_page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.elasticsearch,
    pytest.mark.xdist_group("elasticsearch"),
]


def names(backend: FrenchElasticsearchBackend) -> list[str]:
    """The indices and the aliases under the prefix of this test."""
    found = dict(backend.es.indices.get(index=f"{backend.index_prefix}*", features="aliases"))
    return sorted([*found, *(alias for index in found.values() for alias in index["aliases"])])


class TestWithoutAnIndex:
    """Nothing was made under this prefix."""

    @pytest.fixture(autouse=True)
    def prefix(self, own_prefix: str) -> str:
        return own_prefix

    def test_a_write_invents_none(self) -> None:
        make_text_page("Vélo").delete()
        make_text_page("Photo")
        settle()
        default_backend().add_bulk(Page, list(Page.objects.all()))
        assert names(default_backend()) == []

    def test_the_engine_says_that_it_cannot_answer(self) -> None:
        with pytest.raises(current().unavailable):
            ask("vélo")

    def test_repair_makes_them(self) -> None:
        make_text_page("Vélo")
        settle()
        assert {drift.problem for drift in status().indices[1:]} == {"no index"}
        repair(status())
        seen()
        assert titles(ask("vélo")) == ["Vélo"]
        assert [page.title for page in Page.objects.search("vélo")] == ["Vélo"]

    def test_the_command_makes_them_again_without_losing_a_page(self) -> None:
        make_text_page("Vélo").save_revision().publish()
        for _time in range(2):
            call_command("wagtail_update_index", verbosity=0)
        assert titles(ask("vélo")) == ["Vélo"]
        assert [page.title for page in Page.objects.search("vélo")] == ["Vélo"]
        indexed = [name for name in names(default_backend()) if "wagtailcore_page" in name]
        assert len(indexed) == 2

    def test_the_command_begins_again_when_an_index_is_lost_on_the_way(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_text_page("Vélo").save_revision().publish()
        put_in_place, losses = indices.put_in_place, iter([IndexLostError("its node is gone")])

        def lose_the_first(*where: Any) -> None:
            for loss in losses:
                raise loss
            put_in_place(*where)

        monkeypatch.setattr(indices, "put_in_place", lose_the_first)
        call_command("wagtail_update_index", verbosity=0)
        assert titles(ask("vélo")) == ["Vélo"]
        assert [page.title for page in Page.objects.search("vélo")] == ["Vélo"]
        assert [name for name in names(default_backend()) if name.endswith(indices.BUILDING)] == []


@pytest.fixture
def documents_index(own_prefix: str) -> FrenchElasticsearchBackend:
    """An index of one document, alone under its prefix."""
    make_document("Vélo bleu")
    backend = default_backend()
    rebuild_documents(backend)
    return backend


@pytest.fixture
def rebuild_while_changing(documents_index: FrenchElasticsearchBackend) -> Iterator[Any]:
    """A rebuild that stands still after it has read every document, before the new index is in place."""
    put_in_place = indices.put_in_place
    steps = pytest.MonkeyPatch()

    def rebuild_while(change: Any) -> None:
        def after_the_change(*where: Any) -> None:
            change()
            settle()
            put_in_place(*where)

        steps.setattr(indices, "put_in_place", after_the_change)
        rebuild_documents(documents_index)

    yield rebuild_while
    steps.undo()


def test_what_is_written_during_a_rebuild_is_there_after_it(rebuild_while_changing: Any) -> None:
    rebuild_while_changing(lambda: make_document("Vélo vert"))
    seen()
    assert titles(ask("vélo")) == ["Vélo bleu", "Vélo vert"]


def test_what_is_deleted_during_a_rebuild_stays_deleted(rebuild_while_changing: Any) -> None:
    def delete() -> None:
        (document,) = SearchDocument.objects.all()
        note_deletion(document)

    rebuild_while_changing(delete)
    seen()
    assert ask("vélo").total == 0


def test_what_was_read_before_a_change_does_not_come_back(
    documents_index: FrenchElasticsearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = rebuild.write

    def change_then_write(client: Any, actions: Any, **options: Any) -> Any:
        read = list(actions)
        monkeypatch.setattr(rebuild, "write", write)
        document = SearchDocument.objects.get()
        SearchDocument.objects.update(title="Vélo rouge")
        note_change(document)
        settle()
        return write(client, read, **options)

    monkeypatch.setattr(rebuild, "write", change_then_write)
    rebuild_documents(documents_index)
    seen()
    assert ask("rouge").total == 1


def test_a_rebuild_that_fails_leaves_the_index_that_was_there(
    documents_index: FrenchElasticsearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "write", lambda *_args, **_options: [("index", "1", "refused")])
    with pytest.raises(RebuildError):
        rebuild_documents(documents_index)
    assert titles(ask("vélo")) == ["Vélo bleu"]


def test_a_rebuild_goes_on_when_a_page_has_found_the_engine_away(
    documents_index: FrenchElasticsearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They share the breaker, which a page that waited too long opens."""
    write = rebuild.write

    def write_after_a_failure(client: Any, *sent: Any, **options: Any) -> Any:
        client.transport.breaker.failed("a page")
        return write(client, *sent, **options)

    monkeypatch.setattr(rebuild, "write", write_after_a_failure)
    assert rebuild_documents(documents_index) == 1
    assert titles(ask("vélo")) == ["Vélo bleu"]


def test_an_index_that_is_in_its_place_may_be_put_there_again(
    documents_index: FrenchElasticsearchBackend,
) -> None:
    """The answer to the first time may be lost with the node that gave it."""
    (name,) = documents_index.es.indices.get_alias(name=documents_index.documents_alias)
    indices.put_in_place(documents_index.es, documents_index.documents_alias, name)
    assert titles(ask("vélo")) == ["Vélo bleu"]


def test_the_next_rebuild_removes_what_one_that_failed_has_left(
    documents_index: FrenchElasticsearchBackend,
) -> None:
    indices.create(documents_index.es, documents_index.documents_alias, documents_index.settings, {})
    rebuild_documents(documents_index)
    assert len(names(documents_index)) == 2


def test_an_index_that_was_invented_makes_way_for_the_alias(own_prefix: str) -> None:
    backend = default_backend()
    backend.es.indices.create(index=backend.documents_alias)
    make_document("Vélo")
    rebuild_documents(backend)
    assert titles(ask("vélo")) == ["Vélo"]


@pytest.mark.usefixtures("backend")
class TestDrift:
    """What differs between the database and the index of the documents."""

    def test_a_document_that_is_missing_stale_or_too_many_is_named_and_mended(self) -> None:
        missing, stale, extra = make_document("Vélo"), make_document("Photo"), make_document("Radio")
        well = make_document("Vidéo")
        backend = seen()
        backend.es.delete(index=backend.documents_alias, id=str(missing.pk))
        SearchDocument.objects.filter(pk=stale.pk).update(title="Image", digest="other")
        SearchDocument.objects.filter(pk=extra.pk).delete()
        drift = next(one for one in status().indices if one.index == backend.documents_alias)
        assert drift.missing == [f"search.searchdocument:{missing.pk}"]
        assert drift.stale == [f"search.searchdocument:{stale.pk}"]
        assert drift.extra == [f"search.searchdocument:{extra.pk}"]
        for row in (missing, stale, extra):
            note_change(row)
        seen()
        assert sorted(titles(ask())) == ["Image", "Vidéo", "Vélo"]
        assert well.pk in {hit.document for hit in ask().hits}

    def test_a_page_that_the_index_of_the_admin_lacks_is_named_and_mended(self) -> None:
        page = make_text_page("Vélo")
        backend = seen()
        name = backend.get_index_for_model(Page).name
        backend.es.delete(index=name, id=str(page.pk))
        drift = next(one for one in status().indices if one.index == name)
        assert f"wagtailcore.page:{page.pk}" in drift.missing
        repair(status())
        seen()
        assert [found.pk for found in Page.objects.search("vélo")] == [page.pk]
