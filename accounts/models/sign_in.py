"""That somebody's way in was begun anew, and who has seen them in person since."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user, to_user_or_none
from core.models import TimeStamped


class SignInChange(TimeStamped):
    """A sign-in that a leader began, anew or the first time. Only `notices.sign_in_reset` writes
    here.

    `email_before` is empty for somebody who never worked here before.

    While a change is not confirmed, its `user` sets up no second factor. Three people: whose it
    is, who began it and who confirms are never the same.
    """

    user = to_user(on_delete=models.CASCADE, related_name="sign_in_changes")
    by = to_user(verbose_name=_("av"))
    email_before = models.EmailField(_("e-post før"))
    email_after = models.EmailField(_("e-post etter"))
    confirmed_by = to_user_or_none(verbose_name=_("møtt av"))
    confirmed_at = models.DateTimeField(_("møtt"), null=True)

    class Meta:
        verbose_name = _("ny innlogging")
        verbose_name_plural = _("nye innlogginger")
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("user")), name="sign_in_change_is_begun_by_another"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("by")) & ~Q(confirmed_by=F("user"))),
                name="sign_in_change_is_confirmed_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="sign_in_change_confirmed_by_and_at",
            ),
        ]
