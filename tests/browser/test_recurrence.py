"""The full widget of regular dates, in the admin, with its own calendar: no script fails beside Wagtail's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}
PAGE_ID = "from maillage.bookings.models import Session; print(Session.objects.get().page_id)"


@pytest.fixture
def errors() -> list[str]:
    """What the scripts of the page have failed at."""
    return []


@pytest.fixture
def admin(new_context: Callable[..., BrowserContext], live_site, server_database, errors) -> Page:
    """The regular dates of a page, opened by one of its editors."""
    site = live_site(server_database, processes=1)
    made = json.loads(site.python("from tests.browser.day import make_day; make_day()").splitlines()[-1])
    page_id = site.python(PAGE_ID).splitlines()[-1]
    context = new_context(viewport=DESK)
    context.add_cookies([{"name": "sessionid", "value": made["cookie"], "url": site.url}])
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site.url + reverse("bookings_series_add", args=[page_id]))
    return page


def test_a_date_picked_in_the_full_widget_is_proposed(admin: Page, errors: list[str]) -> None:
    admin.locator("input[name=regularity][value=other]").check()
    widget = admin.locator("div.recurrence-widget")
    widget.locator(".add-date").click()
    widget.locator(".calendar-button").last.click()
    calendar = admin.locator(".recurrence-calendar:not(.hidden)")
    expect(calendar).to_be_visible()
    calendar.locator("a.next-month").click()
    calendar.locator(".body td", has_text="15").click()
    expect(widget.locator("input.date-field").last).to_have_value(f"{next_month()}-15")
    assert errors == []

    admin.locator("input[name=start_time]").fill("14:00")
    admin.locator("input[name=end_time]").fill("16:00")
    today = timezone.localdate()
    admin.locator("input[name=first_date]").fill((today + timedelta(days=1)).isoformat())
    admin.locator("input[name=until]").fill((today + timedelta(days=90)).isoformat())
    admin.locator("select[name=zone]").select_option("none")
    admin.locator("main button[type=submit]").first.click()
    expect(admin.locator("input[name=kept]")).to_have_value(f"{next_month()}-15")
    assert errors == []


def next_month() -> str:
    first = timezone.localdate().replace(day=1)
    return (first + timedelta(days=32)).strftime("%Y-%m")
