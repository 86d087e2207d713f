"""The links to the other screens of a list."""

from django.core.paginator import Paginator
from django.template.loader import render_to_string


def links_of(rf, address, number, **context):
    """Return what is drawn on the screen `number` of three, asked at `address`."""
    screen = Paginator(range(30), 10).page(number)
    return render_to_string("maillage/_pagination.html", {"screen": screen, **context}, rf.get(address))


def test_the_other_screens_keep_what_is_asked(rf):
    drawn = links_of(rf, "/ateliers/?commune=Redon&page=2", 2)
    assert 'href="?commune=Redon&amp;page=1"' in drawn
    assert 'href="?commune=Redon&amp;page=3"' in drawn


def test_a_list_may_give_its_own_addresses(rf):
    drawn = links_of(rf, "/recherche/", 2, before="?q=velo", after="?q=velo&page=3")
    assert 'href="?q=velo"' in drawn
    assert 'href="?q=velo&amp;page=3"' in drawn


def test_nothing_is_drawn_for_a_single_screen(rf):
    only = Paginator(range(3), 10).page(1)
    assert not render_to_string("maillage/_pagination.html", {"screen": only}, rf.get("/")).strip()
