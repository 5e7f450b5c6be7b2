"""Forms about what each kind of work has of its own, its pictures, and the catch of the river."""

from typing import Any

from django import forms
from django.db.models import Q
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.roles.wagtail_groups import collection_of
from activities.models import Work
from activities.works.details import DETAILS, details_of
from core.forms import CleanForm
from core.row_forms import RowForm
from pictures.models import Picture
from portals.staff.shared.forms.fields import ManyField, choose_among
from portals.staff.shared.forms.verb_forms import VerbForm

MOST_PICTURES = 60


HELP: dict[str, Any] = {
    "hangs": _("Slik at en annen finner den: «i bjørka ved brua»."),
    "certificate": _("Skriv det når disken er slettet. Skriv aldri hvem som får den."),
    "rights": _("Hvem kan bruke det? Alle kan lese dette."),
    "transcript": _("For den som ikke kan se eller høre. Alle kan lese dette."),
    "has_permission": _("Uten et ja vises maleriet ikke for alle."),
}


def details_form(work: Work, data: Any) -> forms.BaseForm | None:
    """Return the form of the work's kind, filled in with what is known; None for a garden."""
    if work.kind not in DETAILS:
        return None
    form = modelform_factory(
        DETAILS[work.kind],
        form=VerbForm,
        exclude=["work"],
        labels={"stage": str(_("Hvor langt?"))},
        help_texts=HELP,
        widgets={"transcript": forms.Textarea(attrs={"rows": 8})},
    )
    return form(data, instance=details_of(work))


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
