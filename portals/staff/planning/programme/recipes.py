"""Recipes: how an activity is done, to read, print, take along as a file, and bring in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import ALL_STAFF, LEADING, Team
from activities.handbook import recipe_file
from activities.handbook import recipes as verbs
from activities.handbook.recipe_file import Content
from activities.models import Activity
from activities.permissions import can_edit_activity
from portals.staff.planning.programme.recipes_forms import RecipeFileForm, RecipeForm
from portals.staff.shared.own_rows import own_teams
from portals.staff.shared.page_access import StaffRequest, staff_form, staff_page
from portals.staff.shared.pages import form_page


def _mine(request: StaffRequest, pk: int) -> Activity:
    """Return an activity of my teams; else 404."""
    teams = Team.objects.of(request.user, ALL_STAFF)
    return get_object_or_404(Activity.objects.of_teams(teams), pk=pk)


@staff_page
def activity_recipe(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how an activity is done, and the ways to take it along."""
    activity = _mine(request, pk)
    own = activity.teams.filter(pk__in=Team.objects.of(request.user, ALL_STAFF))
    context = {
        "activity": activity,
        "content": verbs.content_of(activity),
        "teams": list(own),
        "may_edit": can_edit_activity(request.user, activity),
    }
    return render(request, "portals/staff/planning/recipe.html", context)


@staff_page
def activity_recipe_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer with the file of the recipe; `?fra=` is the team of mine that it shall name."""
    activity = _mine(request, pk)
    own = activity.teams.filter(pk__in=Team.objects.of(request.user, ALL_STAFF))
    slug = request.GET.get("fra", "")
    team = get_object_or_404(own, slug=slug).name if slug else ""
    text = recipe_file.write(verbs.content_of(activity), from_team=team)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"oppskrift-{activity.slug}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@staff_form
def recipe_import(request: StaffRequest) -> HttpResponse:
    """Take a file and show what would be made of it; sent on from there, make it."""
    teams = own_teams(request.user, LEADING)
    if "recipe" in request.POST:
        sent = RecipeForm(request.POST, teams=teams)
        sent.full_clean()
        if broken := sent.errors.get("recipe"):
            messages.error(request, " ".join(map(str, broken)))
            return redirect("staff:recipe_import")
        return _look(request, sent, content=sent.content)
    form = RecipeFileForm(request.POST or None, request.FILES or None)

    def act() -> HttpResponse:
        name = verbs.free_name(form.content.name, user=request.user)
        carried = {"recipe": recipe_file.on_one_line(form.content), "name": name}
        return _look(
            request, RecipeForm(teams=teams, initial=carried),
            content=form.content, from_team=form.from_team,
        )  # fmt: skip

    return form_page(
        request, form, act, title=_("Hent oppskrift"), submit_label=_("Se på den"),
        lead=_("Ingenting blir laget før du har sett over."), back_url=reverse("staff:activities"),
    )  # fmt: skip


def _look(
    request: StaffRequest, form: RecipeForm, *, content: Content, from_team: str = ""
) -> HttpResponse:
    """Show what a file says with a name for it; when that is sent, make the activity."""

    def act() -> Activity:
        values = form.cleaned_data
        return verbs.make(content, team=values["team"], name=values["name"], by=request.user)

    return form_page(
        request, form, act,
        said=lambda made: _("%(name)s er laget. Bare dere ser den, til du viser den for alle.")
        % {"name": made.name},
        to=lambda made: reverse("staff:activity_recipe", args=[made.pk]),
        title=_("Se over oppskriften"), submit_label=_("Lag aktiviteten"),
        lead=_("Fra %(team)s.") % {"team": from_team} if from_team else "",
        content=content, is_copy=form["name"].value() != content.name,
        template="portals/staff/planning/recipe_look.html",
        back_url=reverse("staff:recipe_import"),
    )  # fmt: skip
