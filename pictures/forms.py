"""Wagtail's picture form, with the people and the cleaning."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.base import File
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from accounts.models import ALL_STAFF, SEEING_PEOPLE, Team
from core.forms import CleanMixin
from participants.models import Participant
from pictures.cleaning import clean


class PeopleField(forms.ModelMultipleChoiceField):
    """Participants to tick; by chosen name only where the person who looks may see names."""

    named_teams: Iterable[int] = ()

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


class PictureForm(CleanMixin, BaseImageForm):
    """The base that Wagtail builds its own picture forms from (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    people = PeopleField(
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Personer på bildet"),
        help_text=_("Bildet vises ikke før alle her har sagt ja."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # Wagtail's form factory names its own field for the file, so it is exchanged here.
            given = self.fields["file"]
            self.fields["file"] = PictureFileField(label=given.label, widget=given.widget)
        people = self.fields["people"]
        choosable = Q(team__in=Team.objects.of(user, ALL_STAFF), left_at__isnull=True)
        if self.instance.pk:
            # Whoever stands on the picture stays on it, also when somebody of another team saves.
            choosable |= Q(pk__in=self.instance.people.values("pk"))
        people.queryset = Participant.objects.filter(choosable).order_by("chosen_name", "pk")
        people.named_teams = set(Team.objects.of(user, SEEING_PEOPLE).values_list("pk", flat=True))
