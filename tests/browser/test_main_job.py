"""The main job, from the invitation of an editor to the last seat, as people do it.

The pictures of every step are in `.cache/screenshots/main-job/`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import icalendar
import pytest
from playwright.sync_api import expect

from maillage.bookings.holidays import public_holiday, school_holiday
from tests.browser.album import Album
from tests.browser.editor import Editor, Tuesdays
from tests.browser.effort import Effort
from tests.browser.mailbox import Mailbox, text_of
from tests.browser.resident import Resident
from tests.browser.watch import Watch
from tests.support.processes import manage
from tests.support.servers import LiveSite, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}
MULOTS, PUCES = "lou@mulots.example", "sam@puces.example"
TEAM, TEAM_PASSWORD = "equipe@reseau.example", "le-mot-de-passe-de-l-equipe"
TITLE, TUESDAY = "Trier mes photos", 1
SEATS = 2
# Long enough to meet a holiday.
SHORTEST_SERIES = timedelta(days=120)


def coming_tuesdays() -> Tuesdays:
    """Return « tous les mardis jusqu'au 30 juin », from tomorrow."""
    first = date.today() + timedelta(days=1)  # noqa: DTZ011 (the day on this machine's calendar)
    until = date(first.year, 6, 30)
    if until - first < SHORTEST_SERIES:
        until = until.replace(year=first.year + 1)
    return Tuesdays(first, until, SEATS)


def days_of(tuesdays: Tuesdays) -> dict[date, bool]:
    """Return every Tuesday, and whether it is kept in Redon, which is in zone B."""
    every = (
        tuesdays.first_date + timedelta(days=n)
        for n in range((tuesdays.until - tuesdays.first_date).days + 1)
    )
    return {
        day: not (school_holiday(day, "B") or public_holiday(day))
        for day in every
        if day.weekday() == TUESDAY
    }


class Scene:
    """The site, its mailbox, and the people around it, each with a browser of their own."""

    def __init__(self, site: LiveSite, mailbox: Mailbox, new_context) -> None:
        self.site = site
        self.mailbox = mailbox
        self.album = Album("main-job")
        self.watches: list[Watch] = []
        self._new_context = new_context

    def _open(self, **options):
        context = self._new_context(**options)
        context.set_default_timeout(15_000)
        self.watches.append(Watch(context))
        return context.new_page()

    def editor(self) -> Editor:
        """Somebody at a desk."""
        return Editor(self._open(viewport=DESK), self.site.url, self.album.keep)

    def resident(self) -> Resident:
        """Somebody with a phone 360 pixels wide, without JavaScript."""
        return Resident(self._open(java_script_enabled=False), self.site.url)

    @property
    def complaints(self) -> list[str]:
        """What the browsers complained of."""
        return [complaint for watch in self.watches for complaint in watch.complaints]


@pytest.fixture
def scene(live_site, server_database, new_context, tmp_path) -> Scene:
    """A new site with one association, whose editor is invited, and the account of the network's team."""
    mailbox, port = Mailbox(tmp_path / "mail"), free_port()
    env = mailbox.variables | {
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SUPERUSER_PASSWORD": TEAM_PASSWORD,
    }
    answers = {"name": "Réseau numérique du Pays de Redon", "association": "Les Mulots", "email": MULOTS}
    options = (f"--{key}={answer}" for key, answer in answers.items())
    manage(server_database, "start_site", "--no-input", *options, extra_env=env)
    manage(server_database, "createsuperuser", "--no-input", f"--email={TEAM}", extra_env=env)
    site = live_site(server_database, processes=2, extra_env=env, port=port)
    return Scene(site, mailbox, new_context)


def test_an_editor_publishes_a_workshop_and_residents_take_its_seats(scene):
    editor = scene.editor()
    editor.accept_invitation(scene.mailbox.last_link_to(MULOTS, "/invitation/"))
    editor.keep("tableau-de-bord")
    first_day = publish_a_workshop(editor)

    take_every_seat(scene, first_day)
    read_the_confirmation(scene, first_day)

    keep_the_list(scene, editor)
    hide_from_the_other_association(scene, editor.page.url)
    assert scene.complaints == []


def publish_a_workshop(editor: Editor) -> date:
    """Write the page, give it its dates, publish it; return the first day."""
    editor.add_place(name="Salle des Marais", commune="Redon", postal_code="35600")
    editor.write_workshop(
        title=TITLE,
        introduction="Vous apprenez à trier vos photos et à les garder en lieu sûr.",
        place="Salle des Marais",
    )
    edit_form = editor.page.url
    editor.open_dates()
    tuesdays = coming_tuesdays()
    editor.plan(tuesdays)

    proposed = editor.proposed_days()
    assert proposed == days_of(tuesdays)
    kept = [day for day, is_kept in proposed.items() if is_kept]
    editor.untick(kept[-1])
    editor.keep("dates-exactes")
    editor.save_dates()
    editor.expect_message(f"{len(kept) - 1} dates")
    expect(editor.page.get_by_role("region", name="Dates à venir").locator("tbody tr")).to_have_count(
        len(kept) - 1
    )
    editor.keep("dates")

    editor.page.goto(edit_form)
    editor.publish()
    editor.keep("publie")
    return kept[0]


def take_every_seat(scene: Scene, first_day: date) -> None:
    """Four residents for two seats: two are registered, two wait in the order they came."""
    camille = scene.resident()
    register_from_home(scene, camille, first_day)

    dominique, sacha = scene.resident(), scene.resident()
    for person in (dominique, sacha):  # both read « encore 1 place »
        person.open_home()
        person.open_workshop(TITLE)
        person.choose_first_date()
        expect(person.page.get_by_role("main")).to_contain_text("1 place")
    dominique.fill(name="Dominique", email="dominique@maison.example")
    sacha.fill(name="Sacha", email="sacha@maison.example")
    dominique.send()
    sacha.send()
    dominique.expect_title("Vous avez votre place")
    sacha.expect_title("Vous êtes sur la liste d’attente")
    scene.album.keep(sacha.page, "liste-d-attente")

    ali = scene.resident()
    ali.open_home()
    ali.open_workshop(TITLE)
    scene.album.keep(ali.page, "atelier-complet")
    ali.choose_first_date()
    ali.expect_title("liste d’attente")
    scene.album.keep(ali.page, "date-complete")
    ali.fill(name="Ali", phone="06 39 98 45 67")
    ali.send()
    expect(ali.page.get_by_role("main")).to_contain_text("numéro 2")


def register_from_home(scene: Scene, camille: Resident, first_day: date) -> None:
    """Under a minute on a phone: four pages, two fields of the three that there are, five taps."""
    camille.open_home()
    scene.album.keep(camille.page, "accueil")
    camille.open_workshop(TITLE)
    expect(camille.page.locator(".session-card time").first).to_have_attribute(
        "datetime", re.compile(f"^{first_day.isoformat()}T18:30")
    )
    scene.album.keep(camille.page, "page-de-l-atelier")
    camille.choose_first_date()
    expect(camille.page.get_by_role("main").get_by_role("textbox")).to_have_count(3)
    camille.fill(name="Camille", phone="06 39 98 12 34")
    scene.album.keep(camille.page, "formulaire")
    camille.send()
    camille.expect_title("Vous avez votre place")
    scene.album.keep(camille.page, "inscription")
    assert camille.hand.effort == Effort(pages=4, fields=2, taps=5)


def read_the_confirmation(scene: Scene, first_day: date) -> None:
    """One e-mail, with a calendar file that holds the hours of the place."""
    (message,) = scene.mailbox.sent_to("dominique@maison.example")
    assert TITLE in text_of(message)
    (attachment,) = message.iter_attachments()
    calendar = icalendar.Calendar.from_ical(attachment.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].dt.strftime("%Y-%m-%d %H:%M") == f"{first_day} 18:30"
    assert event["dtend"].dt.strftime("%H:%M") == "20:00"
    assert "Redon" in event["location"]


def keep_the_list(scene: Scene, editor: Editor) -> None:
    """See who comes, add a person, cancel one, promote one."""
    editor.open_first_date()
    editor.keep("inscrits")
    expect(editor.people("Inscrits")).to_have_text(["Camille", "Dominique"])
    expect(editor.people("Sur la liste d’attente")).to_have_text(["Sacha", "Ali"])

    editor.register_by_hand("Morgane")
    expect(editor.people("Sur la liste d’attente")).to_have_text(["Sacha", "Ali", "Morgane"])

    editor.cancel_registration("Camille")
    editor.expect_message("Sacha")
    expect(editor.people("Une place leur est gardée")).to_have_text(["Sacha"])
    sacha = scene.resident()
    sacha.page.goto(scene.mailbox.last_link_to("sacha@maison.example", "/accepter/"))
    sacha.page.get_by_role("button", name="Oui, je viens").click()
    sacha.expect_title("Vous avez votre place")
    editor.page.reload()
    expect(editor.people("Inscrits")).to_have_text(["Dominique", "Sacha"])

    editor.promote("Ali")
    expect(editor.people("Inscrits")).to_have_text(["Dominique", "Sacha", "Ali"])
    expect(editor.people("Sur la liste d’attente")).to_have_text(["Morgane"])
    editor.keep("inscrits-apres")


def hide_from_the_other_association(scene: Scene, registrations_url: str) -> None:
    """Another association, made and invited by the team, finds nothing of all this."""
    team = scene.editor()
    team.sign_in(TEAM, TEAM_PASSWORD)
    team.add_organization("Clic’n Puces")
    team.invite(PUCES, "Clic’n Puces")

    other = scene.editor()
    other.accept_invitation(scene.mailbox.last_link_to(PUCES, "/invitation/"))
    page_id = scene.site.python(
        "from workshops.models import WorkshopPage; print(WorkshopPage.objects.get().pk)"
    ).strip()
    hidden = [
        registrations_url.partition("/admin/")[2],
        f"bookings/pages/{page_id}/dates/",
        f"pages/{page_id}/edit/",
    ]
    for path in hidden:
        is_shown = other.open(path) == 200 and other.page.url.endswith(path)
        assert not is_shown, path
    for path in ("", "pages/", "places/", "organizations/", "messages-sortants/", "pages/search/?q=photos"):
        assert other.open(path) == 200
        for secret in (TITLE, "Salle des Marais", "Dominique", "dominique@maison.example"):
            expect(other.page.get_by_role("main")).not_to_contain_text(secret)
    other.keep("autre-association")
