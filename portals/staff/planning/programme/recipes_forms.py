"""Forms about a recipe that is brought in: the file, and what will be made of it."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from activities.handbook import recipe_file
from activities.handbook.recipe_file import Content
from activities.handbook.recipes import LONGEST_NAME
from activities.models import Activity
from cms import illustrations
from core.errors import RuleBroken
from core.forms import CleanForm
from portals.staff.shared.forms.fields import OneField, choose_among, rows_of


class RecipeFileForm(CleanForm):
    """A file. When it is right, `content` is what it says and `from_team` who made it."""

    file = forms.FileField(
        label=_("Oppskrift"),
        help_text=_("En fil som slutter på .json, lastet ned fra Reir."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "empty": _("Fila er tom."),
            "required": _("Velg en fil."),
            "missing": _("Velg en fil."),
        },
    )
    content: Content
    from_team: str

    def clean_file(self) -> Any:
        """Read the file; each thing that is wrong with it is a sentence beside the field."""
        file = self.cleaned_data["file"]
        # One byte over the limit is enough for the reader to say that the file is too big.
        self.content, self.from_team = _read(file.read(recipe_file.MAX_BYTES + 1))
        return file


class RecipeForm(CleanForm):
    """What was looked at, carried along; its name, and the team that gets it."""

    FIELDS_OF_NUMBERS = frozenset({"recipe"})

    recipe = forms.CharField(widget=forms.HiddenInput, max_length=recipe_file.MAX_BYTES)
    name = forms.CharField(label=_("Navn hos dere"), max_length=LONGEST_NAME)
    team = OneField(Team, label=_("Team"))
    content: Content

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = teams
        choose_among(self, team=rows_of(teams))
        self.fields["team"].initial = teams[0].pk
        if len(teams) == 1:
            del self.fields["team"]

    def clean_recipe(self) -> str:
        """Read what was carried along as strictly as the file."""
        words: str = self.cleaned_data["recipe"]
        self.content, _from = _read(words)
        return words

    def clean(self) -> dict[str, Any]:
        """Fill in the team when there is only one."""
        values = super().clean() or self.cleaned_data
        values.setdefault("team", self._teams[0])
        return values


def _read(data: bytes | str) -> tuple[Content, str]:
    """Return what a file says, with a drawing that there is. Raises ValidationError."""
    try:
        content, from_team = recipe_file.read(data)
    except RuleBroken as broken:
        raise forms.ValidationError(broken.message) from broken
    if content.illustration not in illustrations.NAMES:
        content = replace(content, illustration=Activity._meta.get_field("illustration").default)
    return content, from_team
