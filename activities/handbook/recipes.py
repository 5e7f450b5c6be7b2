"""Recipes: what an activity says of how it is done, and an activity made of what a file says."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from activities.handbook.recipe_file import OF_THE_ACTIVITY, Content
from activities.models import Activity, Recipe
from core.errors import RuleBroken, must_be_valid
from core.saving import locked_row
from core.text import clean_line

OF_THE_RECIPE = tuple(name for name in Content.__dataclass_fields__ if name not in OF_THE_ACTIVITY)
LONGEST_NAME = 80


def recipe_of(activity: Activity) -> Recipe:
    """Return what is said of how `activity` is done: a row that is not saved when nothing is."""
    found = Recipe.objects.filter(activity=activity).first() if activity.pk else None
    return found or Recipe(activity=activity)


def content_of(activity: Activity) -> Content:
    """Return all that a file of `activity` holds."""
    recipe = recipe_of(activity)
    values: dict[str, Any] = {name: getattr(activity, name) for name in OF_THE_ACTIVITY}
    values |= {name: getattr(recipe, name) for name in OF_THE_RECIPE}
    return Content(**values | {"demands": tuple(recipe.demands)})


def describe(activity: Activity, **said: Any) -> Recipe:
    """Keep how `activity` is done: the fields of `OF_THE_RECIPE` that are given.

    Nothing is made of nothing. Raises RuleBroken.
    """
    with locked_row(activity):
        recipe = recipe_of(activity)
        before = {name: getattr(recipe, name) for name in said}
        if before != said:
            for name, value in said.items():
                setattr(recipe, name, value)
            must_be_valid(recipe, exclude=["activity"])
            recipe.save()
    return recipe


def free_name(name: str, *, user: User) -> str:
    """Return `name`, or what a copy is called when `user` knows of an activity with that name."""
    taken = {
        one.casefold() for one in Activity.objects.known_to(user).values_list("name", flat=True)
    }
    found, number = name, 1
    while found.casefold() in taken:
        tail = _("(kopi)") if number == 1 else _("(kopi %(n)s)") % {"n": number}
        found, number = f"{name[: LONGEST_NAME - len(tail) - 1].rstrip()} {tail}", number + 1
    return found


@transaction.atomic
def make(content: Content, *, team: Team, name: str, by: User) -> Activity:
    """Return an activity of `team` made of `content`, called `name`, which nobody else sees yet.

    Pressed again it is the same one. Raises RuleBroken when another activity has the name.
    """
    name = " ".join(clean_line(name).split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise RuleBroken(_("Navnet kan ha 1 til %(most)s tegn.") % {"most": LONGEST_NAME})
    with locked_row(team):
        others = Activity.objects.known_to(by)
        same = [one for one in others if one.name.casefold() == name.casefold()]
        for one in same:
            if one.teams.filter(pk=team.pk).exists() and _says(one, content):
                return one
        if same:
            raise RuleBroken(
                _("En aktivitet heter «%(name)s» fra før. Velg et annet navn til kopien.")
                % {"name": name}
            )
        said = {one: getattr(content, one) for one in OF_THE_ACTIVITY} | {"name": name}
        activity = Activity(is_public=False, **said)
        activity.slug = Activity.objects.free_slug(name, is_public=False)
        must_be_valid(activity)
        activity.save()
        activity.teams.add(team)
        how = {one: getattr(content, one) for one in OF_THE_RECIPE}
        describe(activity, **how | {"demands": list(content.demands)})
    return activity


def _says(activity: Activity, content: Content) -> bool:
    """Tell whether `activity` is what was made of `content`, under whatever name."""
    held = content_of(activity)
    return all(
        getattr(held, name) == getattr(content, name)
        for name in (*OF_THE_ACTIVITY, *OF_THE_RECIPE)
        if name != "name"
    )
