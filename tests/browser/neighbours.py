"""Many neighbours who register in a moment: the posts of the form that a browser would send."""

from __future__ import annotations

import html
import re

from playwright.sync_api import APIRequestContext

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def hidden_fields(page: str) -> dict[str, str]:
    """Return what the forms of a page send without showing it."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page)}


def register_by_post(requests: APIRequestContext, form_url: str, **typed: str) -> str:
    """Read the form, send it filled in, and return the address of the person's own page."""
    form = requests.get(form_url).text()
    answer = requests.post(
        form_url, form={"seats": "1", **hidden_fields(form), **typed}, headers={"Referer": form_url}
    )
    assert "/mon-inscription/" in answer.url, f"{answer.status}: {answer.text()}"
    return answer.url


def press(requests: APIRequestContext, read: str, send: str, **fields: str) -> tuple[int, str]:
    """Send a form to the address `send`, after the page `read`; return the status and the page that comes."""
    token = hidden_fields(requests.get(read).text())["csrfmiddlewaretoken"]
    answer = requests.post(send, form={"csrfmiddlewaretoken": token, **fields}, headers={"Referer": read})
    return answer.status, answer.text()
