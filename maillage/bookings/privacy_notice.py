"""What a person is told about their data before they register, and which version they were told."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from maillage.bookings.conf import get_conf
from maillage.bookings.formats import format_date
from maillage.bookings.models import Session
from maillage.bookings.rules import is_in_cycle

if TYPE_CHECKING:
    from maillage.bookings.forms import RegistrationForm

# Raised when what the sentences promise changes in nature, not in wording.
EDITION = "2026-11"


def notice(form: RegistrationForm) -> list[str]:
    """Return the sentences shown beside the form: who keeps what, why, and until when."""
    conf = get_conf()
    last = _last_day(form.session)
    kept_until = format_date(last + timedelta(days=conf["RETENTION_DAYS"]))
    organizer = form.session.organization.name
    sentences = [
        _("%(name)s answers for what you type here. It serves to organise this date; only the team reads it.")
        % {"name": organizer},
        _("Your name, your contact and your answers are erased after %(day)s.") % {"day": kept_until},
    ]
    sooner = _erased_sooner(form)
    if sooner:
        sentences.append(sooner)
    if "guardian_name" in form.fields:
        day = format_date(last + timedelta(days=conf["GUARDIAN_RETENTION_DAYS"]))
        sentences.append(_("What concerns the legal guardian is erased after %(day)s.") % {"day": day})
    contact = _("To see it, correct it or erase it before then, ask %(name)s.") % {"name": organizer}
    return [*sentences, contact]


def notice_version(form: RegistrationForm) -> str:
    """Return the name of what `notice()` says: the edition and a digest of the very words in French."""
    with override("fr"):
        words = "\n".join(notice(form))
    return f"{EDITION}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"


def agreement(form: RegistrationForm, *, now: datetime | None = None) -> dict[str, Any]:
    """Return the columns of a registration that say what the person was told, and when."""
    return {"consent_version": notice_version(form), "consented_at": now or timezone.now()}


def _last_day(session: Session) -> date:
    """Return the day of the last date that the registration is for."""
    if not is_in_cycle(session):
        return session.local_end.date()
    last = Session.objects.filter(series=session.series_id).aggregate(end=Max("end"))["end"]
    return last.astimezone(session.zone).date()


def _erased_sooner(form: RegistrationForm) -> str:
    most = get_conf()["RETENTION_DAYS"]
    days = sorted(
        {one.keep_days for one in form.questions if one.keep_days is not None and one.keep_days < most}
    )
    if not days:
        return ""
    message = ngettext(
        "Some answers are erased sooner: %(days)d day after the date.",
        "Some answers are erased sooner: %(days)d days after the date.",
        days[0],
    )
    return message % {"days": days[0]}
