"""What people are told, made at the moment it leaves: a file for each way and each occasion."""

from maillage.bookings.messages.kinds import KINDS
from maillage.bookings.messages.rendering import (
    answer_before,
    render_registration_email,
    renderers,
    sms_renderers,
)

__all__ = ["KINDS", "answer_before", "render_registration_email", "renderers", "sms_renderers"]
