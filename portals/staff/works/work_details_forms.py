"""Forms about what each kind of work has of its own, its pictures, and the catch of the river."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.roles.wagtail_groups import collection_of
from activities.models import Computer, Work
from activities.works.details import details_of
from core.forms import CleanForm
from core.row_forms import RowForm
from pictures.models import Picture
from portals.staff.shared.fields import ManyField, choose_among

MOST_PICTURES = 60


class BirdhouseForm(RowForm, CleanForm):
    """Where a nest box hangs."""

    hangs = forms.CharField(
        label=_("Her henger den"),
        required=False,
        max_length=120,
        help_text=_("Slik at en annen finner den: «i bjørka ved brua»."),
    )


class ComputerForm(RowForm, CleanForm):
    """How far a computer has come, with the number of the certificate that its disk is wiped."""

    stage = forms.ChoiceField(label=_("Hvor langt?"), choices=Computer.Stage.choices)
    certificate = forms.CharField(
        label=_("Slettebevis, nummer"),
        required=False,
        max_length=60,
        help_text=_("Skriv det når disken er slettet. Skriv aldri hvem som får den."),
    )


class RecordingForm(RowForm, CleanForm):
    """Who may use a film, a photo or a song, and its words."""

    rights = forms.CharField(
        label=_("Rettigheter"),
        required=False,
        max_length=200,
        help_text=_("Hvem kan bruke det? Alle kan lese dette."),
    )
    captions = forms.CharField(label=_("Teksting"), required=False, max_length=200)
    transcript = forms.CharField(
        label=_("Det som blir sagt"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For den som ikke kan se eller høre. Alle kan lese dette."),
    )


class MuralForm(RowForm, CleanForm):
    """Whose wall it is, and whether they have said yes."""

    wall_owner = forms.CharField(label=_("Veggen eies av"), required=False, max_length=120)
    has_permission = forms.BooleanField(
        label=_("Eieren har sagt ja"),
        required=False,
        help_text=_("Uten et ja vises maleriet ikke for alle."),
    )


DETAILS_FORMS: dict[str, type[forms.Form]] = {
    Work.Kind.BIRDHOUSE: BirdhouseForm,
    Work.Kind.COMPUTER: ComputerForm,
    Work.Kind.FILM: RecordingForm,
    Work.Kind.PHOTO: RecordingForm,
    Work.Kind.MUSIC: RecordingForm,
    Work.Kind.MURAL: MuralForm,
}


def details_form(work: Work, data: Any) -> forms.Form | None:
    """Return the form of the work's kind, filled in with what is known; None for a garden."""
    form = DETAILS_FORMS.get(work.kind)
    if form is None:
        return None
    known = details_of(work)
    initial = {name: getattr(known, name) for name in form.base_fields} if known else None
    return form(data, initial=initial)


class PicturesForm(RowForm, CleanForm):
    """More pictures of a work. Each is shown only while all who are in it say yes."""

    more_pictures = ManyField(
        label=_("Flere bilder"),
        required=False,
        queryset=Picture.objects.none(),
        help_text=_("Et bilde vises bare når alle på det har sagt ja."),
    )

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        kwargs["initial"] = {"more_pictures": work.more_pictures.all()}
        super().__init__(*args, **kwargs)
        choose_among(self, more_pictures=pictures_of(work.team, work=work))


def pictures_of(team: Team, *, work: Work) -> Any:
    """Return the newest pictures of `team` that somebody has looked at for people.

    Those in its collection, of its people and of its works; those of `work` always.
    """
    pictures = Picture.objects.order_by()
    ours = Q(pk__in=pictures.filter(people__team=team).values("pk"))
    ours |= Q(pk__in=pictures.filter(works__team=team).values("pk"))
    collection = collection_of(team)
    if collection:
        ours |= Q(collection=collection)
    newest = Picture.objects.filter(ours, people_checked=True).order_by("-pk").values("pk")
    chosen = work.more_pictures.values("pk")
    found = {row["pk"] for row in [*newest[:MOST_PICTURES], *chosen]}
    return Picture.objects.filter(pk__in=found).exclude(pk=work.picture_id).order_by("-pk")


class RiverForm(RowForm, CleanForm):
    """What a session brought out of the river."""

    kilos = forms.IntegerField(label=_("Kilo"), min_value=0, max_value=100_000)
    scooters = forms.IntegerField(label=_("Elsparkesykler"), min_value=0, max_value=1000)
    weather = forms.CharField(label=_("Været"), required=False, max_length=60)
    safety_checked = forms.BooleanField(label=_("HMS-lista er gått gjennom"), required=False)
