"""Who signs in, and how they came."""

from .invitation import Invitation
from .user import User, UserManager

__all__ = ["Invitation", "User", "UserManager"]
