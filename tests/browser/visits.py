"""One reading of a public page by a new visitor, and what there is to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Response

from tests.browser.watch import Watch

WEIGHED = {"document", "stylesheet", "script", "font"}


@dataclass(frozen=True)
class Visit:
    """What a browser got at `address`; `bytes_by_path` is what travels, images apart, before compression."""

    address: str
    ok: bool
    title: str
    language: str
    headings: int
    mains: int
    sends_a_form: bool
    cookies: list[str]
    bytes_by_path: dict[str, int]
    hosts: set[str]
    complaints: list[str]


def visit(context: BrowserContext, address: str) -> Visit:
    """Read `address` with a browser profile that was never used."""
    watch, answers = Watch(context), []
    page = context.new_page()

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    document = page.goto(address, wait_until="load")
    assert document is not None
    return Visit(
        address=address,
        ok=document.ok,
        title=page.title(),
        language=page.locator("html").get_attribute("lang") or "",
        headings=page.locator("h1").count(),
        mains=page.locator("main").count(),
        sends_a_form=page.locator("form[method=post]").count() > 0,
        cookies=[cookie["name"] for cookie in context.cookies()],
        bytes_by_path={
            urlsplit(answer.url).path: len(answer.body())
            for answer in answers
            if answer.request.resource_type in WEIGHED
        },
        hosts=watch.hosts,
        complaints=watch.complaints,
    )
