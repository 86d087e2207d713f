"""The site with a low limit for each address, in a window that does not end during a test."""

from datetime import timedelta

from django.conf import settings

from config.wsgi import application
from maillage.web import form_protection

__all__ = ["application"]

LIMIT = 10

settings.MAILLAGE_BOOKINGS = {"REGISTRATIONS_PER_ADDRESS_PER_HOUR": LIMIT}
form_protection.HOUR = timedelta(days=3650)
