"""The screen where a workshop brings its inventories and logs: chosen, looked at, then imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.card.access import MAY_WORK
from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.pdf import is_pdf
from equipment.evidence.reading import RawFile, read_stream
from equipment.evidence.recognize import read_erasure
from equipment.services.erasures import import_erasure
from equipment.services.evidence import CREATED, MATCHED, REFUSED, UNCHANGED, leaving_nothing
from equipment.services.inventory import Importing, import_inventory
from maillage.places.models import Organization
from maillage.privacy.files import PrivateStorage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

FOLDER = "evidence-waiting"
KEPT = timedelta(days=1)
SALT = "equipment.upload"

# A file and the name that its owner knows it by, shown again and written nowhere else.
Named = tuple[str, RawFile]


def keep(files: Iterable[Named], user_key: int) -> str:
    """Keep the files for their import, and return the token that only this user can give back."""
    forget_old()
    names = [
        (shown, PrivateStorage().save(f"{FOLDER}/{uuid4().hex}", ContentFile(file.data)))
        for shown, file in files
    ]
    return signing.dumps({"user": user_key, "names": names}, salt=SALT, compress=True)


def take(token: str, user_key: int) -> list[Named]:
    """Return the files of a token and forget them; none when it is false, old, used or somebody else's."""
    try:
        kept = signing.loads(token, salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return []
    if kept["user"] != user_key:
        return []
    files = []
    for shown, name in kept["names"]:
        try:
            with PrivateStorage().open(name) as stream:
                files.append((shown, read_stream(stream)))
        except (OSError, EvidenceRefused):
            continue
        PrivateStorage().delete(name)
    return files


def forget_old() -> None:
    """Delete the files that nobody imported within a day."""
    storage = PrivateStorage()
    if not storage.exists(FOLDER):
        return
    for name in storage.listdir(FOLDER)[1]:
        path = str(PurePath(FOLDER) / name)
        try:
            if storage.get_modified_time(path) < timezone.now() - KEPT:
                storage.delete(path)
        except OSError:
            continue


@dataclass(frozen=True)
class Told:
    """One line of the list. `about` is a serial number or a device; `proves` is None for an inventory."""

    name: str
    outcome: str
    tag: str = ""
    about: str = ""
    reason: str = ""
    proves: bool | None = None

    @property
    def is_bad(self) -> bool:
        """Whether somebody must look at it again."""
        return self.outcome == REFUSED or self.proves is False

    @property
    def outcome_label(self) -> str:
        """The outcome in words: of an erasure, what counts is whether it proves something."""
        if self.outcome == REFUSED:
            return _("Refused")
        if self.proves is not None:
            return _("Erasure proved") if self.proves else _("Proves nothing")
        words = {CREATED: _("New machine"), MATCHED: _("Machine completed"), UNCHANGED: _("Nothing changes")}
        return words[self.outcome]


def import_all(files: list[Named], asked: Importing) -> list[Told]:
    """Import the files, each in its own transaction, and return what became of them."""
    ordered = sorted(files, key=lambda named: is_erasure(named[1]))
    return [told for name, file in ordered for told in _import(name, file, asked)]


def preview_all(files: list[Named], asked: Importing) -> list[Told]:
    """Return what importing the files would do, all of them together, and leave nothing."""
    with leaving_nothing([file for _name, file in files]):
        return import_all(files, asked)


def is_erasure(file: RawFile) -> bool:
    """Tell whether the file is a log or a certificate, even one that lacks something."""
    try:
        read_erasure(file)
    except EvidenceRefused as refusal:
        return refusal.code == "incomplete"
    return True


def _import(name: str, file: RawFile, asked: Importing) -> list[Told]:
    if is_erasure(file):
        return [
            Told(
                name,
                one.outcome,
                one.tag,
                one.device,
                one.reason,
                one.proves_erasure and one.outcome != REFUSED,
            )
            for one in import_erasure(file, asked)
        ]
    result = import_inventory(file, asked)
    return [Told(name, result.outcome, result.tag, result.serial, result.reason)]


MOST_FILES = 40
# Each is read by a process of its own, for three seconds at most: nobody waits longer than a web server does.
MOST_PDFS = 8


class SeveralFiles(forms.ClearableFileInput):
    """A choice of files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each read within the bounds of evidence."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Named]:
        """Return the files read; raises ValidationError, naming the first that cannot be."""
        uploads = (data if isinstance(data, list | tuple) else [data]) or [None]
        if len(uploads) > MOST_FILES:
            raise ValidationError(
                gettext_lazy("Choose %(most)d files at most at once.") % {"most": MOST_FILES}
            )
        files = [self._read(super(FilesField, self).clean(upload, initial)) for upload in uploads]
        if sum(is_pdf(file.data) for _name, file in files) > MOST_PDFS:
            raise ValidationError(gettext_lazy("Choose %(most)d PDF at most at once.") % {"most": MOST_PDFS})
        return files

    def _read(self, upload: Any) -> Named:
        name = (upload.name or "")[:120]
        try:
            return name, read_stream(upload)
        except EvidenceRefused as refusal:
            raise ValidationError(f"{name}: {refusal}", code="refused") from refusal


class EvidenceForm(forms.Form):
    """The files, whose they are, and the tag of the machine when the files do not name it."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("For which organisation?"), queryset=Organization.objects.none(), empty_label=None
    )
    files = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "Inventories of lshw, GLPI, Workbench, lsblk, nvme or smartctl; logs and certificates of nwipe,"
            " typed certificates of erasure. Several at once."
        ),
        error_messages={
            "required": gettext_lazy("Choose at least one file."),
            "empty": gettext_lazy("This file is empty. Make it again."),
        },
    )
    machine = forms.CharField(
        label=gettext_lazy("Tag of the machine"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("Only when the files do not tell which machine they are about."),
    )

    moves = forms.BooleanField(
        label=gettext_lazy("Disks were moved from one machine to another"),
        required=False,
        help_text=gettext_lazy(
            "Without it, a disk that is known in another machine is refused, and both are named."
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.for_user(user)  # type: ignore[attr-defined]


@method_decorator(require_admin_access, name="dispatch")
class UploadView(WagtailAdminTemplateMixin, FormView):
    """« Importer des preuves »: the files come once, are looked at, then imported by a second button."""

    template_name = "equipment/admin/evidence.html"
    page_title = gettext_lazy("Inventories and erasures")
    header_icon = "upload"
    form_class = EvidenceForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name this screen after the home of the admin."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Take the machine that a card names."""
        return {"machine": self.request.GET.get("machine", "")[:12]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the files, or import those that were looked at."""
        if "waiting" in request.POST:
            return self.import_waiting(request.POST["waiting"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        """Show what each file would do."""
        files = form.cleaned_data["files"]
        asked = Importing(
            form.cleaned_data["organization"],
            tag=form.cleaned_data["machine"],
            by=self.request.user,
            moves=form.cleaned_data["moves"],
        )
        told = preview_all(files, asked)
        token = keep(files, self.request.user.pk)
        return self.render_to_response(
            self.get_context_data(form=form, preview=told, waiting=token, asked=asked)
        )

    def form_invalid(self, form: EvidenceForm) -> HttpResponse:
        """Say what is wrong with the form."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def import_waiting(self, token: str) -> HttpResponse:
        """Import the files of a preview, once."""
        mine = Organization.objects.for_user(self.request.user)
        key = self.request.POST.get("organization", "")
        organization = get_object_or_404(mine, pk=key if key.isdecimal() else 0)
        files = take(token, self.request.user.pk)
        if not files:
            messages.error(self.request, gettext_lazy("These files are no longer here. Choose them again."))
            return self.render_to_response(self.get_context_data(), status=422)
        asked = Importing(
            organization,
            tag=self.request.POST.get("machine", "")[:12],
            by=self.request.user,
            moves=bool(self.request.POST.get("moves")),
        )
        return self.render_to_response(self.get_context_data(results=import_all(files, asked)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give an empty form after an import."""
        if "form" not in kwargs:
            kwargs["form"] = EvidenceForm(user=self.request.user, initial=self.get_initial())
        return super().get_context_data(**kwargs)
