"""Wagtail's picture form, with the people and the cleaning."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms
from django.core.files.base import File
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from accounts import access_log
from accounts.models import EDITING_STORIES, SEEING_PEOPLE, AccessEvent, Team
from core.errors import RuleBroken
from core.forms import CleanMixin
from core.row_forms import LibraryRowForm
from participants import depiction_removals
from participants.forms import SecondField
from participants.models import Participant
from pictures.cleaning import clean


class NamesWrittenDown(ModelChoiceIterator):
    """The list of people as it is shown; whoever is shown by name is written in the access log."""

    field: "PeopleField"

    def __iter__(self) -> Iterator[Any]:
        """Yield the choices, after it is logged that these people were seen."""
        people = list(self.queryset.filter(team__in=self.field.named_teams))
        if people:
            access_log.record(
                self.field.looked_at_by,
                act=AccessEvent.Act.LIST,
                what="picture_form",
                participants=people,
            )
        return super().__iter__()


class PeopleField(forms.ModelMultipleChoiceField):
    """Participants to tick; by chosen name only where the person who looks may see names."""

    iterator = NamesWrittenDown
    named_teams: Iterable[int] = ()
    looked_at_by: Any = None

    def label_from_instance(self, person: Participant) -> str:
        """Return the name, or the code."""
        return person.chosen_name if person.team_id in self.named_teams else person.code


class PictureFileField(WagtailImageField):
    """Wagtail's field for a file, which gives on a cleaned one.

    The upload itself is rewritten as well: Wagtail puts it aside as it came when another field
    of the form is wrong.
    """

    def to_python(self, data: Any) -> File | None:
        """Return the picture drawn anew; raises ValidationError with a sentence."""
        if super().to_python(data) is None:
            return None
        cleaned = clean(data)
        data.file, data.name, data.size = cleaned.file, cleaned.name, cleaned.size
        return cleaned

    def check_image_pixel_size(self, f: Any) -> None:
        """Leave it to `clean`, which counts before it unpacks and survives a broken file."""


class PictureForm(LibraryRowForm, CleanMixin, BaseImageForm):
    """The base that Wagtail builds its own picture forms from (WAGTAILIMAGES_IMAGE_FORM_BASE).

    Whoever is unticked stays on the picture until a second member of staff has confirmed it.
    """

    people = PeopleField(
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Personer på bildet"),
        help_text=_("Bildet vises ikke før alle her har sagt ja."),
    )
    second = SecondField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A yes is to what was seen: another file would be shown by it unasked.
            self.fields.pop("file", None)
        if "file" in self.fields:
            # Wagtail's form factory names its own field for the file, so it is exchanged here.
            given = self.fields["file"]
            self.fields["file"] = PictureFileField(label=given.label, widget=given.widget)
        people = cast(PeopleField, self.fields["people"])
        mine = Team.objects.of(user, EDITING_STORIES)
        choosable = Q(team__in=mine, left_at__isnull=True)
        if self.instance.pk:
            # People on the picture stay on it, also when somebody of another team saves.
            choosable |= Q(pk__in=self.instance.people.values("pk"))
        seeing = mine.filter(pk__in=Team.objects.of(user, SEEING_PEOPLE))
        people.named_teams = set(seeing.values_list("pk", flat=True))
        people.looked_at_by = user
        people.queryset = Participant.objects.filter(choosable).order_by("chosen_name", "pk")
        self.looked_at_by: Any = user
        self.kept = list(self.instance.people.all()) if self.instance.pk else []
        self.unticked: list[Participant] = []
        if self.kept:
            second = cast(SecondField, self.fields["second"])
            second.queryset = depiction_removals.confirmers_for(self.kept, by=user)
            people.help_text = " ".join(
                [str(people.help_text), *depiction_removals.in_words(self.instance)]
            )
        else:
            del self.fields["second"]
        self.carry_along(user)

    def clean(self) -> dict[str, Any] | None:
        """Ask who is the second when somebody is unticked, and keep them ticked."""
        cleaned = super().clean() or self.cleaned_data
        ticked = cleaned.get("people")
        if ticked is not None:
            there = set(ticked)
            self.unticked = [person for person in self.kept if person not in there]
            if self.unticked:
                cleaned["people"] = [*ticked, *self.unticked]
                try:
                    depiction_removals.must_have_second(
                        self.unticked, by=self.looked_at_by, second=cleaned.get("second")
                    )
                except RuleBroken as broken:
                    self.add_error("second", broken.message)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save the picture with everybody who was on it, and ask the second about the unticked."""
        picture = super().save(commit=commit)
        for person in self.unticked:
            depiction_removals.ask(
                person,
                item=picture,
                by=self.looked_at_by,
                second=self.cleaned_data.get("second"),
            )
        return picture
