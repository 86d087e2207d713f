"""What people are told, made at the moment it leaves: a file for each way and each occasion."""

from .emails import answer_before, render_registration_email, renderers
from .kinds import KINDS
from .texts import sms_renderers

__all__ = ["KINDS", "answer_before", "render_registration_email", "renderers", "sms_renderers"]
