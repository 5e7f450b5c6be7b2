"""What has been made, how it is looked after, and the pictures of it."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import translation

from activities.models import CareVisit, Work
from activities.works import works
from cms import illustrations
from demo.data.programme import WORKS
from demo.world import WEEKS, World, days_ago, oslo
from pictures.cleaning import CleanFile
from pictures.models import Picture

EDITOR = "marte-krogh"
DRAWINGS = Path(settings.ROOT) / "static" / "illustrations"
PICTURED = {"kasse-7": "birdhouse-in-tree", "minihage-1": "garden", "film-bussen": "film"}
"""Works with a picture of their own, in which the makers can be known."""
WEEKS_BETWEEN_CARE = {"birdhouse": 3, "garden": 2}
WORKDAYS = 5
CARE = {
    "birdhouse": (CareVisit.Care.CHECKED, CareVisit.Care.BIRDS_INSIDE, CareVisit.Care.CLEANED),
    "garden": (CareVisit.Care.WATERED, CareVisit.Care.RAKED),
}


def build_works(world: World) -> None:
    """Make the works with their makers, the newest made last."""
    known = {(work.activity_id, work.kind, work.title): work for work in Work.objects.all()}
    for number, work in enumerate(WORKS):
        activity = world.activities[work.activity]
        row = known.get((activity.pk, work.kind, work.title))
        if row is None:
            row = works.make(
                activity,
                team=world.teams[work.district],
                kind=work.kind,
                title=work.title,
                makers=[world.people[key] for key in work.makers],
                number=work.number,
                description=work.description,
                illustration=work.illustration,
                place=world.places[work.place] if work.place else None,
                steward=world.people[work.steward] if work.steward else None,
                state=work.state,
                is_public=work.state != Work.State.OPEN and work.kind != Work.Kind.MURAL,
            )
            begun = days_ago(world, 7 * 60 - 5 * number)
            Work.objects.filter(pk=row.pk).update(created_at=begun)
            world.made += 1
        world.works[work.key] = row


def build_pictures(world: World) -> None:
    """Bring in every drawing as a picture, and the pictures in which somebody can be known."""
    known = set(Picture.objects.values_list("title", flat=True))
    with translation.override("nb"):
        labels = {name: str(label) for name, label in illustrations.NAMES.items()}
    for name, label in labels.items():
        title = f"Tegning: {label}"
        if title not in known:
            _picture(world, title=title, drawing=name)
    for key, drawing in PICTURED.items():
        work = world.works[key]
        if work.picture_id is None and f"{work} – {work.title}" not in known:
            picture = _picture(world, title=f"{work} – {work.title}", drawing=drawing)
            picture.people.set(work.makers.all())
            works.edit(work, makers=work.makers.all(), picture=picture)
            work.picture = picture


def build_care(world: World) -> None:
    """Look after what stands somewhere, every second or third week; no verb takes a time."""
    known = set(CareVisit.objects.values_list("work", "visited_at"))
    visits = []
    for number, work in enumerate(WORKS):
        every = WEEKS_BETWEEN_CARE.get(work.kind)
        if every is None or not work.steward or work.state != Work.State.FINISHED:
            continue
        row = world.works[work.key]
        steward = world.people[work.steward]
        for days in range(1, 7 * WEEKS):
            day = world.today - timedelta(days=days)
            turn, rest = divmod(day.toordinal() // 7 + number, every)
            at = oslo(day, "12:30")
            if rest == 0 and day.weekday() == number % WORKDAYS and (row.pk, at) not in known:
                kinds = CARE[work.kind]
                visits.append(
                    CareVisit(
                        work=row,
                        care=kinds[turn % len(kinds)],
                        visited_at=at,
                        participant=steward,
                        recorded_by=steward.primary_contact,
                    )
                )
    CareVisit.objects.bulk_create(visits)
    world.made += len(visits)


def _picture(world: World, *, title: str, drawing: str) -> Picture:
    """Store a drawing as a picture that somebody has looked at for people."""
    path = DRAWINGS / f"{drawing}.webp"
    picture = Picture(
        title=title,
        # Our own drawings hold nothing but dots: drawing each anew would take seconds.
        file=CleanFile(path.read_bytes(), name=path.name),
        people_checked=True,
        uploaded_by_user=world.staff[EDITOR],
    )
    picture.save()
    world.made += 1
    return picture
