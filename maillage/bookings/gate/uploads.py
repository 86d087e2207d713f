"""Bodies that are too large, refused before they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from maillage.bookings.conf import get_conf

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# What a form says besides its files: a hundred times a long registration.
BESIDES_FILES = 200_000
MOST_FILES = 3


def is_too_large(request: HttpRequest, files: int = MOST_FILES) -> bool:
    """Tell whether the body announces more than `files` of the largest files and a form.

    A body without its length is empty to the server's interface (PEP 3333), so none goes unseen.
    """
    try:
        announced = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return True
    return announced > files * get_conf()["LARGEST_FILE"] + BESIDES_FILES


def too_large(request: HttpRequest) -> HttpResponse:
    """Say how large a file may be."""
    return render(request, "bookings/refused.html", {"message": too_large_words()}, status=413)


def too_large_words() -> str:
    """Return the sentence that says how large a file may be."""
    return _("This file is too large: %(most)d MB at most.") % {
        "most": get_conf()["LARGEST_FILE"] // 1_000_000
    }
