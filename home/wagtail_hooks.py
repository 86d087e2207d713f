"""What this site asks of Wagtail: its own content checks, and an admin without news about Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from maillage.places.querysets import SEES_EVERY_ORGANIZATION

from . import services
from .first_steps import FirstStepsPanel, first_steps


class SiteContentChecker(ContentCheckerItem):
    """Wagtail's checks, and those of titles, tables and links that an audit finds first."""

    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "page-has-heading-one",
        "identical-links-same-purpose",
        "scope-attr-valid",
        "td-has-header",
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "page-has-heading-one": {
            "error_name": _("The page has no main title"),
            "help_text": _("Fill in the title of the page."),
        },
        "identical-links-same-purpose": {
            "error_name": _("Links with the same words lead to different places"),
            "help_text": _("Write in each link where it leads."),
        },
    }


@hooks.register("construct_wagtail_userbar")
def use_the_checks_of_this_site(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Put this site's checks in the place of Wagtail's, in the editor's preview and on the page."""
    items[:] = [
        SiteContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]


@hooks.register("construct_help_menu")
def leave_out_news_about_wagtail(request: HttpRequest, items: list[Any]) -> None:
    """Keep out of the help what is in English and speaks of the software, not of the network."""
    items[:] = [
        item
        for item in items
        if item.name != "editor-guide" and not item.name.startswith("whats-new-in-wagtail")
    ]


@hooks.register("register_stored_words")
def register_stored_words() -> list[tuple[str, str, object]]:
    """Tell the titles, the menus and the review of a new site."""
    return services.stored_words()


@hooks.register("construct_homepage_panels")
def list_what_is_left_to_do(request: HttpRequest, panels: list[Any]) -> None:
    """Tell the network's team what a new site still lacks; nothing once it is done."""
    if request.user.has_perm(SEES_EVERY_ORGANIZATION) and (steps := first_steps()):
        panels.append(FirstStepsPanel(steps))
