"""Consent to be shown: a person, one exact item, one channel, for a time. Append-only."""

from datetime import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SecondPerson
from accounts.models.user import to_user_or_none
from core.models import AppendOnly, AppendOnlyConstraint
from participants.models.participant import Participant

MOST_MONTHS = 24


def _is_unconfirmed() -> Q:
    """Tell whether a consent was spoken, and its witness has not confirmed it.

    rules.md#two-people
    """
    asked = SecondPerson.objects.filter(
        of_type__app_label="participants",
        of_type__model="consent",
        of_id=OuterRef("pk"),
        confirmed_at__isnull=True,
    )
    return Q(how="spoken") & Q(Exists(asked))


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of consents."""

    def live(self, *, at: datetime | None = None) -> "ConsentQuerySet":
        """Keep what lets something be shown: said, confirmed, neither withdrawn nor run out."""
        return self.said(at=at).filter(~_is_unconfirmed())

    def said(self, *, at: datetime | None = None) -> "ConsentQuerySet":
        """Keep the given consents that have neither been withdrawn nor run out.

        Each has `is_unconfirmed`: a spoken one whose witness has not confirmed it shows nothing.
        """
        now = at or timezone.now()
        said = self.filter(kind=Consent.Kind.GIVEN, expires_at__gt=now, withdrawal__isnull=True)
        return said.with_confirmation()

    def ending_by(self, moment: datetime) -> "ConsentQuerySet":
        """Keep the live ones that run out by `moment`, the nearest first."""
        return self.live().filter(expires_at__lte=moment).order_by("expires_at", "pk")

    def with_confirmation(self) -> "ConsentQuerySet":
        """Fetch with each whether it `is_unconfirmed`."""
        return self.annotate(is_unconfirmed=_is_unconfirmed())


class Consent(AppendOnly):
    """A row that gives, or a row that withdraws an earlier row.

    `expires_at` is `given_at` plus `months` (1–24). Only `participants.consents` writes here.
    """

    class Kind(models.TextChoices):
        GIVEN = "given", _("gitt")
        WITHDRAWN = "withdrawn", _("trukket")

    class Channel(models.TextChoices):
        WEB = "web", _("nettsiden")
        PRINT = "print", _("trykk")
        SOCIAL = "social", _("sosiale medier")
        FILM = "film", _("film")
        RESEARCH = "research", _("forskning")

    class How(models.TextChoices):
        SCREEN = "screen", _("på skjermen")
        PAPER = "paper", _("på papir")
        SPOKEN = "spoken", _("muntlig, med vitne")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="withdrawal"
    )
    item_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    item_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("item_type", "item_id")
    channel = models.CharField(_("hvor"), max_length=10, choices=Channel.choices)
    text_version = models.CharField(_("tekst"), max_length=20)
    language = models.CharField(_("språk"), max_length=2, default="nb")
    how = models.CharField(_("hvordan"), max_length=10, choices=How.choices)
    recorded_by = to_user_or_none()
    witness = to_user_or_none()
    given_at = models.DateTimeField(_("når"))
    months = models.PositiveSmallIntegerField(_("måneder"))
    expires_at = models.DateTimeField(_("gjelder til"))
    signature = models.TextField(blank=True, default="")
    """What the person drew on our screen when they said yes here (`participants.signatures`)."""
    words_digest = models.CharField(max_length=64, blank=True, default="")
    """Which words of a story were read; "" for all else. With "" no story comes out anew."""

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("samtykke")
        verbose_name_plural = _("samtykker")
        indexes = [
            models.Index(fields=["item_type", "item_id", "channel"], name="consent_item_channel")
        ]
        constraints = [
            AppendOnlyConstraint(name="consent_append_only", unique=(("withdraws",),)),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=MOST_MONTHS),
                name="consent_at_most_24_months",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("given_at")), name="consent_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="given", withdraws__isnull=True)
                | Q(kind="withdrawn", withdraws__isnull=False),
                name="consent_withdrawal_names_its_consent",
            ),
            models.CheckConstraint(
                condition=~Q(how="spoken", kind="given")
                | (Q(witness__isnull=False) & ~Q(witness=F("recorded_by"))),
                name="consent_spoken_needs_witness",
            ),
        ]
