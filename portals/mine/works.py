"""What I have made, and what I look after."""

from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Birdhouse, CareVisit, Computer, Making, Work
from activities.works.details import JOINED, details_of
from activities.works.works import SAME_TAP, suitable_care
from core.errors import RuleBroken
from core.money import kroner
from core.text import row_key
from participants.models import Participant
from payouts.earnings import promises
from payouts.models import Earning
from pictures.models import Picture
from portals.mine.access import CardRequest, card_button, card_page, page, see_other
from portals.mine.pages import page_of
from portals.mine.thumbnails import Thumbnail, thumbnails

SIZE = "max-800x800"


@dataclass(frozen=True)
class WorkSummary:
    """A work as its maker sees it."""

    work: Work
    image: Thumbnail | None
    care_ore: int
    """What a tap would promise now: it stands on the button."""

    @property
    def own_line(self) -> str:
        """Return what only its kind has, in plain words: where it hangs, how far it has come."""
        details = details_of(self.work)
        if isinstance(details, Birdhouse) and details.hangs:
            return _("Her henger den: %(where)s.") % {"where": details.hangs}
        if isinstance(details, Computer):
            return {
                Computer.Stage.RECEIVED: _("Den er kommet inn til oss."),
                Computer.Stage.WIPED: _("Alt gammelt er slettet fra den."),
                Computer.Stage.GIVEN: _("Den er gitt til en familie."),
            }[Computer.Stage(details.stage)]
        return ""

    @property
    def care_buttons(self) -> list[tuple[str, str]]:
        """Return (value, words) for each care that can be told with one tap."""
        words = {
            CareVisit.Care.CHECKED: _("Jeg har sett til den"),
            CareVisit.Care.WATERED: _("Jeg har vannet den"),
            CareVisit.Care.CLEANED: _("Jeg har vasket den"),
            CareVisit.Care.BIRDS_INSIDE: _("Det er fugler i den"),
            CareVisit.Care.RAKED: _("Jeg har stelt den"),
        }
        return [(care.value, words[care]) for care in suitable_care(self.work)]


@card_page
def works(request: CardRequest) -> HttpResponse:
    """Show what I have made and what I look after."""
    participant = request.participant
    rows = page_of(_works_of(participant), request=request)
    images = thumbnails([work.picture for work in rows], participant=participant)
    sums = promises.care_sums(rows, participant=participant)
    summaries = [
        WorkSummary(work, images.get(work.picture_id or 0), sums.get(work.pk, 0)) for work in rows
    ]
    thanks = _thanks(request, list(rows))
    just_now = CareVisit.objects.filter(
        participant=participant, recorded_by=None, visited_at__gte=timezone.now() - SAME_TAP
    )
    undo = just_now.order_by("-visited_at", "-pk").first() if thanks else None
    context = {"summaries": summaries, "page": rows, "thanks": thanks, "undo": undo}
    return page(request, "works", context)


@card_button
def care_undo(request: CardRequest) -> HttpResponse:
    """Take back what I have just tapped by mistake, with its money. A second tap does nothing."""
    wanted = row_key(request.POST.get("visit", ""))
    visit = CareVisit.objects.filter(pk=wanted, participant=request.participant).first()
    if visit is not None:
        with suppress(RuleBroken):
            promises.reverse_care(visit, participant=request.participant)
    return see_other("mine:works")


@card_button
def care(request: CardRequest, pk: int) -> HttpResponse:
    """Keep that I looked after something of mine, with one tap.

    A visit by who looks after it may be honoured; a second tap is the same visit.
    """
    participant = request.participant
    work = get_object_or_404(_works_of(participant), pk=pk)
    what = request.POST.get("care", "")
    number = request.POST.get("page", "")
    back = f"{reverse('mine:works')}?side={number if number.isdecimal() else '1'}"
    if what in suitable_care(work):
        with suppress(RuleBroken):
            promises.care(work, care=what, participant=participant)
            back = f"{back}&takk={work.pk}"
    return HttpResponseRedirect(back, status=303)


def _thanks(request: CardRequest, works: list[Work]) -> str:
    """Return thanks for the work that `?takk=` names, if I have just looked after it."""
    named = request.GET.get("takk", "")
    work = next((one for one in works if str(one.pk) == named), None)
    now = timezone.now()
    if work is None:
        return ""
    mine = CareVisit.objects.filter(work=work, participant=request.participant)
    if not mine.filter(visited_at__gte=now - SAME_TAP).exists():
        return ""
    thanks = _("Takk! Nå vet vi at noen har sett til %(title)s.") % {"title": work.title}
    ore = (
        Earning.objects.live()
        .filter(
            participant=request.participant,
            care_visit__work=work,
            care_visit__visited_at__date=timezone.localdate(now),
        )
        .total()
    )
    coming = _("%(sum)s er på vei til deg.") % {"sum": kroner(ore)}
    return f"{thanks} {coming}" if ore else thanks


@card_page
def picture(request: CardRequest, pk: int) -> HttpResponseBase:
    """Serve a picture that I am in, or of what I have made, in one size."""
    participant = request.participant
    of_me = Picture.objects.filter(people=participant).values("pk")
    of_works = Picture.objects.filter(works__in=_works_of(participant).values("pk")).values("pk")
    mine = Q(pk__in=of_me) | Q(pk__in=of_works)
    found = get_object_or_404(Picture.objects.filter(mine), pk=pk)
    if found.pk not in thumbnails([found], participant=participant):
        raise Http404
    try:
        rendition = found.get_rendition(SIZE)
        content = rendition.file.storage.open(rendition.file.name)
    except OSError as error:
        raise Http404 from error
    return FileResponse(content, headers={"X-Content-Type-Options": "nosniff"})


def _works_of(participant: Participant) -> QuerySet[Work]:
    """Return what they made or look after, the newest first, with `is_made` and the last visit."""
    made = Making.objects.filter(work=OuterRef("pk"), participant=participant)
    newest = CareVisit.objects.filter(work=OuterRef("work")).order_by("-visited_at", "-pk")
    latest = CareVisit.objects.filter(pk=newest.values("pk")[:1])
    return (
        Work.objects.annotate(is_made=Exists(made))
        .filter(Q(is_made=True) | Q(steward=participant))
        .select_related("activity", "place", "picture", *JOINED)
        .prefetch_related("steps", Prefetch("care_visits", queryset=latest, to_attr="latest_visit"))
        .order_by("-created_at", "-pk")
    )
