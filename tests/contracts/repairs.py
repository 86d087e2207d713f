"""What a repair café keeps of its own, under the number of the date it hangs on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from repair.categories import Category
from repair.models import DepositSlip, Fixer, IntakeSheet, PublishedTotal, RepairRecord, RepairStep
from repair.services.published import install_factor_sets, publish_total
from repair.services.queue import call_next
from repair.services.records import provider_of
from tests.contracts.associations import SECRET
from tests.repair.factories import announce, make_cafe, make_date, make_sheet

if TYPE_CHECKING:
    from maillage.bookings.models import Session
    from maillage.places.models import Organization


def give_repair_day(organization: Organization) -> Session:
    """A repair café of today with an announced object, one that waits and one that is called."""
    session = make_date(make_cafe(organization, title=f"{SECRET} café", live=False), in_days=0)
    announce(session, SECRET, fault=SECRET)
    make_sheet(session, item=SECRET)
    make_sheet(session, item=SECRET)
    call_next(session)
    return session


def give_repairs(session: Session) -> None:
    """A sheet, its record and its steps, an object that stays, a volunteer, a published total."""
    number, other = session.pk, session.organization
    provider = provider_of(other)
    fixer = Fixer.objects.create(pk=number, organization=other, first_name=SECRET)
    sheet = IntakeSheet.objects.create(
        pk=number, session=session, number=number, item=SECRET, category=Category.LAMP, fault=SECRET
    )
    sheet.fixers.add(fixer)
    record = RepairRecord.objects.create(
        pk=number,
        provider=provider,
        provider_ref=f"{SECRET}_1",
        category=Category.LAMP,
        event_date=session.start.date(),
        sheet=sheet,
        problem=SECRET,
    )
    RepairStep.objects.create(pk=number, record=record, action=SECRET)
    today = timezone.localdate()
    later = today + timedelta(days=30)
    DepositSlip.objects.create(
        pk=number,
        sheet=sheet,
        name=SECRET,
        phone="+33639981236",
        left_on=today,
        collect_before=later,
        expires_on=later,
    )
    install_factor_sets()
    total = publish_total(today.year - 1, provider=provider)
    PublishedTotal.objects.filter(pk=total.pk).update(id=number)
