"""Registers the plainest message there is."""

from wagtail import hooks

from tests.outbox.factories import hello


@hooks.register("register_message_renderers")
def greetings():
    """Render « hello »."""
    return {"hello": hello}
