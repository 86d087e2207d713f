"""The person who signs in: an e-mail address is their name, as on every form they know."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address, always kept in lower case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save and return a user; without a password the account cannot sign in yet."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save and return a user who may do everything."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        """Find the user who signs in, whatever the case they typed their address in."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractUser):
    """An editor, a facilitator or an administrator of the network."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def clean(self) -> None:
        """Keep the address in lower case, whichever form it came by."""
        super().clean()
        self.email = self.email.lower()

    def __str__(self) -> str:
        return self.get_full_name() or self.email
