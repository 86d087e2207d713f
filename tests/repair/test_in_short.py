"""Repairs in a few words: on an organisation's page, in another website's frame."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from repair.search import repair_section
from tests.home.factories import make_site
from tests.places.factories import make_editor, make_organization
from tests.repair.factories import make_cafe, make_date, repaired

pytestmark = pytest.mark.django_db

EMBED = reverse("repair:embed")


@pytest.fixture
def mulots():
    make_site()
    return make_organization("Les Mulots")


def test_the_block_tells_the_next_cafes_and_the_totals_of_an_organisation(client, mulots):
    repaired(mulots)
    repaired(make_organization("La Vilaine"), 5)
    make_date(make_cafe(mulots, title="Le café des Mulots"))
    page = client.get(EMBED, {"structure": mulots.slug}).content.decode()
    assert "Le café des Mulots" in page
    assert "<b>3</b>" in page
    assert "<b>8</b>" not in page


def test_the_block_of_the_network_adds_everybody_up(client, mulots):
    repaired(mulots)
    repaired(make_organization("La Vilaine"), 5)
    assert "<b>8</b>" in client.get(EMBED).content.decode()


def test_the_block_names_its_factors_and_what_they_cover(client, mulots):
    repaired(mulots)
    assert "pour 3 des 3 objets réparés" in client.get(EMBED).content.decode()


def test_any_website_may_show_the_block_and_no_other_page(client, mulots):
    block, other = client.get(EMBED), client.get(reverse("repair:statistics"))
    assert "X-Frame-Options" not in block
    assert "frame-ancestors *" in block["Content-Security-Policy"]
    assert other["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}
    assert "frame-ancestors *" not in other["Content-Security-Policy"]


def test_the_block_runs_no_script_and_sets_no_cookie(client, mulots):
    answer = client.get(EMBED)
    assert "<script" not in answer.content.decode()
    assert not answer.cookies


def test_the_block_costs_few_queries(client, mulots, django_assert_max_num_queries):
    repaired(mulots)
    for days in (7, 14, 21):
        make_date(make_cafe(mulots), in_days=days)
    with django_assert_max_num_queries(15):
        client.get(EMBED, {"structure": mulots.slug})


@pytest.mark.parametrize("slug", ["inconnue", "x" * 500, "\x00"])
def test_an_unknown_organisation_has_no_block(client, mulots, slug):
    assert client.get(EMBED, {"structure": slug}).status_code == 404


def test_an_organisation_whose_page_is_a_draft_has_no_block(client, mulots):
    mulots.page.unpublish()
    assert client.get(EMBED, {"structure": mulots.slug}).status_code == 404


def test_a_cancelled_cafe_is_not_the_next_one(client, mulots):
    make_date(make_cafe(mulots, title="Le café annulé"), status="cancelled", status_changed_at=timezone.now())
    assert "Le café annulé" not in client.get(EMBED).content.decode()


def test_the_code_to_copy_is_that_of_ones_own_organisations(client, mulots):
    make_organization("La Vilaine")
    client.force_login(make_editor(mulots))
    page = client.get(reverse("repair_embed_code")).content.decode()
    assert "?structure=les-mulots" in page
    assert "vilaine" not in page


def test_the_page_of_an_organisation_tells_its_next_cafe_and_its_totals(client, mulots):
    repaired(mulots)
    make_date(make_cafe(mulots))
    page = client.get(mulots.page.url).content.decode()
    assert "Prochain repair café" in page
    assert page.index("Prochaines dates") < page.index("objets réparés")


def test_an_organisation_that_repairs_nothing_has_no_such_section(client, mulots):
    repaired(make_organization("La Vilaine"))
    assert "objets réparés" not in client.get(mulots.page.url).content.decode()


def test_the_section_costs_one_query(mulots, rf, django_assert_num_queries):
    repaired(mulots)
    make_date(make_cafe(mulots))
    with django_assert_num_queries(1):
        _template, told = repair_section(rf.get("/"), mulots, None)
    assert (told["brought"], told["fixed"]) == (3, 3)


def test_a_cafe_whose_page_is_restricted_is_not_told(mulots, rf):
    session = make_date(make_cafe(mulots))
    PageViewRestriction.objects.create(page=mulots.page, restriction_type=PageViewRestriction.LOGIN)
    assert repair_section(rf.get("/"), session.organization, None) is None
