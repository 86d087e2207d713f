"""The parts that a new site may have: each plugin tells its own by the hook `register_starting_sections`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail import hooks

if TYPE_CHECKING:
    from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class StartingSection:
    """An activity of a network, and the page that it is found by. Words are lazy.

    `key` is what `start_site --activities` is given; `question` asks whether the network does it.
    `page_model` (« app.Model ») is the type of the page, made below the front page with `title`,
    `slug` and an entry `menu`. `screens` are the routes of the activity that no row stands behind
    (a form, figures): they make no sense without the page. Search engines are told those of `listed`.
    `first` says what comes next, until a row of `first_model` is there; it leads to the route
    `first_route`, or to a new page below the section's own. A row of `first_model`, or of a model of
    `traces`, says that the network does this, page or not.
    """

    key: str
    question: object
    page_model: str
    title: object
    slug: object
    menu: object
    screens: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    first: object = ""
    first_model: str = ""
    first_route: str = ""
    traces: tuple[str, ...] = ()
    order: int = 100

    @property
    def pages(self) -> Any:
        """The published pages of this section, whichever editor made them."""
        model: type[Page] = apps.get_model(self.page_model)
        return model._default_manager.live().order_by("path")

    @property
    def is_begun(self) -> bool:
        """Whether the network does this: its page is published, or something of it is there already."""
        rows = (apps.get_model(label)._default_manager for label in (self.first_model, *self.traces) if label)
        return self.pages.exists() or any(manager.exists() for manager in rows)


def starting_sections() -> list[StartingSection]:
    """Return the sections that the installed plugins tell, in their order."""
    told = [section for register in hooks.get_hooks("register_starting_sections") for section in register()]
    return sorted(told, key=lambda section: (section.order, section.key))
