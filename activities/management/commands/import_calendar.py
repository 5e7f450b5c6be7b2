"""`manage.py import_calendar FILE.ics --team alna --activity elverydding --place «Alnaparken»`."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Team
from activities.calendar_import import importer
from activities.calendar_import.importer import ImportPlan
from activities.models import Activity, Place
from core.errors import RuleBroken
from core.text import clean_line

HORIZON = timedelta(weeks=13)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"«{text}» er ingen dato. Skriv for eksempel 2026-12-24.") from error
    if not 2000 <= day.year < 2200:
        raise CommandError(f"«{text}» er for langt unna. Skriv en dag mellom 2000 og 2200.")
    return day


class Command(BaseCommand):
    """Make drafts of a calendar exported from Outlook or Google. Safe to repeat."""

    help = "Lager utkast til økter av en kalender fra Outlook eller Google. Kan kjøres om igjen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe what the command takes."""
        parser.add_argument("file", help="kalenderfilen (.ics)")
        parser.add_argument("--team", required=True, help="teamets adresse, for eksempel alna")
        parser.add_argument("--activity", required=True, help="aktivitetens adresse")
        parser.add_argument("--place", required=True, help="stedet når kalenderen ikke sier noe")
        parser.add_argument("--first", type=_day, default=None, help="første dag (i dag)")
        parser.add_argument("--last", type=_day, default=None, help="siste dag (om 13 uker)")
        parser.add_argument(
            "--also",
            type=int,
            action="append",
            default=[],
            metavar="LINJE",
            help="lag også oppføringen på denne linja, enda den ligner på noe teamet har",
        )
        parser.add_argument("--dry-run", action="store_true", help="bare vis hva som ville skje")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan, tell, and carry out unless it is a dry run."""
        team = self._one(Team, slug=options["team"])
        activity = self._one(Activity, slug=options["activity"])
        place = self._one(Place, name=options["place"])
        first = options["first"] or timezone.localdate()
        last = options["last"] or first + HORIZON
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"Filen kan ikke leses: {error.strerror}.") from error
        try:
            plan = importer.plan(
                data,
                team=team,
                activity=activity,
                place=place,
                first=first,
                last=last,
                also=frozenset(options["also"]),
            )
            self._tell(plan)
            if options["dry_run"]:
                self.stdout.write("Ingenting er lagret. Kjør uten --dry-run for å lage utkastene.")
                return
            result = importer.carry_out(plan, by=None)
        except RuleBroken as broken:
            raise CommandError(broken.message) from broken
        for problem in result.problems[len(plan.problems) :]:
            self.stdout.write(f"  linje {problem.line}: {problem.title}: {problem.reason}")
        self.stdout.write(
            f"{result.made} utkast er laget, {result.changed} er endret,"
            f" {result.series} faste treff er laget."
        )

    def _one(self, model: Any, **lookup: str) -> Any:
        ((field, text),) = lookup.items()
        wanted = clean_line(text)
        found = model.objects.filter(**{field: wanted}).first()
        if found is None:
            known = ", ".join(model.objects.values_list(*lookup, flat=True)[:20])
            raise CommandError(f"Fant ikke «{wanted}». Det som finnes: {known or 'ingenting'}.")
        return found

    def _tell(self, plan: ImportPlan) -> None:
        for word, some in (("ny", plan.new), ("endres", plan.changed)):
            for planned in some:
                when = timezone.localtime(planned.occurrence.starts_at)
                title = planned.occurrence.title or plan.activity.name
                self.stdout.write(f"  {word}: {when:%d.%m.%Y %H.%M} {title}, {planned.place}")
        for alike in plan.alike:
            self.stdout.write(
                f"  linje {alike.line}: {alike.title}: ligner på noe teamet har fra før, og lages"
                f" ikke. Er det noe annet, kjør med --also {alike.line}."
            )
        for problem in plan.problems:
            self.stdout.write(f"  linje {problem.line}: {problem.title}: {problem.reason}")
        self.stdout.write(
            f"{len(plan.new)} nye, {len(plan.changed)} endres, {len(plan.unchanged)} er her fra"
            f" før, {len(plan.problems)} merknader."
        )
        self.stdout.write(
            f"{len(plan.alike)} ligner på noe teamet har, {plan.left_out_count} dager tas ut av"
            f" faste treff, {plan.outside} oppføringer er utenfor perioden."
        )
