"""The lists of workshops in the admin, which say when people come next and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.forms import Media
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from maillage.bookings.formats import format_day, format_hours, format_seats
from maillage.bookings.page_querysets import with_next_sessions
from workshops.models import Topic, WorkshopPage

if TYPE_CHECKING:
    from workshops.querysets import WorkshopPageQuerySet


class TopicViewSet(SnippetViewSet):
    """The list of topics, kept by the network's team."""

    model = Topic
    icon = "tag"
    menu_label = _("Workshop topics")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name"]
    search_backend_name = None


def next_date_words(page: WorkshopPage) -> str:
    """Return when people come next, on two lines: « mardi 8 décembre / 18 h 30 – 20 h », or nothing."""
    session = page.next_session
    if session is None:
        return ""
    start, end = session.local_start, session.local_end
    return format_html("{}<br>{}", format_day(start.date()), format_hours(start, end))


def next_seats_words(page: WorkshopPage) -> str:
    """Return what is left on that day: « encore 3 places », « complet », or nothing."""
    return format_seats(page.next_session) if page.next_session else ""


COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
    ParentPageColumn("parent", label=pgettext_lazy("column", "Parent")),
    Column("next_date", label=_("Next date"), accessor=next_date_words, width="20%"),
    Column("seats", label=_("Seats"), accessor=next_seats_words, width="12%"),
    Column("organization", label=_("Lead organisation"), width="18%"),
    PageStatusColumn("status", label=pgettext_lazy("page", "Status"), sort_key="live", width="12%"),
]


# What lets the list be read on a phone.
PHONE = Media(css={"all": ["workshops/admin/listing.css"]})


class NextDatesMixin:
    """Reads the next date and the organisation of the workshops of one screen, in a query each."""

    def annotate_queryset(self, pages: WorkshopPageQuerySet) -> Any:
        """Find the next date in the query of the list itself."""
        return super().annotate_queryset(pages.with_next_date())  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give each workshop of the screen what its columns show."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        workshops = with_next_sessions(context["object_list"], places=False)
        prefetch_related_objects(workshops, "organization")
        context["media"] += PHONE
        return context


class WorkshopListingView(NextDatesMixin, IndexView):
    """Every workshop that the user may find in the explorer, whatever its section."""

    default_ordering = "title"
    add_item_label = _("Add a workshop")


class WorkshopExplorerView(NextDatesMixin, ExplorableIndexView):
    """The explorer below a page that holds workshops only."""


class WorkshopUseView(NextDatesMixin, ContentTypeUseView):
    """The pages of this type, as the report on page types leads to them."""


class WorkshopListing(PageListingViewSet):
    """« Ateliers » in the menu."""

    model = WorkshopPage
    name = "workshops"
    icon = "clipboard-list"
    menu_label = _("Workshops")
    menu_order = 150
    add_to_admin_menu = True
    index_view_class = WorkshopListingView
    columns = [column for column in COLUMNS if column.name != "parent"]


class WorkshopPages(PageViewSet):
    """The same columns wherever Wagtail lists nothing but workshops."""

    model = WorkshopPage
    columns = COLUMNS
    index_view_class = WorkshopExplorerView
    content_type_use_view_class = WorkshopUseView
