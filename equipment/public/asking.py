"""The views that take a form from the public: drawn, checked, limited, written once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from equipment.conf import get_conf
from equipment.messages.links import own_path
from maillage.privacy.throttle import TooManyRequests
from maillage.web.form_protection import BoundedFormMixin, check_form_limits, protection_fields, spam_reason

from .references import reference_from

if TYPE_CHECKING:
    from django.http import HttpResponse

    from equipment.models import Donation, Need

    from .forms import ContactForm


@method_decorator(never_cache, name="dispatch")
class AskingView(BoundedFormMixin, FormView):
    """A public form. A subclass says what is written, and where a second press finds it."""

    model: type[Need | Donation]
    refused_template_name = "equipment/public/refused.html"

    def write(self, form: ContactForm, reference: str) -> Need | Donation:
        """Write the row under this reference; raises EquipmentError."""
        raise NotImplementedError

    def form_valid(self, form: ContactForm) -> HttpResponse:
        """Write once, then lead to the person's own page."""
        if reason := spam_reason(self.request.POST):
            form.add_error(None, reason)
            return self.form_invalid(form)
        try:
            self._check_limits(form)
        except TooManyRequests as limit:
            message = _("Too many requests came from you. Wait a little, or call us.")
            return self.slow_down(self.request, limit, message)
        reference = reference_from(self.form_key, form.contact)
        return HttpResponseRedirect(own_path(self._written(reference) or self._write(form, reference)))

    def form_invalid(self, form: ContactForm) -> HttpResponse:
        """Draw what was typed again, with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what keeps programs out, and what makes two presses one."""
        return super().get_context_data(
            **protection_fields(self.request, self.phone),
            form_key=self.form_key if self.request.POST else uuid.uuid4().hex,
            **kwargs,
        )

    @property
    def phone(self) -> str:
        """The number to call without JavaScript; none where nobody was chosen yet."""
        return ""

    def _check_limits(self, form: ContactForm) -> None:
        conf = get_conf()
        check_form_limits(
            self.request,
            form.contact,
            scope="equipment",
            per_address=conf["REQUESTS_PER_ADDRESS_PER_HOUR"],
            per_contact=conf["REQUESTS_PER_CONTACT_PER_HOUR"],
        )

    @property
    def form_key(self) -> str:
        """What the form was drawn with; another one each time where a program sends none."""
        return self.request.POST.get("form_key", "")[:64] or uuid.uuid4().hex

    def _written(self, reference: str) -> Need | Donation | None:
        return self.model.objects.filter(reference=reference, anonymized_at=None).first()

    def _write(self, form: ContactForm, reference: str) -> Need | Donation:
        try:
            with transaction.atomic():
                return self.write(form, reference)
        except IntegrityError:
            # The second press came while the first was being written.
            if (written := self._written(reference)) is not None:
                return written
            raise
