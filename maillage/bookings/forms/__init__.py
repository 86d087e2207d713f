"""The one registration form, in the parts that it is made of."""

from .names import NAME_LENGTH, check_name
from .registration import RegistrationForm

__all__ = ["NAME_LENGTH", "RegistrationForm", "check_name"]
