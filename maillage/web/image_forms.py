"""The form of a picture in the admin: `WAGTAILIMAGES_IMAGE_FORM_BASE` names it."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from maillage.web.images import CANNOT_READ, check_pixels, too_many_points


class BoundedImageField(WagtailImageField):
    """Wagtail's field, which opens a picture before it looks at its points: here they are counted first."""

    def to_python(self, data: Any) -> Any:
        """Return the file; raises ValidationError for one of too many points, or that cannot be read."""
        if data:
            _check(data)
        return super().to_python(data)


class BoundedImageForm(BaseImageForm):
    """Wagtail's form, which says how many points a picture may have, and for which kind of file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (field := self.fields.get("file")) is not None:
            bounded = BoundedImageField(label=field.label, required=field.required, widget=field.widget)
            self.fields["file"] = bounded


def _check(file: Any) -> None:
    try:
        with Image.open(io.BytesIO(file.read())) as picture:
            check_pixels(picture)
    except UnidentifiedImageError:
        # Another kind of file, which Wagtail takes (SVG, where a site allows it) or refuses.
        return
    except Image.DecompressionBombError as error:
        raise too_many_points() from error
    except CANNOT_READ as error:
        raise ValidationError(
            _("This picture cannot be read. Choose another one, in JPEG or PNG."), code="unreadable"
        ) from error
    finally:
        file.seek(0)
