"""Words that the code writes in the database, and their French where they were stored in English.

What is written once (a title, the name of a group) stays as it was on the day of the writing: in
English where the translations had not been compiled yet. Each app tells its own by the hook
`register_stored_words`: triples (« app.Model », field, lazy words).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Field, Model
from django.utils.translation import override
from wagtail import hooks
from wagtail.fields import StreamField
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Words:
    """The English of the code, and what it is in the language of the site."""

    english: str
    translated: str

    @classmethod
    def of(cls, lazy: object) -> Words:
        """Read both from lazy words."""
        with override(None):
            english = str(lazy)
        with override(settings.LANGUAGE_CODE):
            return cls(english, str(lazy))

    def translation_of(self, text: str) -> str | None:
        """Return `text` in the language of the site; None unless it is these words, whatever fills them."""
        # Every other part is the name of a variable.
        parts = enumerate(VARIABLE.split(self.english))
        pattern = "".join(f"(?P<{part}>.+)" if rank % 2 else re.escape(part) for rank, part in parts)
        found = re.fullmatch(pattern, text)
        if self.english == self.translated or found is None:
            return None
        return self.translated % found.groupdict() if found.groupdict() else self.translated


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text found in English. `kept_because` is empty, or says why it stays."""

    row: Model
    before: str
    after: str
    kept_because: str = ""


PERSON, TAKEN = "person", "taken"


@transaction.atomic
def translate_stored_words(*, dry_run: bool = False) -> list[StoredText]:
    """Translate what equals the English of the code and that no person has revised; return what was found.

    The address of a page changes with its words, and Wagtail leads from the old one to the new one
    for ever. Run again, it changes nothing. With `dry_run` nothing is written.
    """
    found: list[StoredText] = []
    for model, fields in _told().items():
        rows = model._default_manager.order_by("pk")
        for row in rows if dry_run else rows.select_for_update():
            found += _translate(row, fields, dry_run=dry_run)
    return found


def _told() -> dict[type[Model], dict[str, list[Words]]]:
    """Return what the hooks tell, by model and field."""
    told: dict[type[Model], dict[str, list[Words]]] = defaultdict(lambda: defaultdict(list))
    for register in hooks.get_hooks("register_stored_words"):
        for label, field, lazy in register():
            told[apps.get_model(label)][field].append(Words.of(lazy))
    return told


def _translate(row: Model, fields: dict[str, list[Words]], *, dry_run: bool) -> list[StoredText]:
    changes = [change for name, words in fields.items() for change in _changes(row, name, words)]
    if not changes:
        return []
    if _was_revised(row):
        return [StoredText(row, before, after, PERSON) for _field, before, after, _value in changes]
    done = []
    for field, before, after, value in changes:
        taken = _is_taken(row, field, value)
        done.append(StoredText(row, before, after, TAKEN if taken else ""))
        if not taken:
            setattr(row, field.name, value)
    if not dry_run and any(not each.kept_because for each in done):
        _save(row)
    return done


def _changes(row: Model, name: str, words: list[Words]) -> Iterator[tuple[Field[Any, Any], str, str, Any]]:
    """Yield, for a field in English, the field, the words before and after, and its new value."""
    field: Any = row._meta.get_field(name)
    value = getattr(row, name)
    for each in words:
        if isinstance(field, StreamField):
            raw = field.stream_block.get_prep_value(value)
            replaced = _replaced(raw, each)
            if replaced != raw:
                yield field, each.english, each.translated, field.stream_block.to_python(replaced)
        elif (translated := each.translation_of(value)) is not None:
            yield field, value, translated, translated
            return


def _replaced(value: Any, words: Words) -> Any:
    """Return a raw block where the words, a whole phrase of a longer text, are in the site's language."""
    if isinstance(value, str):
        return value.replace(words.english, words.translated)
    if isinstance(value, list):
        return [_replaced(each, words) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, words) for key, each in value.items()}
    return value


def _was_revised(row: Model) -> bool:
    """Tell whether a person has saved the row in the admin since it was made."""
    if log_registry.get_logs_for_instance(row).filter(user__isnull=False).exists():
        return True
    return isinstance(row, Page) and (
        row.has_unpublished_changes or row.revisions.filter(user__isnull=False).exists()
    )


def _is_taken(row: Model, field: Field[Any, Any], value: Any) -> bool:
    """Tell whether another row has this value, where each has its own."""
    if isinstance(row, Page) and field.name == "slug":
        return row.get_siblings(inclusive=False).filter(slug=value).exists()
    if not (isinstance(field, CharField) and field.unique):
        return False
    return type(row)._default_manager.filter(**{field.name: value}).exclude(pk=row.pk).exists()


def _save(row: Model) -> None:
    """Write the row; a page gets a revision, so that what is opened in the editor is what is shown."""
    if not isinstance(row, Page):
        row.save()
        return
    row.draft_title = row.title
    revision = row.save_revision(log_action=True)
    if row.live:
        revision.publish()
    else:
        row.save()
