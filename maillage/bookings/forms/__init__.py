"""The one registration form, in the parts that it is made of."""

from maillage.bookings.forms.fields import NAME_LENGTH, check_name
from maillage.bookings.forms.registration import RegistrationForm

__all__ = ["NAME_LENGTH", "RegistrationForm", "check_name"]
