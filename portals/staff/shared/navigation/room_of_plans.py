"""The room «Plan» of the staff's portal: the week, and what it is planned from."""

from django.utils.translation import gettext_lazy as _

from portals.staff.shared.navigation.room_kinds import Page, Room

PLAN = Room(
    "plan",
    _("Plan"),
    "M4 6h16v14H4ZM4 11h16M9 3v5M15 3v5",
    (
        Page(
            "staff:week",
            _("Uke"),
            _("Øktene i uka, og hvem som er på jobb."),
            also=_("plan vakter"),
            by_team=True,
            acts=(
                Page("staff:week_people", _("Uka etter folk"), also=_("vaktplan hvem jobber")),
                Page("staff:week_places", _("Uka etter sted"), also=_("rom lokaler")),
                Page("staff:session_new", _("Ny økt"), opens="plan"),
                Page("staff:plan_week", _("Planlegg uka"), opens="plan", also=_("normaluke")),
                Page("staff:suggest", _("Foreslå bemanning"), opens="plan"),
                Page("staff:week_publish", _("Publiser uka"), opens="plan", also=_("åpne utkast")),
            ),
        ),
        Page(
            "staff:month",
            _("Måned"),
            _("Hele måneden."),
            acts=(Page("staff:drafts", _("Utkast"), opens="plan"),),
            by_team=True,
        ),
        Page(
            "staff:series_list",
            _("Faste treff"),
            _("Det som kommer igjen av seg selv."),
            also=_("hver uke"),
            acts=(Page("staff:series_new", _("Nytt fast treff"), opens="plan"),),
            by_team=True,
        ),
        Page(
            "staff:activities",
            _("Aktiviteter"),
            _("Hva vi gjør, og hva det gir."),
            acts=(
                Page("staff:activity_new", _("Ny aktivitet"), opens="lead"),
                Page("staff:recipe_import", _("Hent oppskrift"), opens="lead"),
            ),
        ),
        Page(
            "staff:ideas",
            _("Forslag"),
            _("Det deltakere har lyst til."),
            also=_("ideer ønsker"),
        ),
        Page(
            "staff:places",
            _("Steder"),
            _("Hvor vi er."),
            acts=(Page("staff:place_new", _("Nytt sted"), opens="plan"),),
        ),
        Page(
            "staff:resources",
            _("Ting vi deler"),
            _("Biler, båter og verktøy."),
            also=_("utstyr bil"),
            acts=(Page("staff:resource_new", _("Ny ting"), opens="plan"),),
            by_team=True,
        ),
        Page(
            "staff:days_off",
            _("Fridager"),
            _("Dager da teamet har fri."),
            also=_("helligdag ferie"),
            acts=(Page("staff:day_off_new", _("Ny fridag"), opens="lead"),),
            by_team=True,
        ),
        Page(
            "staff:week_poster",
            _("Plakat"),
            _("Uka til å henge på veggen."),
            also=_("skriv ut uka"),
            by_team=True,
        ),
        Page(
            "staff:wall",
            _("Tavle"),
            _("Dagen og uka på en skjerm på veggen."),
            "plan",
            also=_("skjerm vegg"),
        ),
        Page(
            "staff:calendar_import",
            _("Hent kalender"),
            _("Fra Outlook eller Google."),
            "lead",
            also="Outlook Google",
        ),
    ),
    below=("/staff/okt/", "/staff/medarrangor/"),
)
