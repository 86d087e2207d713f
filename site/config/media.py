"""Uploaded files, served by the site where no proxy does it."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.static import serve


def media_urls() -> list[URLPattern]:
    """Return the route of uploaded files, or nothing when SERVE_MEDIA is off."""
    if not settings.SERVE_MEDIA:
        return []
    return [path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", uploaded_file)]


def uploaded_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one file of MEDIA_ROOT. A file that a person sent never runs as a page of the site."""
    try:
        answer: FileResponse = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer
