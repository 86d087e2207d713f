"""Text messages: what may leave, by which way, and what becomes of a refusal."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from wagtail import hooks

from maillage.outbox.delivery import Outcome, deliver_due
from maillage.outbox.errors import NotASms
from maillage.outbox.models import Channel, Message
from maillage.outbox.renderers import labelled
from maillage.outbox.services import enqueue
from maillage.outbox.sms import SmsContent, sms_is_on
from tests.outbox.factories import NOW

TEXT = "Rappel : atelier demain à 18 h 30."


class Provider:
    """A provider of text messages on this machine: it answers with `code` and keeps what it was sent."""

    def __init__(self) -> None:
        self.code = 200
        self.received = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.received.append((dict(self.headers), json.loads(body)))
                self.send_response(provider.code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sms"


@pytest.fixture
def provider(settings):
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, daemon=True)
    thread.start()
    settings.MAILLAGE_OUTBOX = {
        "SMS_BACKEND": "maillage.outbox.sms.HttpBackend",
        "SMS_HTTP": {
            "URL": provider.url,
            "HEADERS": {"api-key": "secret"},
            "SENDER": "LesMulots",
            "BODY": {"recipient": "{to}", "content": "{text}", "sender": "{sender}", "type": "transactional"},
        },
        "SEND_AFTER_COMMIT": False,
    }
    yield provider
    provider.server.shutdown()
    provider.server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def reminder(db):
    """A plugin that reminds by text message."""

    @labelled("Rappel")
    def render(params):
        return SmsContent(to=params["to"], text=TEXT) if params["to"] else None

    with hooks.register_temporarily("register_sms_renderers", lambda: {"remind": render}):
        yield


def write(to: str = "+33639981234", key: str = "1") -> Message:
    return enqueue(kind="remind", params={"to": to}, key=key, channel=Channel.SMS, not_before=NOW)


def test_text_messages_are_off_unless_a_backend_is_named():
    assert not sms_is_on()


def test_a_number_is_written_as_the_world_writes_it():
    with pytest.raises(NotASms):
        SmsContent(to="06 39 98 12 34", text=TEXT)


@pytest.mark.parametrize("text", ["", " \x00 ", "a" * 460])
def test_a_text_that_is_no_message_is_refused(text):
    with pytest.raises(NotASms):
        SmsContent(to="+33639981234", text=text)


def test_what_is_not_seen_is_taken_out():
    assert SmsContent(to="+33639981234", text="Bon\x00jour\r\nà vous").text == "Bon jour \nà vous"


def test_the_provider_gets_the_number_the_text_and_the_key(provider):
    message = write()

    assert deliver_due(NOW) == {Outcome.SENT: 1}
    headers, body = provider.received[0]
    assert body == {
        "recipient": "+33639981234",
        "content": TEXT,
        "sender": "LesMulots",
        "type": "transactional",
    }
    assert headers["api-key"] == "secret"
    message.refresh_from_db()
    assert headers["Idempotency-Key"] == str(message.message_id)


def test_a_message_that_has_no_sense_any_more_is_not_sent(provider):
    write(to="")

    assert deliver_due(NOW) == {Outcome.CANCELLED: 1}
    assert provider.received == []


def test_a_refusal_of_this_message_is_for_ever(provider):
    provider.code = 400
    message = write()

    assert deliver_due(NOW) == {Outcome.FAILED: 1}
    message.refresh_from_db()
    assert message.last_error == "HTTP 400"


@pytest.mark.parametrize("code", [302, 401, 402, 429, 503])
def test_a_provider_that_is_unwell_is_left_alone_and_asked_again(provider, code):
    provider.code = code
    message = write()
    write(key="2")

    assert deliver_due(NOW) == {Outcome.SERVER_DOWN: 1}
    provider.code = 201
    message.refresh_from_db()
    assert deliver_due(message.not_before) == {Outcome.SENT: 2}


def test_a_provider_that_is_away_keeps_no_email_waiting(provider, settings):
    settings.MAILLAGE_OUTBOX["SMS_HTTP"]["URL"] = "http://127.0.0.1:1/sms"
    write()
    enqueue(kind="test.unknown", params={}, key="e-mail", not_before=NOW)

    assert deliver_due(NOW) == {Outcome.SERVER_DOWN: 1, Outcome.RETRY: 1}


def test_the_log_never_holds_the_number_nor_the_key(provider, settings):
    settings.MAILLAGE_OUTBOX["SMS_HTTP"]["URL"] = "http://user:secret@127.0.0.1:1/sms"
    message = write()
    deliver_due(NOW)
    message.refresh_from_db()

    assert message.last_error == "ConnectionError"


def test_the_console_shows_what_would_leave(settings, capsys):
    settings.MAILLAGE_OUTBOX = {"SMS_BACKEND": "maillage.outbox.sms.ConsoleBackend"}
    write()

    assert deliver_due(NOW) == {Outcome.SENT: 1}
    assert TEXT in capsys.readouterr().out


def test_without_a_backend_a_message_fails_and_says_why():
    message = write()
    deliver_due(NOW)
    message.refresh_from_db()

    assert message.last_error == "SmsIsOff"
