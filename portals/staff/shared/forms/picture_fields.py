"""The fields by which a picture is taken or chosen on a phone, and said who is on it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from core.forms import CleanForm
from participants.models import Participant
from participants.permissions import can_see_people
from pictures.forms import PictureFileField
from portals.staff.shared.forms.fields import ManyField

IMAGES = "image/*,.heic"


class NamedOrCoded(ManyField):
    """Ticks for people: by chosen name for who may see names, else by code."""

    named_team: int | None = None
    """Whose people are shown by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Participant.objects.none(), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return the chosen name, or the code."""
        return obj.chosen_name if obj.team_id == self.named_team else obj.code


class TakenPictureForm(CleanForm):
    """A picture from the camera, or one that lies on the phone, and who can be known from it.

    `people` are those whom the form names; none when it shows codes.
    """

    camera = PictureFileField(
        label=_("Ta bilde"),
        required=False,
        widget=forms.FileInput(attrs={"accept": IMAGES, "capture": "environment"}),
    )
    file = PictureFileField(
        label=_("Eller velg et du har"),
        required=False,
        widget=forms.FileInput(attrs={"accept": IMAGES}),
    )
    on_picture = NamedOrCoded(
        label=_("Hvem kan kjennes igjen på bildet?"),
        help_text=_("Bildet vises ikke for andre før alle her har sagt ja."),
    )
    is_nobody_on_it = forms.BooleanField(label=_("Ingen er med på bildet"), required=False)

    def __init__(self, *args: Any, team: Team, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's field says which kinds of file it takes; a phone makes no other.
        self.fields["camera"].help_text = _("Sted og tid i bildet blir borte når du sender det.")
        self.fields["file"].help_text = ""
        self.by_name = can_see_people(by, team)
        self._team = team
        active = Participant.objects.filter(team=team, left_at__isnull=True)
        self.choose_people(active.order_by("chosen_name" if self.by_name else "code", "pk"))

    def choose_people(self, people: QuerySet[Participant]) -> None:
        """Offer `people` in every field of people."""
        self.people = people.filter(team=self._team) if self.by_name else people.none()
        for field in self.fields.values():
            if isinstance(field, NamedOrCoded):
                field.queryset = people
                field.named_team = self._team.pk if self.by_name else None

    def clean(self) -> dict[str, Any]:
        """Take one of the two pictures; nobody and somebody cannot both be on it.

        A browser lets go of a chosen picture when a form comes back: a new one is kept, as one that
        nobody has said a word about.
        """
        values = super().clean() or self.cleaned_data
        values["file"] = values.get("file") or values.pop("camera", None)
        values.pop("camera", None)
        is_odd = values.get("on_picture") and values.get("is_nobody_on_it")
        if is_odd and values["file"]:
            values |= {"on_picture": [], "is_nobody_on_it": False}
        elif is_odd:
            raise ValidationError(
                _("Du har krysset av både for noen og for ingen på bildet. Velg det som stemmer.")
            )
        return values


def of_team_or_there(team: Team, there: Any) -> QuerySet[Participant]:
    """Return who may be ticked: who is with us in `team`, and those who are `there` already."""
    keys = [person.pk for person in there]
    return Participant.objects.filter(Q(team=team, left_at__isnull=True) | Q(pk__in=keys))
