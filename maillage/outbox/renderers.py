"""From the keys of a message to the text that leaves.

A plugin registers its renderers with the Wagtail hook `register_message_renderers`: a function
that returns `{kind: callable(params) -> EmailContent or None}`. None says that the message has no
sense any more: it is then cancelled, not sent. A renderer's attribute `label`, if it has one, is
what the log calls this kind; `@labelled(…)` gives it. `register_sms_renderers` does the same for text
messages, whose functions return an SmsContent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from wagtail import hooks

from maillage.outbox.errors import NotAnEmail, TwoRenderers, UnknownKind
from maillage.outbox.sms import SmsContent

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_MIMETYPE = re.compile(r"^[\w.+-]+/[\w.+-]+(; ?[\w-]+=[\w.+-]+)*$", re.ASCII)


def one_line(text: str) -> str:
    """Return `text` without line breaks nor control characters, so that it is safe in a header."""
    return " ".join(_BREAKS.sub(" ", text).split())


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an e-mail; `mimetype` as in « text/calendar; method=REQUEST »."""

    filename: str
    content: bytes
    mimetype: str

    def __post_init__(self) -> None:
        """Make the name safe in a header; raises NotAnEmail for a strange mimetype."""
        if not _MIMETYPE.match(self.mimetype):
            raise NotAnEmail(f"Not a mimetype: {self.mimetype!r}")
        object.__setattr__(self, "filename", one_line(self.filename))


@dataclass(frozen=True)
class EmailContent:
    """An e-mail ready to leave, to one person. `text` is always there; `html` may be."""

    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""

    def __post_init__(self) -> None:
        """Put the subject on one line; raises NotAnEmail when an address is none."""
        object.__setattr__(self, "subject", one_line(self.subject))
        for address in filter(None, (self.to or "?", self.reply_to)):
            try:
                validate_email(address)
            except ValidationError as error:
                # The address itself stays out of the error: errors are logged.
                raise NotAnEmail("Not one e-mail address.") from error


Renderer = Callable[[dict[str, Any]], EmailContent | SmsContent | None]


R = TypeVar("R", bound=Renderer)


def labelled(label: str, variables: Mapping[str, str] | None = None) -> Callable[[R], R]:
    """Give a renderer the name of its kind that editors read: « Confirmation ».

    With `variables` (a name in braces, what it stands for), organisations may put this kind in their own
    words: see `maillage.outbox.texts`.
    """

    def give(renderer: R) -> R:
        renderer.label = label  # type: ignore[attr-defined]
        renderer.variables = variables  # type: ignore[attr-defined]
        return renderer

    return give


def kind_label(kind: str) -> str:
    """Return the name of this kind of message for people, or the kind itself when it has none."""
    return str(getattr(get_renderers().get(kind), "label", kind))


def get_renderers(hook: str = "register_message_renderers") -> dict[str, Renderer]:
    """Return the renderers of every installed plugin by kind; raises TwoRenderers on a clash."""
    renderers: dict[str, Renderer] = {}
    for register in hooks.get_hooks(hook):
        for kind, renderer in register().items():
            if kind in renderers:
                raise TwoRenderers(kind)
            renderers[kind] = renderer
    return renderers


def render(kind: str, params: dict[str, Any], channel: str = "email") -> EmailContent | SmsContent | None:
    """Return what `kind` makes of `params` for `channel`, or None when it has no sense any more.

    Raises UnknownKind when no plugin renders this kind, and whatever the renderer raises.
    """
    hook = "register_sms_renderers" if channel == "sms" else "register_message_renderers"
    try:
        renderer = get_renderers(hook)[kind]
    except KeyError as error:
        raise UnknownKind(kind) from error
    return renderer(params)
