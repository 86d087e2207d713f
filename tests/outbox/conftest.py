"""The mail server that the site under test talks to."""

import pytest

from .mail_servers import MailServer


@pytest.fixture
def closed_mail_server(settings):
    """A mail server that the settings name, and that does not listen yet."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    return server


@pytest.fixture
def mail_server(closed_mail_server):
    """A mail server that works."""
    with closed_mail_server.open():
        yield closed_mail_server
