"""A whole site in one step, which can be run again."""

import pytest
from django.test import Client
from wagtail.models import Page, Site, Task, Workflow

from home import services
from home.models import HomePage, MenuItem, NetworkSettings, PagePurpose, StandardPage
from home.services import create_site
from home.starting_content import starting_page
from maillage.places.models import OrganizationIndexPage

pytestmark = pytest.mark.django_db


def test_the_home_page_becomes_the_root_of_the_default_site() -> None:
    home = create_site("Maillage")

    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert home.live


def test_wagtail_s_welcome_page_goes_away() -> None:
    home = create_site("Maillage")

    assert list(Page.objects.filter(depth=2)) == [Page.objects.get(pk=home.pk)]


def test_a_welcome_page_with_pages_below_it_is_kept() -> None:
    welcome = Page.objects.get(depth=2)
    welcome.add_child(instance=Page(title="Mes notes", slug="mes-notes"))

    create_site("Maillage")

    assert Page.objects.filter(pk=welcome.pk).exists()


def test_run_twice_it_makes_nothing_twice() -> None:
    create_site("Maillage")
    counts = (Page.objects.count(), MenuItem.objects.count(), Site.objects.count())

    create_site("Maillage")

    assert (Page.objects.count(), MenuItem.objects.count(), Site.objects.count()) == counts


def test_run_again_it_leaves_alone_what_editors_have_changed() -> None:
    create_site("Maillage")
    NetworkSettings.objects.update(network_name="Les Clics")
    StandardPage.objects.filter(purpose=PagePurpose.LEGAL).update(title="Qui publie")
    HomePage.objects.update(headline="Notre phrase")

    create_site("Maillage", headline="Autre phrase")

    assert NetworkSettings.objects.get().network_name == "Les Clics"
    assert StandardPage.objects.get(purpose=PagePurpose.LEGAL).title == "Qui publie"
    assert HomePage.objects.get().headline == "Notre phrase"


def test_a_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "_menus", fail)

    with pytest.raises(RuntimeError):
        create_site("Maillage")
    assert not HomePage.objects.exists()


def test_the_list_of_members_is_there_and_in_the_menu() -> None:
    create_site("Maillage")

    index = OrganizationIndexPage.objects.get()
    assert MenuItem.objects.filter(page=index).exists()


@pytest.mark.parametrize("purpose", PagePurpose)
def test_each_legal_page_is_published_and_in_the_footer(purpose: PagePurpose, client: Client) -> None:
    create_site("Maillage")
    page = StandardPage.objects.get(purpose=purpose)

    response = client.get(page.url)

    assert response.status_code == 200
    assert f'href="{page.url}"' in client.get("/").content.decode()


def test_the_accessibility_statement_says_that_nobody_has_audited_the_site(client: Client) -> None:
    create_site("Les Clics", phone="02 61 91 00 00", email="bonjour@clics.example")

    html = client.get("/accessibilite/").content.decode()

    assert "Aucun audit n’a encore été fait" in html
    assert "RGAA 4.1.2" in html
    assert "02 61 91 00 00 – bonjour@clics.example" in html


def test_the_privacy_page_says_how_long_things_are_kept(client: Client, settings: object) -> None:
    settings.MAILLAGE_BOOKINGS = {"RETENTION_DAYS": 45}
    create_site("Maillage")

    assert "45 jours après la date" in client.get("/vie-privee/").content.decode()


def test_a_name_with_markup_stays_text_in_the_starting_pages() -> None:
    facts = {"network": "<b>Clics</b>", "contact": "", "today": "", "retention_days": "60"}

    body = starting_page("legal", facts).body

    assert "&lt;b&gt;Clics&lt;/b&gt;" in body[1]["value"]


def test_a_starting_text_that_lacks_a_fact_is_refused() -> None:
    with pytest.raises(KeyError, match="network"):
        starting_page("legal", {"contact": ""})


@pytest.mark.parametrize("model", [Workflow, Task])
def test_the_review_of_pages_has_a_french_name(model) -> None:
    create_site("Maillage")

    assert list(model.objects.values_list("name", flat=True)) == ["Relecture par l’équipe du réseau"]


def test_a_review_that_somebody_has_named_keeps_its_name() -> None:
    Workflow.objects.update(name="Relire à deux")

    create_site("Maillage")

    assert Workflow.objects.get().name == "Relire à deux"
