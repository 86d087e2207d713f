"""The screens of regular dates: chosen, seen before they are saved, prolonged."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from maillage.bookings.models import Session, SessionSeries
from tests.places.factories import make_editor, make_organization, make_place

from .dates_screens import FIRST, NEXT_YEAR, SERIES, text_of, url
from .factories import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(mulots):
    return make_page(mulots)


@pytest.fixture
def editor(client, mulots):
    user = make_editor(mulots)
    client.force_login(user)
    return user


def test_the_preview_shows_the_exact_dates_and_writes_nothing(client, editor, page):
    response = client.post(url("series_add", page.pk), {**SERIES, "step": "preview"})
    assert [each.day for each, _kept in response.context["planned"]] == [
        FIRST + timedelta(weeks=week) for week in range(4)
    ]
    assert Session.objects.count() == 0


def test_the_preview_names_the_holidays_of_the_place_and_unticks_them(client, editor, mulots):
    page = make_page(mulots, place=make_place(mulots, postal_code="35600"))
    rule = {
        **SERIES,
        "weekdays": ["1"],
        "first_date": "2027-02-16",
        "until": "2027-02-23",
        "place": page.place.pk,
        "skip_school_holidays": "on",
    }
    planned = client.post(url("series_add", page.pk), {**rule, "step": "preview"}).context["planned"]
    assert [kept for _date, kept in planned] == [True, False]
    assert planned[1][0].school_holiday != ""


def test_ticked_dates_are_created_and_the_others_are_not(client, editor, page):
    kept = [FIRST.isoformat(), (FIRST + timedelta(weeks=2)).isoformat()]
    response = client.post(url("series_add", page.pk), {**SERIES, "step": "create", "kept": kept})
    assert response.url == url("dates", page.pk)
    assert [each.local_start.date().isoformat() for each in Session.objects.all()] == kept


def test_the_dates_belong_to_the_lead_organisation_whatever_is_posted(client, editor, page):
    other = make_organization("Dépan’tek")
    data = {**SERIES, "step": "create", "kept": [FIRST.isoformat()], "organization": other.pk}
    client.post(url("series_add", page.pk), data)
    assert Session.objects.get().organization == page.organization


def test_a_day_that_the_rule_does_not_give_cannot_be_ticked(client, editor, page):
    data = {**SERIES, "step": "create", "kept": ["2031-01-01", "<script>"]}
    response = client.post(url("series_add", page.pk), data)
    assert (response.status_code, Session.objects.count()) == (422, 0)


def test_saving_twice_makes_one_set_of_dates(client, editor, page):
    data = {**SERIES, "step": "create", "kept": [FIRST.isoformat()]}
    client.post(url("series_add", page.pk), data)
    assert client.post(url("series_add", page.pk), data).status_code == 422
    assert Session.objects.count() == 1


def test_changing_the_choices_keeps_what_was_typed(client, editor, page):
    response = client.post(url("series_add", page.pk), {**SERIES, "interval": "3", "step": "edit"})
    assert response.status_code == 200
    assert 'value="18:30"' in text_of(response)
    assert response.context["form"]["interval"].value() == "3"


def test_a_monthly_choice_becomes_the_second_tuesday(client, editor, page):
    monthly = {**SERIES, "regularity": "monthly", "position": "2", "month_weekday": "1"}
    monthly["until"] = date(NEXT_YEAR, 2, 28).isoformat()
    planned = client.post(url("series_add", page.pk), {**monthly, "step": "preview"}).context["planned"]
    days = [each.day for each, _kept in planned]
    assert [day.weekday() for day in days] == [1, 1]
    assert all(8 <= day.day <= 14 for day in days)


def test_the_full_widget_makes_the_same_rule_as_the_simple_choices(client, editor, page):
    codes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    other = {
        **SERIES,
        "regularity": "other",
        "recurrences": f"RRULE:FREQ=WEEKLY;BYDAY={codes[FIRST.weekday()]}",
        "step": "create",
        "kept": [(FIRST + timedelta(weeks=week)).isoformat() for week in range(4)],
    }
    client.post(url("series_add", page.pk), other)
    by_widget = str(SessionSeries.objects.get().recurrences)
    Session.objects.all().delete()
    SessionSeries.objects.all().delete()
    client.post(url("series_add", page.pk), {**other, "regularity": "weekly"})
    assert str(SessionSeries.objects.get().recurrences) == by_widget


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("until", ""),
        ("until", "2020-01-01"),
        ("until", "2199-01-01"),
        ("first_date", ""),
        ("weekdays", []),
        ("weekdays", ["9"]),
        ("interval", "0"),
        ("regularity", "hourly"),
        ("end_time", "17:00"),
        ("capacity", "0"),
        ("zone", "Z"),
        ("place", "999999"),
    ],
)
def test_a_wrong_choice_is_refused_with_its_reason(client, editor, page, field, value):
    response = client.post(url("series_add", page.pk), {**SERIES, field: value, "step": "create"})
    assert (response.status_code, Session.objects.count()) == (422, 0)
    assert response.context["form"].errors


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "n’importe quoi",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;BYHOUR=1,2,3",
        "RDATE:20261399T000000Z",
        "RDATE:99991231T235959Z",
        "RRULE:FREQ=DAILY;BYDAY=XX",
        "RRULE:",
        "RRULE:FREQ=WEEKLY;BYDAY=TU\x00",
        "RRULE:FREQ=DAILY\n" * 2000,
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_reason(client, editor, page, rule):
    data = {**SERIES, "regularity": "other", "recurrences": rule, "step": "preview"}
    response = client.post(url("series_add", page.pk), data)
    assert response.status_code == 422
    assert response.context["form"].errors


def test_more_than_four_hundred_dates_are_refused_with_the_number(client, editor, page):
    data = {**SERIES, "weekdays": list("0123456"), "until": f"{NEXT_YEAR + 2}-01-01", "step": "preview"}
    response = client.post(url("series_add", page.pk), data)
    assert response.status_code == 422
    assert "400" in text_of(response)


def test_a_series_is_prolonged_by_the_dates_that_are_ticked(client, editor, page):
    client.post(url("series_add", page.pk), {**SERIES, "step": "create", "kept": [FIRST.isoformat()]})
    series = SessionSeries.objects.get()
    until = (FIRST + timedelta(weeks=5)).isoformat()
    address = url("series_extend", page.pk, series.pk)
    planned = client.post(address, {"until": until, "step": "preview"}).context["planned"]
    assert [each.day for each, _kept in planned] == [FIRST + timedelta(weeks=week) for week in (4, 5)]
    client.post(address, {"until": until, "step": "create", "kept": [until]})
    assert series.sessions.count() == 2


def test_prolonging_a_series_to_an_earlier_day_is_refused(client, editor, page):
    client.post(url("series_add", page.pk), {**SERIES, "step": "create", "kept": [FIRST.isoformat()]})
    address = url("series_extend", page.pk, SessionSeries.objects.get().pk)
    response = client.post(address, {"until": FIRST.isoformat(), "step": "preview"})
    assert response.status_code == 422


def test_the_series_of_another_page_is_not_prolonged(client, editor, page):
    client.post(url("series_add", page.pk), {**SERIES, "step": "create", "kept": [FIRST.isoformat()]})
    other = make_page(page.organization)
    address = url("series_extend", other.pk, SessionSeries.objects.get().pk)
    assert client.get(address).status_code == 404


def test_the_widget_loads_no_second_jquery(client, editor, page):
    html = text_of(client.get(url("series_add", page.pk)))
    assert "recurrence-widget.js" in html
    assert "/static/admin/js/vendor/jquery" not in html
    assert "jquery.init" not in html


def test_the_words_of_the_widget_are_served_in_french(client, editor):
    assert "hebdomadaire" in text_of(client.get(reverse("bookings_recurrence_catalog"))).lower()


def test_holidays_that_no_place_tells_ask_for_the_zone(client, editor, page):
    response = client.post(url("series_add", page.pk), {**SERIES, "skip_school_holidays": "on"})
    assert response.status_code == 422
    assert "Choisissez une zone" in text_of(response)


def test_without_school_holidays_no_zone_is_asked(client, editor, page):
    response = client.post(url("series_add", page.pk), SERIES)
    assert response.status_code == 200
