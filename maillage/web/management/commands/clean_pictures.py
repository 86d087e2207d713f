"""Take what cameras noted out of the pictures that were put in Wagtail before it was done at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _
from PIL.Image import DecompressionBombError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from maillage.web.images import CleanPicture, UnreadablePicture, without_metadata
from maillage.web.kept_files import clean_content

if TYPE_CHECKING:
    from argparse import ArgumentParser

TOLD_EVERY = 100


class Command(BaseCommand):
    """One picture at a time, each wholly or not at all: it may be stopped and started again."""

    help = "Take the position, the date and the camera out of the pictures that are kept already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Allow to look without writing."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Count what would be cleaned; write nothing."
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Go through the pictures, then the documents; say what was done and what could not be read."""
        self.dry_run, self.cleaned, self.unread = dry_run, 0, []
        for model, clean in ((get_image_model(), self._image), (get_document_model(), self._document)):
            total = model._default_manager.count()
            for number, row in enumerate(model._default_manager.order_by("pk").iterator(), start=1):
                try:
                    self.cleaned += clean(row)
                except (OSError, ValidationError, UnreadablePicture, DecompressionBombError):
                    self.unread.append(f"{model._meta.verbose_name} {row.pk} « {row.title} »")
                if number % TOLD_EVERY == 0:
                    said = {"number": number, "total": total, "what": model._meta.verbose_name_plural}
                    self.stdout.write(_("%(number)d of %(total)d %(what)s looked at.") % said)
        done = _("%(cleaned)d to clean.") if dry_run else _("%(cleaned)d cleaned.")
        self.stdout.write(done % {"cleaned": self.cleaned})
        for name in self.unread:
            self.stderr.write(_("This file cannot be read, and was left as it is: %(name)s") % {"name": name})

    def _image(self, image: Any) -> bool:
        """Clean a picture and its reduced copies; return whether there was anything to clean."""
        content = _read(image)
        kept = _cleaned(content)
        renditions = list(image.renditions.all())
        is_clean = kept == content
        if is_clean and not any(_tells(rendition) for rendition in renditions):
            return False
        if not self.dry_run:
            _replace_image(image, None if is_clean else kept, {one.filter_spec for one in renditions})
        return True

    def _document(self, document: Any) -> bool:
        """Clean a document that is a picture; return whether there was anything to clean."""
        content = _read(document)
        kept = without_metadata(content)
        if kept is None or kept == content:
            return False
        if not self.dry_run:
            storage, old = document.file.storage, document.file.name
            document.file.save(old.rsplit("/", 1)[-1], ContentFile(kept), save=False)
            document._set_document_file_metadata()  # noqa: SLF001 - Wagtail's own way, that its forms take
            with transaction.atomic():
                document.save()
                transaction.on_commit(lambda: storage.delete(old))
        return True


def _replace_image(image: Any, kept: bytes | CleanPicture | None, specs: set[str]) -> None:
    """Keep the cleaned file, if any, under a new name, with its reduced copies: the old addresses close."""
    storage, old, size = image.file.storage, image.file.name, (image.width, image.height)
    if isinstance(kept, CleanPicture):
        kept, size = kept.content, (kept.width, kept.height)
    if kept is not None:
        image.file.save(old.rsplit("/", 1)[-1], ContentFile(kept), save=False)
        image._set_image_file_metadata()  # noqa: SLF001 - Wagtail's own way, that its forms take
        # Django reads them again when it is given a file, and finds this one closed.
        image.width, image.height = size
    # Drawn before the transaction: nobody waits for a picture to be decoded.
    filters = [Filter(spec=spec) for spec in specs]
    files = {one: image.generate_rendition_file(one) for one in filters}
    with transaction.atomic():
        image.renditions.all().delete()
        image.save()
        for one, file in files.items():
            key = one.get_cache_key(image)
            image.renditions.create(filter_spec=one.spec, focal_point_key=key, file=file)
        if kept is not None:
            transaction.on_commit(lambda: storage.delete(old))


def _cleaned(content: bytes) -> bytes | CleanPicture:
    """Return what to keep of a picture; one that has too many points to be drawn anew keeps its size."""
    try:
        return clean_content(content)
    except ValidationError:
        kept = without_metadata(content)
        if kept is None:
            raise
        return kept


def _read(row: Any) -> bytes:
    with row.file.storage.open(row.file.name) as file:
        return file.read()


def _tells(rendition: Any) -> bool:
    """Say whether a reduced copy holds what a camera noted; one that cannot be read does not."""
    try:
        content = _read(rendition)
        kept = without_metadata(content)
    except (OSError, UnreadablePicture):
        return False
    return kept is not None and kept != content
