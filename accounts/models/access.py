"""The access log: who looked at whom, append-only, sealed by a hash chain (rules.md#access-log)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user
from core.constraints import once
from core.models import AppendOnly, AppendOnlyConstraint, SealedRows


class AccessEventQuerySet(models.QuerySet["AccessEvent"]):
    """Reads of the log."""

    def about(self, participant_number: int) -> "AccessEventQuerySet":
        """Keep the looks at one participant, newest first, ready to say who and where.

        This is what a participant reads as «hvem har sett på meg».
        """
        return (
            self.filter(subjects__participant_number=participant_number)
            .select_related("user", "team")
            .order_by("-at", "-pk")
        )


class AccessEvent(AppendOnly):
    """One request in which somebody saw, listed, printed or exported people.

    `at` is UTC. `what` is the name of the page (a URL name), never its content. `look` is a
    fingerprint of act, team, reason and people, by which a repeated look is known again.
    Only `accounts.access_log` writes here.
    """

    class Act(models.TextChoices):
        VIEW = "view", _("så")
        LIST = "list", _("så i en liste")
        PRINT = "print", _("skrev ut")
        EXPORT = "export", _("tok ut en fil")

    at = models.DateTimeField(_("når"))
    user = to_user(verbose_name=_("hvem"))
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(_("handling"), max_length=10, choices=Act.choices)
    what = models.CharField(_("side"), max_length=80)
    reason = models.CharField(_("grunn"), max_length=280, blank=True)
    look = models.CharField(max_length=64, editable=False)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("innsyn")
        verbose_name_plural = _("innsyn")
        indexes = [models.Index(fields=["user", "what", "at"], name="access_event_same_look")]
        constraints = [AppendOnlyConstraint(name="access_event_append_only")]


class AccessSubject(AppendOnly):
    """A participant who was on the page of an event, by opaque number."""

    event = models.ForeignKey(AccessEvent, on_delete=models.PROTECT, related_name="subjects")
    participant_number = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        constraints = [
            AppendOnlyConstraint(
                name="access_subject_append_only", unique=(("event", "participant_number"),)
            ),
            once("event", "participant_number", name="access_subject_once_an_event"),
        ]


class AccessSeal(SealedRows):
    """A seal over every event after the previous seal, with its subjects."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            AppendOnlyConstraint(name="access_seal_append_only", unique=(("first",), ("last",))),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="access_seal_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"AccessSeal {self.first}–{self.last}"
