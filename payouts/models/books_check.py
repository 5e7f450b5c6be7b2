"""The look through the books."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user_or_none
from core.models import Row


class BooksCheck(Row):
    """One look through all the books: asked for, and what it found when it was done.

    It takes longer with each year's vouchers, so it runs behind the pages
    (`payouts.reconciliation.runs`).
    """

    asked_at = models.DateTimeField(_("bedt om"))
    asked_by = to_user_or_none(on_delete=models.SET_NULL)
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
