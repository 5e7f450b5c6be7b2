"""The person who takes part: a code, a chosen name, and how they wish to be reached."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import SEEING_PEOPLE, Team
from accounts.models.user import to_user, to_user_or_none
from core.models import Named, TimeStamped

WARN_PER_CONTACT = 9
MOST_PER_CONTACT = 10
"""Most participants for each primary contact (rules.md#somebody-to-call)."""

_CODE_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"


def new_code() -> str:
    """Return a code that is easy to read aloud: no 0/O, 1/I or Q."""
    return "".join(secrets.choice(_CODE_LETTERS) for _place in range(6))


class Interest(Named):
    """Something people like to do, chosen from pictures."""

    name = models.CharField(_("navn"), max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    illustration = models.SlugField(_("tegning"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("interesse")
        verbose_name_plural = _("interesser")
        ordering = ["name"]


class Channel(models.TextChoices):
    """How a participant wishes to hear from us. Paper is a full channel."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-post")
    CALL = "call", _("ring meg")
    PAPER = "paper", _("på papir")
    NONE = "none", _("ikke ta kontakt")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Reads of people. Doors start from `visible_to`."""

    def active(self) -> "ParticipantQuerySet":
        """Keep those who have not chosen to leave."""
        return self.filter(left_at__isnull=True)

    def visible_to(self, user: Any) -> "ParticipantQuerySet":
        """Keep the people whose team `user` works in with people, money or audit."""
        return self.filter(team__in=Team.objects.of(user, SEEING_PEOPLE))


class Participant(TimeStamped):
    """A participant. `str()` is the code: logs and labels must not hold a name.

    Nothing about health, housing or history has a place here (rules.md#need-to-know);
    `docs/privacy.md` lists each column with its purpose, and a test fails when one is missing
    there.
    """

    code = models.CharField(_("kode"), max_length=6, unique=True, default=new_code, editable=False)
    chosen_name = models.CharField(_("navnet du vil bli kalt"), max_length=60)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="participants")
    primary_contact = to_user(related_name="primary_participants", verbose_name=_("primærkontakt"))
    deputy_contact = to_user_or_none(
        blank=True, related_name="deputy_participants", verbose_name=_("stedfortreder")
    )
    channel = models.CharField(
        _("hvordan vi sier fra"), max_length=10, choices=Channel.choices, default=Channel.PAPER
    )
    phone = PhoneNumberField(_("telefon"), blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    language = models.CharField(_("språk"), max_length=2, choices=settings.LANGUAGES, default="nb")
    interests = models.ManyToManyField(
        Interest, blank=True, related_name="participants", verbose_name=_("dette liker jeg")
    )
    left_at = models.DateTimeField(_("gikk ut"), null=True, blank=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("deltaker")
        verbose_name_plural = _("deltakere")
        indexes = [models.Index(fields=["team", "left_at"], name="participant_team_left")]
        constraints = [
            models.CheckConstraint(
                condition=Q(deputy_contact__isnull=True) | ~Q(deputy_contact=F("primary_contact")),
                name="participant_deputy_is_another",
                violation_error_message=_("Stedfortrederen må være en annen enn primærkontakten."),
            ),
            models.CheckConstraint(
                condition=~Q(channel="sms") | ~Q(phone=""),
                name="participant_sms_needs_phone",
                violation_error_message=_("Skriv et telefonnummer, eller velg en annen måte."),
            ),
            models.CheckConstraint(
                condition=~Q(channel="email") | ~Q(email=""),
                name="participant_email_needs_address",
                violation_error_message=_("Skriv en e-postadresse, eller velg en annen måte."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ContactException(TimeStamped):
    """A leader's written reason why one member of staff is primary contact for more than ten.

    The reason is about the staff's week; it names no participant.
    """

    contact = to_user(related_name="contact_exceptions")
    reason = models.CharField(_("grunn"), max_length=280)
    given_by = to_user()

    class Meta:
        verbose_name = _("unntak fra ti deltakere")
        verbose_name_plural = _("unntak fra ti deltakere")
