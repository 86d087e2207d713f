"""The screens of imports: the list, a new one, one on its way, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.batches.conf import get_conf
from maillage.batches.errors import CannotUndo, NotReady
from maillage.batches.importers import batches_for, importers_for
from maillage.batches.running import worker_is_alive
from maillage.batches.services import ask_to_undo, ask_to_write, start_batch, stop_batch
from maillage.batches.words import what_stands
from maillage.batches.working import abandoned
from maillage.places.models import Organization
from maillage.places.querysets import SEES_EVERY_ORGANIZATION

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http.response import HttpResponseBase

    from maillage.batches.models import Batch


class BatchForm(forms.Form):
    """A file, what it holds, and whose it is. `user` only gets their own choices."""

    kind = forms.ChoiceField(label=gettext_lazy("What does the file hold?"))
    organization = forms.ModelChoiceField(
        label=gettext_lazy("For which organisation?"), queryset=Organization.objects.none()
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A table saved as CSV, UTF-8. Nothing is written before you have seen what it gives."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Its first line must hold the names of the columns."),
        },
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, importer.label) for kind, importer in importers_for(user).items()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        mine = Organization.objects.for_user(user)
        field = self.fields["organization"]
        field.queryset = mine  # type: ignore[attr-defined]
        if user.has_perm(SEES_EVERY_ORGANIZATION):
            field.required = False
            field.empty_label = gettext_lazy("The whole network")  # type: ignore[attr-defined]
        elif len(mine) == 1:
            field.initial = mine[0]

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large to be a table."""
        file: UploadedFile = self.cleaned_data["file"]
        largest = get_conf()["LARGEST_FILE"]
        if (file.size or 0) > largest:
            message = gettext_lazy("This file is too large. Cut it into files of %(size)s at most.")
            raise ValidationError(message % {"size": filesizeformat(largest)}, code="too_large")
        return file


PER_PAGE = 50


@method_decorator(require_admin_access, name="dispatch")
class ImporterScreen(View):
    """Only for those who may import at least one kind of file."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer 403 to whoever may import nothing."""
        if not importers_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ImporterPage(ImporterScreen, WagtailAdminTemplateMixin, TemplateView):
    """A screen that is named at its top, after the list of imports."""

    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the list, then this screen; on a phone only the last name is seen."""
        way = [*self.breadcrumbs_items, {"url": reverse("batches_list"), "label": gettext_lazy("Imports")}]
        return [*way, {"url": "", "label": self.page_title}]


class OneBatchMixin:
    """Finds the batch of the address among those that the user may see; 404 for any other."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def batch(self) -> Batch:
        """The batch that the screen is about."""
        return get_object_or_404(batches_for(self.request.user), pk=self.kwargs["pk"])


class BatchListView(ImporterPage):
    """The imports of the user's organisations, the last one first."""

    template_name = "batches/admin/list.html"
    page_title = gettext_lazy("Imports")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the list."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list, with the name of each kind."""
        page = Paginator(batches_for(self.request.user), PER_PAGE).get_page(self.request.GET.get("p"))
        importers = importers_for(self.request.user)
        rows = [(batch, importers[batch.kind].label) for batch in page]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class NewBatchView(ImporterPage):
    """Choose a file; it is then checked, and nothing more."""

    template_name = "batches/admin/new.html"
    page_title = gettext_lazy("Import a file")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form; `?kind=` chooses what the file holds."""
        kwargs.setdefault("form", BatchForm(user=self.request.user, initial=self.request.GET.dict()))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the file and lead to what becomes of it."""
        form = BatchForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        batch = start_batch(user=request.user, **form.cleaned_data)
        return redirect("batches_batch", batch.pk)


class BatchView(OneBatchMixin, ImporterPage):
    """One import: how far it is, what it would do or did, which rows are refused and why."""

    template_name = "batches/admin/batch.html"
    page_title = pgettext_lazy("noun", "Import")

    def get_page_subtitle(self) -> str:
        """Name the file under the title."""
        return self.batch.original_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batch, its kind's name and the reasons of the refused rows."""
        label = importers_for(self.request.user)[self.batch.kind].label
        problems = list(self.batch.problems.all())
        return super().get_context_data(
            batch=self.batch,
            kind_label=label,
            problems=problems,
            untold=max(self.batch.rejected - len(problems), 0),
            stands=what_stands(self.batch),
            **self._on_its_way(),
            **kwargs,
        )

    def _on_its_way(self) -> dict[str, Any]:
        """Say whether somebody is at it: nobody any more, or not yet."""
        now = timezone.now()
        is_abandoned = abandoned(now).filter(pk=self.batch.pk).exists()
        return {"is_abandoned": is_abandoned, "worker_is_alive": worker_is_alive(now)}


class BatchStepView(OneBatchMixin, ImporterScreen):
    """One of the three buttons: write, stop, undo. POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says, and show the import again with what came of it."""
        do, done = {
            "write": (ask_to_write, _("The file is being imported.")),
            "stop": (stop_batch, _("The import stops. What it has written is taken back.")),
            "undo": (ask_to_undo, _("What this file brought is being taken back.")),
        }[kwargs["step"]]
        try:
            do(self.batch)
        except (NotReady, CannotUndo) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(reverse("batches_batch", args=[self.batch.pk]))
