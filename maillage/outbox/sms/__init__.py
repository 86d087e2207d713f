"""Text messages: one interface, a console for developers, one provider over HTTP. Off by default.

`MAILLAGE_OUTBOX["SMS_BACKEND"]` names a class whose `send(content, message_id)` sends or raises.
"""

from .content import SmsContent
from .sending import SmsBackend, get_backend, sms_is_on

__all__ = ["SmsBackend", "SmsContent", "get_backend", "sms_is_on"]
