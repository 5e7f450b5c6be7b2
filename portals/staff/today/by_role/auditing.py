"""The day of an auditor, only to be read: the books, the newest vouchers, and who has looked."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import AccessEvent, AccessSubject, Team
from core.money import kroner
from core.templatetags.formats import clock, short_day
from ledger import chart
from ledger.models import Entry
from participants.models import Participant
from payouts.reconciliation import runs
from portals.staff.shared.links import Link
from portals.staff.shared.navigation.rooms import ROOMS
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Row

NEWEST = 5


def books(_desk: Desk, _teams: list[Team]) -> list[Row]:
    """Return whether the books agree, the newest vouchers and the figures. Nobody is named."""
    figures = Link(reverse("staff:figures"), _("Se tallene"))
    kept = Link(reverse("staff:payment_times"), _("Se løftene"))
    return [
        _look_through(),
        *(_voucher(one) for one in Entry.objects.order_by("-voucher_number")[:NEWEST]),
        Row(_("Tall"), _("Hva vi har gjort, og hva det kostet."), [figures]),
        Row(_("Løfter vi har holdt"), _("Hva vi lovet og betalte."), [kept]),
    ]


def looks(_desk: Desk, teams: list[Team]) -> list[Row]:
    """Return who looked last at people of `teams`, on which page. Whom is not told here."""
    people = Participant.objects.filter(team__in=teams).values("pk")
    about = AccessSubject.objects.filter(event=OuterRef("pk"), participant_number__in=people)
    found = AccessEvent.objects.filter(Exists(about)).select_related("user").order_by("-pk")
    return [_look(one) for one in found[:NEWEST]]


def _look_through() -> Row:
    finished, _asked = runs.newest()
    link = Link(reverse("staff:agreement"), _("Se gjennomgangen"))
    if finished is None or finished.finished_at is None:
        return Row(_("Ingen har sett gjennom bøkene ennå."), links=[link])
    about = _("Sett over %(day)s klokka %(clock)s.") % {
        "day": short_day(finished.finished_at),
        "clock": clock(finished.finished_at),
    }
    if finished.problems:
        return Row(_("Noe i bøkene stemmer ikke."), about, [link])
    words = ngettext(
        "Bøkene stemmer: %(n)s bilag.", "Bøkene stemmer: %(n)s bilag.", finished.entry_count
    )
    return Row(words % {"n": finished.entry_count}, about, [link])


def _voucher(entry: Entry) -> Row:
    words = _("Bilag %(number)s: %(sum)s") % {
        "number": entry.voucher_number,
        "sum": kroner(entry.ore),
    }
    accounts = f"{chart.words_of(entry.debit)} ← {chart.words_of(entry.credit)}"
    month = f"{timezone.localtime(entry.at):%Y-%m}"
    see = f"{reverse('staff:journal')}?maned={month}"
    return Row(words, f"{short_day(entry.at)} · {accounts}", url=see, subject=entry)


def _look(event: Any) -> Row:
    words = _("%(name)s %(act)s: %(page)s") % {
        "name": event.user,
        "act": event.get_act_display(),
        "page": _page_words().get(event.what, _("en side om deltakere")),
    }
    return Row(words, f"{short_day(event.at)} {clock(event.at)}", subject=event)


def _page_words() -> dict[str, Any]:
    return {page.route: page.name for room in ROOMS for page in room.pages}
