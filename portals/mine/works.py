"""What I have made, and what I look after."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import CareVisit, Making, Work
from participants.models import Participant
from pictures.models import Picture
from portals.mine.door import CardRequest, page, with_card
from portals.mine.pages import page_of
from portals.mine.session_looks import drawing
from portals.mine.thumbs import Thumb, thumbs

SIZE = "max-800x800"


@dataclass(frozen=True)
class WorkLook:
    """A work as its maker sees it."""

    work: Work
    image: Thumb | None
    is_made: bool
    is_stewarded: bool
    last_visit: CareVisit | None

    @property
    def drawing(self) -> str:
        """Return the drawing that stands where there is no picture."""
        return drawing(self.work.illustration or self.work.activity.illustration)

    @property
    def how_it_is(self) -> str:
        """Return in a sentence how it is with the work. Rest is as good as work."""
        return {
            Work.State.OPEN: _("Den er i gang. Den har god tid."),
            Work.State.RESTING: _("Den hviler. Det er helt greit."),
            Work.State.FINISHED: _("Den er ferdig."),
            Work.State.GONE: _("Den finnes ikke mer. Du laget den likevel."),
        }[Work.State(self.work.state)]


@with_card
@require_safe
def works(request: CardRequest) -> HttpResponse:
    """Show what I have made and what I look after."""
    participant = request.participant
    rows = page_of(_works_of(participant), request=request)
    images = thumbs([work.picture for work in rows], participant=participant)
    looks = [
        WorkLook(
            work=work,
            image=images.get(work.picture_id or 0),
            is_made=work.is_made,
            is_stewarded=work.steward_id == participant.pk,
            last_visit=next(iter(work.latest_visit), None),
        )
        for work in rows
    ]
    return page(request, "works", {"looks": looks, "page": rows})


@with_card
@require_safe
def picture(request: CardRequest, pk: int) -> HttpResponseBase:
    """Serve a picture that I am in, or of what I have made, in one size."""
    participant = request.participant
    mine = Q(people=participant) | Q(works__in=_works_of(participant).values("pk"))
    found = get_object_or_404(Picture.objects.filter(mine).distinct(), pk=pk)
    if found.pk not in thumbs([found], participant=participant):
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
        .select_related("activity", "place", "picture")
        .prefetch_related(Prefetch("care_visits", queryset=latest, to_attr="latest_visit"))
        .order_by("-created_at", "-pk")
    )
