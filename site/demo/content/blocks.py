"""The raw values of the blocks of a page, in as few words as the content needs."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def text(html: str) -> Block:
    """A block of paragraphs, subtitles and lists."""
    return {"type": "paragraph", "value": html}


def link(words: str, page: str) -> Block:
    """A button that leads to the demo's page of this key."""
    return {"type": "call_to_action", "value": {"words": words, "page": page, "address": ""}}


def figures(source: str, *lines: tuple[str, str]) -> Block:
    """Key figures: each a number as it is said, and what it counts."""
    numbers = [{"value": value, "words": words} for value, words in lines]
    return {"type": "key_figures", "value": {"figures": numbers, "source": source}}


def picture(key: str, alt_text: str, caption: str) -> Block:
    """The demo's picture of this key, what it shows in words, and its caption."""
    image = {"image": key, "alt_text": alt_text, "decorative": False}
    return {"type": "picture", "value": {"picture": image, "caption": caption}}


def notice(title: str, words: str, level: str = "info") -> Block:
    """A framed message; `level` is info or warning."""
    return {"type": "notice", "value": {"level": level, "title": title, "text": words}}


def questions(*pairs: tuple[str, str]) -> Block:
    """Questions that open on their answers (HTML)."""
    asked = [{"question": question, "answer": answer} for question, answer in pairs]
    return {"type": "questions", "value": {"questions": asked}}
