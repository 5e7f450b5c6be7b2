"""Account codes, and whose a ledger number is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from participants.models import Participant


class AccountCode(TimeStamped):
    """The code and name under which one of the ledger's accounts is exported.

    `account` is an account of `ledger.chart`; for boxes the part before the colon.
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
