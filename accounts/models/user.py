"""The login of a member of staff or of a business partner. Participants have none."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a saved user; without a password nobody can sign in until they choose one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a system administrator, who sees no people by that (rules.md#administrators)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Somebody who signs in with e-mail and password: staff or partner."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-post"), unique=True)
    phone = PhoneNumberField(_("telefon"), blank=True)
    language = models.CharField(_("språk"), max_length=2, default="nb")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    class Meta:
        verbose_name = _("innlogging")
        verbose_name_plural = _("innlogginger")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def initials(self) -> str:
        """Return the first letters of the name, as staff sign with them: «KL»."""
        return "".join(part[0] for part in str(self).replace("@", " ").split()[:2]).upper()


def to_user(**options: Any) -> "models.ForeignKey[User, User]":
    """Return the link to whoever did something, or is asked to.

    The user stays as long as the row, and nothing leads back from them, unless `options`, those
    of a ForeignKey, say so.
    """
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, **options)


def to_user_or_none(**options: Any) -> "models.ForeignKey[User | None, User | None]":
    """Return the same link, which may be empty."""
    return to_user(null=True, **options)  # type: ignore[return-value]
