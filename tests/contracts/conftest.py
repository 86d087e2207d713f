"""The two associations of the tests of tenancy."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log

from accounts.services import invite_editor
from maillage.batches.models import Batch
from maillage.bookings.admin.exports import What
from maillage.bookings.models import (
    Answer,
    AnswerFile,
    Broadcast,
    Call,
    Guardian,
    HeadCount,
    PaymentMeans,
    Session,
    VolunteerTime,
)
from maillage.figures.models import Figure
from maillage.outbox.models import Message, MessageText
from maillage.places.models import Organization, OrganizationPage
from maillage.privacy.models import AccessRecord
from tests.bookings.factories import enroll, make_cycle, make_page, make_session
from tests.contracts.associations import SECRET
from tests.contracts.equipment import SERIES, give_equipment
from tests.contracts.repairs import give_repair_day, give_repairs
from tests.home.factories import make_site
from tests.places.admin_urls import admin_addresses
from tests.places.factories import make_editor, make_organization, make_place


@pytest.fixture
def theirs(media_folder):
    """All that is A's and private; its keys are one number where a table lets us choose."""
    make_site()
    other = make_organization("La Vilaine Bidouille")
    page = make_page(other, title=f"{SECRET} page", slug=SECRET.lower(), live=False)
    page.save_revision()
    log(instance=page, action="wagtail.edit", content_changed=True)
    place = make_place(other, pk=page.pk, name=SECRET, address_for_registered_only=True)
    session = make_session(page, pk=page.pk, place=place)
    registration = enroll(session, name=SECRET)
    make_cycle(make_page(other, title=f"{SECRET} cycle", live=False), capacities=(2, 2))
    payment = PaymentMeans.objects.create(pk=page.pk, organization=other, name=SECRET)
    registration.dates.update(paid_amount=5, paid_means=payment, attendance="present")
    VolunteerTime.objects.create(pk=page.pk, session=session, minutes=60, first_name=SECRET)
    _give_everything(registration, session)
    give_repairs(session)
    give_equipment(other, page.pk)
    invite_editor(email=f"{SECRET.lower()}@maison.example", organization=other)
    files = {"pk": page.pk, "collection": other.collection}
    Image.objects.create(title=f"{SECRET} image", file=get_test_image_file(), **files)
    Document.objects.create(title=f"{SECRET} document", file=ContentFile(b"x", name="secret.txt"), **files)
    return registration


def _give_everything(registration, session):
    """All that may hang on a registration and on its date, under the same number."""
    number, other = session.pk, session.organization
    until = {"registration": registration, "expires_on": registration.expires_on}
    asked = {"question": uuid.uuid4(), "kind": "file", "wording": f"{SECRET} ?", "value": SECRET}
    answer = Answer.objects.create(pk=number, **asked, **until)
    file = ContentFile(b"%PDF-", name="dossier.pdf")
    AnswerFile.objects.create(pk=number, answer=answer, file=file, original_name=f"{SECRET}.pdf", size=5)
    Guardian.objects.create(pk=number, name=SECRET, phone="+33639981235", **until)
    call = {"registration": registration, "session": session, "kind": "bookings.session_moved"}
    Call.objects.create(pk=number, key=SECRET, **call)
    HeadCount.objects.create(pk=number, session=session, category="commune", value="Redon", count=1)
    told = {"organization": other, "subject": SECRET, "statuses": ["confirmed"]}
    Broadcast.objects.create(pk=number, session=session, body=SECRET, **told)
    text = {"kind": "bookings.registration_confirmed", "subject": SECRET}
    MessageText.objects.create(pk=number, organization=other, **text)
    year = {"period_start": session.start.date(), "period_end": session.start.date()}
    Figure.objects.create(pk=number, organization=other, label=SECRET, value=3, source=SECRET, **year)
    Batch.objects.create(pk=number, kind="essai", organization=other, original_name=f"{SECRET}.csv", size=1)
    record = {"reference": session.public_id, "rows": 1, "hour": timezone.now()}
    AccessRecord.objects.create(pk=number, what=SECRET, **record)


@pytest.fixture
def key(theirs):
    return theirs.sessions.get().page_id


@pytest.fixture
def known(theirs):
    """The arguments of addresses that are not that number."""
    session = theirs.sessions.get()
    return {
        "app_label": "places",
        "model_name": "place",
        "action": "delete",
        "content_type_id": ContentType.objects.get_for_model(OrganizationPage).pk,
        "public_id": session.public_id,
        "registration_id": theirs.public_id,
        "revision_id": session.page.latest_revision_id,
        "revision_id_a": session.page.latest_revision_id,
        "revision_id_b": "latest",
        "series": SERIES,
        "series_id": Session.objects.exclude(series=None).first().series_id,
        "content_type_app_name": "workshops",
        "content_type_model_name": "workshoppage",
        "slug": "site_history",
        "token": AnswerFile.objects.get().token,
        "step": "undo",
    }


def exports_of(known):
    """Every table of A's date and of A's series, in each kind of file, and those of all dates."""
    parts = [f"session={known['public_id']}", f"series={known['series_id']}", ""]
    kinds = [f"what={what}&format={kind}" for what in What.values for kind in ("csv", "xlsx")]
    address = reverse("bookings_export")
    return [f"{address}?{part}&{kind}" for part in parts for kind in ["", *kinds]]


@pytest.fixture
def addresses(key, known):
    """Every address with A's keys, and those of the rows whose keys are their own."""
    own_keys = {
        key,
        Message.objects.exclude(organization=None).first().pk,
        Organization.objects.get(slug="la-vilaine-bidouille").pk,
    }
    found = [address for number in own_keys for address in admin_addresses(number, **known)]
    known_pages = (key, known["revision_id"], "latest")
    day = {
        **known,
        "public_id": give_repair_day(Organization.objects.get(slug="la-vilaine-bidouille")).public_id,
    }
    found += [address for address in admin_addresses(key, **day) if day["public_id"] in address]
    found += [address for address in admin_addresses(1, **day) if "/tickets/" in address]
    found += [reverse("wagtailadmin_pages:revisions_compare", args=known_pages), *exports_of(known)]
    # Signing out in the middle would make a stranger of whoever looks.
    return [each for each in dict.fromkeys(found) if each != reverse("wagtailadmin_logout")]


@pytest.fixture
def editor():
    return make_editor(make_organization("Les Mulots"))


@pytest.fixture
def nobody():
    """Somebody who may enter the admin and works for no association."""
    user = get_user_model().objects.create_user("personne@maison.example", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def facilitator():
    """Somebody who leads one date of another association."""
    user = get_user_model().objects.create_user("anim@maison.example", "secret")
    user.groups.add(Group.objects.get(permissions__codename="lead_session"))
    make_session(make_page(make_organization("Les Mulots"))).facilitators.add(user)
    return user


@pytest.fixture
def coordinator():
    """Somebody who reads the totals of the network."""
    user = get_user_model().objects.create_user("coordination@reseau.example", "secret")
    user.groups.add(Group.objects.get(permissions__codename="view_network_totals"))
    return user
