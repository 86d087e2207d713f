"""Two associations, every address of the admin: neither reads nor changes what is the other's."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from tests.places.admin_urls import names_left_out
from tests.places.factories import make_editor

from .associations import everything, is_signed_in, signed_in, wrongs

pytestmark = pytest.mark.django_db

EVERYTHING = {
    "title": "Changed",
    "name": "Changed",
    "commune": "Changed",
    "slug": "changed",
    "confirm": "1",
    "delete": "1",
    "action-publish": "1",
    "add_seats": "on",
    "capacity": "1",
    "reason": "Changed",
    "email": "changed@maison.example",
    "include_descendants": "on",
    "external-link-chooser-url": "/agenda/",
    "external-link-chooser-link_text": "Changed",
    "attendance": "present",
    "means": "Changed",
    "hours": "3",
    "first_name": "Changed",
    "total": "9",
    "seats": "2",
    "next": "/admin/",
}


# Facilitators lead a date of their own; the coordination reads totals, never a name.
WHO = ["editor", "facilitator", "coordinator", "nobody", "anonymous"]
ACTIONS = [
    *("copy", "create_alias", "delete", "publish", "unpublish", "move"),
    *("revert_to_page_revision", "convert_alias"),
]
BULK_MODELS = [
    *(("wagtailcore", "page"), ("wagtailimages", "image"), ("wagtaildocs", "document")),
    *(("accounts", "user"), ("workshops", "topic"), ("places", "place"), ("equipment", "machine")),
]


def test_every_address_of_the_admin_is_walked(key, known):
    # Its arguments have no names: the fixture « addresses » gives them in order.
    assert list(names_left_out(key, **known)) == ["wagtailadmin_pages:revisions_compare"]


def test_the_same_addresses_tell_it_to_the_team_whose_it_is(theirs, addresses):
    client = signed_in(make_editor(theirs.organization))
    readers = (
        *("registrations/", "sheet/", "check-in/", "export/?session", "text", "figures", "calls"),
        *("/intake/", "/queue/", "/tickets/1/"),
    )
    read = [each for each in addresses if any(part in each for part in readers)]
    naming = wrongs([(each, client.get(each)) for each in read])
    assert [part for part in readers if not any(part in wrong for wrong in naming)] == []


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_no_address_of_the_admin_tells_what_is_anothers(request, addresses, who):
    client = signed_in(None if who == "anonymous" else request.getfixturevalue(who))
    client.get("/admin/")
    before = everything()

    answers = [(address, client.get(address)) for address in addresses]

    assert len(answers) > 250
    assert is_signed_in(client) == (who != "anonymous")
    assert wrongs(answers) == []
    assert everything() - before == set()
    assert before - everything() == set()


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_no_address_of_the_admin_changes_what_is_anothers(request, addresses, key, theirs, who):
    client = signed_in(None if who == "anonymous" else request.getfixturevalue(who))
    client.get("/admin/")
    other = theirs.organization
    keys = {"organization": other.pk, "collection": other.collection_id, "id": key, "place": key}
    asked = {**EVERYTHING, **keys, "object": key}
    before = everything()

    answers = [(address, client.post(f"{address}?id={key}&next=/admin/", asked)) for address in addresses]

    assert is_signed_in(client) == (who != "anonymous")
    assert wrongs(answers) == []
    assert before - everything() == set()
    # Anybody may ask for a link to choose a new password: an unknown address is answered the same.
    added = {row for _table, row in everything() - before if "accounts.password" not in row}
    assert added == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_bulk_action_reaches_what_is_anothers(editor, theirs, key, method):
    make_bulk = bulk_action_registry.get_bulk_actions_for_model
    models = [(app, name) for app, name in BULK_MODELS if make_bulk(app, name)]
    client = signed_in(editor)
    client.get("/admin/")
    before = everything()

    answers = []
    for app, name in models:
        for action in make_bulk(app, name):
            address = reverse("wagtail_bulk_action", args=[app, name, action.action_type])
            asked = {"id": key, "chooser": editor.groups.get().organization.page.pk, "next": "/admin/"}
            asked |= {"collection": 1, "tags": "changed"} if method == "post" else {}
            query = f"?id={key}&next=/admin/"
            answers.append((address, getattr(client, method)(address + query, asked)))

    assert len(answers) > 8
    assert wrongs(answers) == []
    assert everything() ^ before == set()


@pytest.mark.parametrize(
    "action",
    [
        "copy",
        "create_alias",
        "delete",
        "publish",
        "unpublish",
        "move",
        "revert_to_page_revision",
        "convert_alias",
    ],
)
def test_no_action_of_the_admins_api_reaches_the_pages_of_others(editor, theirs, key, known, action):
    own = editor.groups.get().organization.page.pk
    asked = {
        "destination_page_id": own,
        "recursive": True,
        "revision_id": known["revision_id"],
        "slug": "vol",
    }
    before = everything()

    response = signed_in(editor).post(
        f"/admin/api/main/pages/{key}/action/{action}/", asked, content_type="application/json"
    )

    assert response.status_code in (400, 403, 404)
    assert wrongs([(action, response)]) == []
    assert everything() ^ before == set()
