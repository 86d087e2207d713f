"""What a browser complains of, and whom it talks to, while a test reads the site."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

CLIENT_ERROR, SERVER_ERROR = 400, 500


class Watch:
    """Listens to every page of a browser profile from the moment it is made."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"{error.page.url}: {error.error}"))
        context.on("request", self._note_host)
        context.on("response", self._note_failure)

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that answers 4xx on purpose is also told in the console: `_note_failure` judges it.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{_url(message.page)}: {message.text}")

    def _note_host(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)

    def _note_failure(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= (SERVER_ERROR if is_page else CLIENT_ERROR):
            self.complaints.append(f"{response.status}: {response.url}")


def _url(page: Page | None) -> str:
    return page.url if page else ""
