"""The agenda, the month and the page of one date, as a resident sees them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from maillage.bookings.models import BookingMode, Session, SessionStatus
from maillage.bookings.public.agenda import MONTH_CELL_LINES, by_day, first_of_month, month_grid
from maillage.bookings.public.filters import AgendaFilterForm, Period
from maillage.places.models import Organization
from tests.bookings.factories import make_page, make_session
from tests.places.factories import make_organization, make_place

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
PARIS = timezone.get_default_timezone()
CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def agenda(client: Client, **asked: str) -> str:
    """The agenda's page, as text."""
    response = client.get(reverse("bookings:agenda"), asked)
    assert response.status_code == 200
    return response.content.decode()


def month_url(day: dt.date) -> str:
    """The address of the month of `day`."""
    return reverse("bookings:agenda_month", args=[day.year, day.month])


def many_sessions(number: int) -> None:
    """`number` dates of six pages of three organisations, in four places."""
    organizations = [
        Organization.objects.filter(name=name).first() or make_organization(name)
        for name in ("Les Mulots", "Dépan'tek", "La Vilaine Bidouille")
    ]
    places = [
        make_place(organizations[0], commune=name, slug=f"{name}-{number}".lower())
        for name in ("Redon", "Allaire", "Pipriac", "Guipry")
    ]
    pages = [make_page(organizations[index % 3]) for index in range(6)]
    start = timezone.now() + dt.timedelta(days=1)
    Session.objects.bulk_create(
        Session(
            page=pages[index % 6],
            organization=pages[index % 6].organization,
            place=places[index % 4],
            start=start + dt.timedelta(hours=index),
            end=start + dt.timedelta(hours=index + 2),
            original_start=start + dt.timedelta(hours=index),
            capacity=8,
        )
        for index in range(number)
    )


# The list


def test_the_agenda_names_the_date_the_place_and_what_is_left(client: Client) -> None:
    page = make_page(title="Trier ses photos", place=make_place(make_organization(), commune="Allaire"))
    make_session(page, capacity=3)
    text = agenda(client)
    assert "Trier ses photos" in text
    assert "Allaire" in text
    assert "3 places" in text


def test_dates_stand_under_their_day_in_order(client: Client) -> None:
    day = timezone.localdate() + dt.timedelta(days=10)
    late, early, other = (
        make_session(start=dt.datetime.combine(day + dt.timedelta(days=shift), dt.time(hour), PARIS))
        for hour, shift in ((18, 0), (10, 0), (9, 1))
    )
    days = by_day(Session.objects.upcoming(), timezone.localdate())
    assert [(one.day, one.sessions) for one in days] == [
        (day, [early, late]),
        (day + dt.timedelta(days=1), [other]),
    ]


def test_a_day_is_the_one_of_the_place_not_of_greenwich(client: Client) -> None:
    # 00:30 in Redon is still the evening before in UTC.
    session = make_session(start=dt.datetime(2027, 7, 14, 0, 30, tzinfo=PARIS))
    assert by_day([session], dt.date(2027, 1, 1))[0].words == "mercredi 14 juillet"


def test_a_day_of_another_year_says_its_year() -> None:
    session = Session(start=dt.datetime(2027, 1, 1, 18, tzinfo=PARIS))
    assert by_day([session], dt.date(2026, 12, 1))[0].words == "vendredi 1er janvier 2027"


def test_a_past_date_has_left_the_agenda(client: Client) -> None:
    make_session(make_page(title="Hier"), in_days=-1)
    assert "Hier" not in agenda(client)


def test_a_date_that_has_begun_stays_until_its_end(client: Client) -> None:
    make_session(make_page(title="En ce moment"), start=timezone.now() - dt.timedelta(hours=1))
    assert "En ce moment" in agenda(client)


def test_a_cancelled_date_stays_with_its_reason(client: Client) -> None:
    make_session(status=SessionStatus.CANCELLED, status_reason="La salle est inondée")
    text = agenda(client)
    assert "Annulé" in text
    assert "La salle est inondée" in text


def test_a_moved_date_says_so(client: Client) -> None:
    start = timezone.now() + dt.timedelta(days=9)
    make_session(start=start, original_start=start - dt.timedelta(days=1))
    assert "Prévue d’abord le" in agenda(client)


def test_a_draft_is_nowhere(client: Client) -> None:
    page = make_page(title="Brouillon")
    session = make_session(page)
    page.unpublish()
    assert "Brouillon" not in agenda(client)
    assert client.get(reverse("bookings:session", args=[session.public_id])).status_code == 404


def test_a_restricted_page_is_nowhere(client: Client) -> None:
    page = make_page(title="Entre nous")
    session = make_session(page)
    # The restriction is above the page: what lies below inherits it.
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="password", password="x")
    assert "Entre nous" not in agenda(client)
    assert "Entre nous" not in client.get(month_url(session.local_start)).content.decode()
    assert client.get(reverse("bookings:session", args=[session.public_id])).status_code == 404


def test_a_page_taken_by_phone_has_no_register_button(client: Client) -> None:
    session = make_session(make_page(booking_mode=BookingMode.PHONE))
    assert reverse("bookings:register", args=[session.public_id]) not in agenda(client)


def test_an_empty_agenda_says_what_to_do(client: Client) -> None:
    assert "Aucune date" in agenda(client)


def test_a_filter_without_answer_offers_every_date(client: Client) -> None:
    make_session()
    text = agenda(client, commune="Nulle-Part")
    assert "Aucune date" in text
    assert "Voir toutes les dates" in text


# The filters


def test_the_commune_filter_keeps_its_dates_only(client: Client) -> None:
    organization = make_organization()
    for commune in ("Redon", "Allaire"):
        place = make_place(organization, commune=commune, slug=commune.lower())
        make_session(make_page(organization, title=f"À {commune}", place=place))
    text = agenda(client, commune="Allaire")
    assert "À Allaire" in text
    assert "À Redon" not in text


def test_the_organisation_filter_keeps_its_dates_only(client: Client) -> None:
    for name in ("Les Mulots", "Dépan'tek"):
        make_session(make_page(make_organization(name), title=f"Chez {name}"))
    slug = Organization.objects.get(name="Les Mulots").slug
    text = agenda(client, organization=slug)
    assert "Chez Les Mulots" in text
    assert "Chez Dépan" not in text


def test_the_activity_filter_keeps_its_page_types_only(client: Client) -> None:
    make_session(make_page(title="Premiers clics"))
    assert "Premiers clics" in agenda(client, activity="workshop")


def test_an_activity_that_nobody_offers_is_refused_in_french(client: Client) -> None:
    assert "error-summary" in agenda(client, activity="volcano")


def test_with_seats_left_hides_full_and_cancelled_dates(client: Client) -> None:
    make_session(make_page(title="Complet"), capacity=1, seats_taken=1)
    make_session(make_page(title="Annulée"), status=SessionStatus.CANCELLED)
    make_session(make_page(title="Ouvert à tous"), capacity=None)
    text = agenda(client, available="on")
    assert "Ouvert à tous" in text
    assert "Complet" not in text
    assert "Annulée" not in text


def test_two_days_bound_the_agenda_both_included(client: Client) -> None:
    first = timezone.localdate() + dt.timedelta(days=20)
    for shift in (-1, 0, 1, 2):
        day = first + dt.timedelta(days=shift)
        make_session(make_page(title=f"Jour {shift}."), start=dt.datetime.combine(day, dt.time(18), PARIS))
    text = agenda(client, **{"from": str(first), "to": str(first + dt.timedelta(days=1))})
    assert [f"Jour {shift}." in text for shift in (-1, 0, 1, 2)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from": "2001-12-08", "to": "2001-12-01"}, "Le dernier jour est avant le premier."),
        ({"from": "demain"}, "Tapez un jour, par exemple 08/12/2026."),
        ({"from": "0001-01-01"}, "Tapez une année entre 2000 et 2100."),
        ({"to": "9999-12-31"}, "Tapez une année entre 2000 et 2100."),
        ({"commune": "Red\x00on"}, "error-summary"),
        ({"commune": "x" * 81}, "error-summary"),
        ({"period": "year"}, "error-summary"),
    ],
)
def test_a_wrong_filter_is_said_and_left_out(client: Client, typed: dict[str, str], said: str) -> None:
    make_session(make_page(title="Toujours là"))
    text = agenda(client, **typed)
    assert said in text
    assert "Toujours là" in text


def test_this_week_ends_on_sunday() -> None:
    tuesday = dt.date(2026, 12, 8)
    assert Period.WEEK.days(tuesday) == (tuesday, dt.date(2026, 12, 13))


def test_this_month_ends_on_its_last_day() -> None:
    assert Period.MONTH.days(dt.date(2028, 2, 10)) == (dt.date(2028, 2, 10), dt.date(2028, 2, 29))


def test_a_period_becomes_two_days() -> None:
    asked = AgendaFilterForm({"period": "week"}).filters(today=dt.date(2026, 12, 8))
    assert (asked.first_day, asked.last_day) == (dt.date(2026, 12, 8), dt.date(2026, 12, 13))


def test_what_was_asked_stays_in_the_form(client: Client) -> None:
    organization = make_organization()
    make_session(make_page(organization, place=make_place(organization, commune="Redon")))
    assert '<option value="Redon" selected>' in agenda(client, commune="Redon")


def test_the_calendar_link_keeps_the_filters(client: Client) -> None:
    assert "/agenda.ics?commune=Saint-Just" in agenda(client, commune="Saint-Just", period="week")


def test_the_title_of_a_page_cannot_write_html(client: Client) -> None:
    make_session(make_page(title="<script>alert(1)</script>"))
    assert "<script>alert" not in agenda(client)


# Weight


def test_a_page_holds_fifty_dates_and_links_to_the_next_with_the_filters(client: Client) -> None:
    many_sessions(60)
    text = agenda(client, activity="workshop")
    assert text.count('<article class="session-card') == 50
    assert "?activity=workshop&amp;page=2" in text
    assert agenda(client, activity="workshop", page="2").count('<article class="session-card') == 10


def test_a_page_of_fifty_dates_weighs_less_than_a_hundred_kilobytes(client: Client) -> None:
    many_sessions(60)
    assert len(agenda(client).encode()) < 100_000


@pytest.mark.parametrize("address", ["/agenda/", "month"])
def test_ten_or_a_hundred_dates_cost_the_same_queries(client: Client, address: str) -> None:
    def queries() -> int:
        path = month_url(timezone.localdate() + dt.timedelta(days=1)) if address == "month" else address
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(path)
        return len(captured)

    many_sessions(10)
    few = queries()
    many_sessions(90)
    assert queries() == few <= 12


def test_the_public_pages_write_nothing_and_set_no_cookie(client: Client) -> None:
    session = make_session()
    for path in ("/agenda/", month_url(timezone.localdate()), f"/agenda/{session.public_id}/"):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        assert not response.cookies
        assert not [query for query in captured if query["sql"].lstrip().upper().startswith(CHANGES)]


# The month


def test_the_month_shows_each_date_on_its_day(client: Client) -> None:
    session = make_session(make_page(title="Coder un robot"))
    text = client.get(month_url(session.local_start.date())).content.decode()
    assert "Coder un robot" in text
    assert "<caption>" in text
    assert 'scope="col"' in text


def test_a_busy_day_says_how_many_more_it_has() -> None:
    start = dt.datetime(2027, 3, 9, 10, tzinfo=PARIS)
    sessions = [Session(start=start) for _number in range(MONTH_CELL_LINES + 4)]
    cells = [cell for week in month_grid(dt.date(2027, 3, 1), sessions, dt.date(2027, 3, 1)) for cell in week]
    busy = next(cell for cell in cells if cell.sessions)
    assert (busy.day, len(busy.sessions), busy.more) == (dt.date(2027, 3, 9), MONTH_CELL_LINES, 4)


def test_the_grid_begins_on_a_monday_and_leaves_other_months_empty() -> None:
    weeks = month_grid(dt.date(2026, 12, 1), [], dt.date(2026, 12, 8))
    assert weeks[0][0].day == dt.date(2026, 11, 30)
    assert [cell.in_month for cell in weeks[0]] == [False] + [True] * 6
    assert [cell.day for week in weeks for cell in week if cell.is_today] == [dt.date(2026, 12, 8)]


def test_months_follow_each_other_over_the_year() -> None:
    assert first_of_month(dt.date(2026, 12, 31), 1) == dt.date(2027, 1, 1)
    assert first_of_month(dt.date(2027, 1, 15), -1) == dt.date(2026, 12, 1)


def test_the_months_link_to_each_other_but_not_for_ever(client: Client) -> None:
    today = timezone.localdate()
    assert month_url(first_of_month(today, 1)) in client.get(month_url(today)).content.decode()
    far = first_of_month(today, 15)
    assert month_url(first_of_month(far, 1)) not in client.get(month_url(far)).content.decode()


@pytest.mark.parametrize("path", ["/agenda/mois/2026-13/", "/agenda/mois/2026-00/", "/agenda/mois/0001-01/"])
def test_a_month_that_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


# One date


def test_the_page_of_a_date_leads_to_registration_and_to_its_calendar_file(client: Client) -> None:
    session = make_session()
    text = client.get(f"/agenda/{session.public_id}/").content.decode()
    assert f"/inscription/{session.public_id}/" in text
    assert f"/agenda/{session.public_id}.ics" in text


def test_a_full_date_offers_the_waiting_list(client: Client) -> None:
    session = make_session(capacity=1, seats_taken=1)
    assert "liste d’attente" in client.get(f"/agenda/{session.public_id}/").content.decode()


def test_a_moved_date_tells_when_it_was_first_announced(client: Client) -> None:
    start = dt.datetime(2027, 12, 10, 18, 30, tzinfo=PARIS)
    session = make_session(start=start, original_start=start - dt.timedelta(days=2))
    text = client.get(f"/agenda/{session.public_id}/").content.decode()
    assert "mercredi 8 décembre à 18 h 30" in text.replace("\xa0", " ")


def test_only_a_date_that_takes_place_is_offered_to_calendars(client: Client) -> None:
    kept, cancelled = make_session(), make_session(status=SessionStatus.CANCELLED)

    def is_offered(session: Session) -> bool:
        page = client.get(reverse("bookings:session", args=[session.public_id])).content.decode()
        return reverse("bookings:session_ics", args=[session.public_id]) in page

    assert is_offered(kept)
    assert not is_offered(cancelled)


def test_a_cancelled_date_has_no_register_button(client: Client) -> None:
    session = make_session(status=SessionStatus.CANCELLED, status_reason="Neige")
    text = client.get(f"/agenda/{session.public_id}/").content.decode()
    assert "Neige" in text
    assert "/inscription/" not in text


def test_the_street_given_to_registered_people_is_on_no_public_page(client: Client) -> None:
    organization = make_organization()
    place = make_place(organization, street="3 rue des Secrets", address_for_registered_only=True)
    session = make_session(make_page(organization, place=place))
    for path in ("/agenda/", f"/agenda/{session.public_id}/", month_url(session.local_start)):
        assert "Secrets" not in client.get(path).content.decode()


def test_an_unknown_date_is_not_found(client: Client) -> None:
    assert client.get("/agenda/2345678abc/").status_code == 404
