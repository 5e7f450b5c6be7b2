"""The list of jobs: what waits, who is at it, and what was done lately."""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from activities.models import Job
from core.templatetags.formats import day_word
from portals.staff.shared.columns import Acts, Cell, Name
from portals.staff.shared.lists import Filters, List, choice, found_in, kinds_in
from portals.staff.shared.page_access import StaffRequest

STATE = Job.State
HOW_FAR = Case(When(state=STATE.WAITING, then=0), When(state=STATE.TAKEN, then=1), default=2)
DONE_AT = Case(When(state=STATE.DONE, then="changed_at"), default=Value(None))


class JobList(List):
    """Jobs. The keys of teams: `planning` whose jobs I change, `seeing` whose people I see."""

    counts = ngettext_lazy("%(n)s oppdrag", "%(n)s oppdrag", "n")

    title = Name(
        gettext_lazy("Oppdrag"), page="staff:job_edit",
        opens=lambda table, job: job.team_id in table.given["planning"],
    )  # fmt: skip
    state = Cell(gettext_lazy("Hvor langt"), narrow="line", order_by=("how_far", "changed_at"))
    acts = Acts("", "portals/staff/works/parts/job_acts.html")
    holder = Cell(gettext_lazy("Hvem"), accessor="pk", narrow="line", orderable=False)
    place = Cell(gettext_lazy("Sted"), accessor="pk", narrow="line", order_by="place__name")

    search_label = gettext_lazy("Hva oppdraget er")
    searched = ("title",)

    @classmethod
    def of(cls, request: StaffRequest, jobs: QuerySet[Job], **given: Any) -> "JobList":
        """Return `jobs`: those that wait first, then those that somebody has."""
        done_last = F("done_at").desc(nulls_last=True)
        jobs = jobs.annotate(how_far=HOW_FAR, done_at=DONE_AT).order_by("how_far", done_last, "pk")
        filters = Filters(
            request, jobs,
            tilstand=choice(_("Hvor langt"), "state", kinds_in(jobs, "state", STATE.choices)),
            sted=choice(_("Sted"), "place", found_in(jobs, "place", "name")),
        )  # fmt: skip
        return cls(request, jobs, filters=filters, **given)

    def render_state(self, record: Job) -> str:
        """Say how far it has come; of what is done, when."""
        words = capfirst(record.get_state_display())
        return f"{words} {day_word(record.changed_at)}" if record.state == STATE.DONE else words

    def render_place(self, record: Job) -> str:
        """Say where, and which work it is about."""
        place = record.place.name if record.place else ""
        work = record.work.title if record.work else ""
        return " · ".join(filter(None, (place, work)))

    def render_holder(self, record: Job) -> str:
        """Say who has it, as far as whoever looks may know."""
        if record.participant:
            sees = record.team_id in self.given["seeing"]
            return record.participant.chosen_name if sees else _("en deltaker")
        return str(record.staff) if record.staff else ""
