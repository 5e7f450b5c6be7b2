"""Account codes, the look through the books, and whose a ledger number is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from participants.models import Participant


class AccountCode(TimeStamped):
    """The code and name under which one of the ledger's accounts is exported.

    `account` is an account of `payouts.chart`; for boxes the part before the colon.
    """

    account = models.CharField(_("konto i Reir"), max_length=40, unique=True)
    code = models.CharField(_("kontonummer i regnskapet"), max_length=20)
    name = models.CharField(_("navn"), max_length=80)

    class Meta:
        verbose_name = _("kontokode")
        verbose_name_plural = _("kontokoder")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BooksCheck(models.Model):
    """One look through all the books: asked for, and what it found when it was done.

    It takes longer with each year's vouchers, so it runs behind the pages (`payouts.books_checks`).
    """

    asked_at = models.DateTimeField(_("bedt om"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    finished_at = models.DateTimeField(_("ferdig"), null=True)
    entry_count = models.PositiveBigIntegerField(_("bilag"), default=0)
    problems = models.JSONField(_("det som ikke stemmer"), default=list)
    """Sentences. None when the books agree."""
    balances = models.JSONField(_("saldoer"), default=list)
    """[account, debits in øre, credits in øre] of each account."""

    class Meta:
        verbose_name = _("gjennomgang av bøkene")
        verbose_name_plural = _("gjennomganger av bøkene")
        get_latest_by = "asked_at"

    def __str__(self) -> str:
        return f"BooksCheck {self.pk}"


class LedgerPerson(models.Model):
    """Whose the opaque `number` in the ledger is, until the retention time is over.

    Then this row goes and the entries stay.
    """

    number = models.PositiveBigIntegerField(unique=True)
    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="ledger_person"
    )

    class Meta:
        verbose_name = _("person i regnskapet")
        verbose_name_plural = _("personer i regnskapet")

    def __str__(self) -> str:
        return f"LedgerPerson {self.number}"
