"""The forms of a story on the phone: the story itself, and somebody's yes to it."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from activities.models import Work
from cms.blocks import LONGEST_ALT
from cms.models import StoryPage
from cms.publishing import short_stories
from core.forms import CleanForm
from core.row_forms import RowForm
from participants import depiction_removals
from participants.enrolment import contacts_of
from participants.forms import SecondField
from participants.models import Consent, Participant
from participants.signatures import MOST_SIGNATURE_LENGTH
from portals.staff.shared.forms.consent_items import key_of
from portals.staff.shared.forms.fields import ManyField, OneField, choose_among
from portals.staff.shared.forms.picture_fields import (
    NamedOrCoded,
    TakenPictureForm,
    of_team_or_there,
)

MOST_WORKS = 60
LONGEST_WORDS = 5000
SELDOM = ("works", "other_names", "second")


class StoryForm(RowForm, TakenPictureForm):
    """A story in its short form. Only the title is needed: the rest may come later."""

    title = forms.CharField(label=_("Tittel"), max_length=120)
    words = forms.CharField(
        label=_("Noen linjer"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Med tom linje mellom avsnittene."),
    )
    named = NamedOrCoded(
        label=_("Hvem er med i teksten?"),
        help_text=_("Alle som kan kjennes igjen. Historien vises når alle her har sagt ja."),
    )
    has_no_picture = forms.BooleanField(label=_("Ta bort bildet"), required=False)
    alt = forms.CharField(
        label=_("Hva viser bildet?"),
        required=False,
        max_length=LONGEST_ALT,
        help_text=_("For dem som ikke ser det. Skriv ingen navn."),
    )
    works = ManyField(label=_("Verk i historien"), required=False, queryset=Work.objects.none())
    other_names = forms.CharField(
        label=_("Navn som er noen andre"),
        required=False,
        max_length=300,
        help_text=_("Står det et navn i teksten som også en deltaker har? Skriv det her."),
    )
    second = SecondField()
    field_order = (
        "camera", "file", "has_no_picture", "on_picture", "is_nobody_on_it", "alt",
        "title", "words", "named", "works", "other_names", "second",
    )  # fmt: skip

    def __init__(
        self, *args: Any, team: Team, by: User, draft: StoryPage | None = None, **kwargs: Any
    ) -> None:
        self.row = draft
        if draft is not None:
            kwargs["initial"] = _held(draft)
        super().__init__(*args, team=team, by=by, **kwargs)
        works = Work.objects.filter(team=team, is_public=True).exclude(state=Work.State.GONE)
        newest = works.order_by("-pk").values("pk")[:MOST_WORKS]
        choose_among(self, works=Work.objects.filter(pk__in=[row["pk"] for row in newest]))
        there: list[Participant] = []
        if draft is not None:
            picture = draft.lead_picture
            there = [*draft.people_concerned(), *(picture.people_concerned() if picture else ())]
            self.choose_people(
                of_team_or_there(team, there).order_by(
                    "chosen_name" if self.by_name else "code", "pk"
                )
            )
            if self.initial["words"] is None:
                del self.fields["words"], self.fields["works"]
        if draft is None or draft.lead_picture is None:
            del self.fields["has_no_picture"]
        if there:
            cast(SecondField, self.fields["second"]).queryset = depiction_removals.confirmers_for(
                there, by=by
            )
        else:
            del self.fields["second"]

    def clean(self) -> dict[str, Any]:
        """Keep a new picture without a title too: it would be gone when the form came back."""
        values = super().clean()
        if values["file"] and self.has_error("title", "required"):
            del self.errors["title"]
            values["title"] = _("Uten tittel")
        return values

    @property
    def first_fields(self) -> list[BoundField]:
        """Return what is asked of every story."""
        return [self[name] for name in self.fields if name not in SELDOM]

    @property
    def more_fields(self) -> list[BoundField]:
        """Return what few stories need, which lies folded."""
        return [self[name] for name in self.fields if name in SELDOM]

    @property
    def has_more(self) -> bool:
        """Tell whether what lies folded holds anything, or is wrong."""
        return any(field.errors or field.value() for field in self.more_fields)

    def short(self) -> short_stories.Short:
        """Return what was written."""
        values = dict(self.cleaned_data)
        values.pop("second", None)
        values.setdefault("words", None)
        return short_stories.Short(people=values.pop("named"), **values)


def _held(draft: StoryPage) -> dict[str, Any]:
    """Return what a draft holds, as the form shows it."""
    picture = draft.lead_picture
    people = list(picture.people_concerned()) if picture else []
    return {
        "title": draft.title,
        "words": short_stories.words_of(draft),
        "named": list(draft.people_concerned()),
        "on_picture": people,
        "is_nobody_on_it": bool(picture and picture.people_checked and not people),
        "alt": draft.illustration_alt if picture else "",
        "works": draft.body_values("work"),
        "other_names": draft.other_names,
    }


class YesForm(CleanForm):
    """Somebody's yes to a story and what is in it: drawn here, on paper, or heard by two of us."""

    items = forms.MultipleChoiceField(
        label=_("Hva sier du ja til?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én ting.")},
    )
    months = forms.TypedChoiceField(
        label=_("Hvor lenge?"),
        choices=[(6, _("et halvt år")), (12, _("ett år")), (24, _("to år"))],
        coerce=int,
        initial=12,
        widget=forms.RadioSelect,
    )
    signature = forms.CharField(
        required=False, max_length=MOST_SIGNATURE_LENGTH, widget=forms.HiddenInput
    )
    otherwise = forms.ChoiceField(
        label=_("Uten å tegne"),
        required=False,
        choices=[
            (Consent.How.PAPER, Consent.How.PAPER.label),
            (Consent.How.SPOKEN, Consent.How.SPOKEN.label),
        ],
        widget=forms.RadioSelect,
    )
    witness = OneField(
        User, label=_("Vitne"), required=False, help_text=_("Trengs når samtykket er muntlig.")
    )

    def __init__(
        self, *args: Any, person: Participant, items: list[Any], by: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._items = {key_of(item): item for item in items}
        choices = [(key, words_for(item)) for key, item in self._items.items()]
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = choices
        choose_among(self, witness=contacts_of(person.team).exclude(pk=by.pk))

    def clean_items(self) -> list[Any]:
        """Return the items themselves."""
        return [self._items[key] for key in self.cleaned_data["items"]]

    def clean(self) -> dict[str, Any]:
        """Ask for one way to say it; a drawn name makes the rest needless."""
        values = super().clean() or self.cleaned_data
        otherwise = values.pop("otherwise", "")
        values["how"] = Consent.How.SCREEN if values.get("signature") else otherwise
        if values["how"] == Consent.How.SCREEN:
            values["witness"] = None
        elif not otherwise and "otherwise" not in self.errors:
            raise ValidationError(
                _("Be personen tegne navnet sitt. Ellers velg papir eller muntlig under.")
            )
        elif otherwise == Consent.How.SPOKEN and not values.get("witness"):
            self.add_error("witness", _("Velg kollegaen som hørte det."))
        elif otherwise == Consent.How.PAPER:
            values["witness"] = None
        return values


def words_for(item: Any) -> str:
    """Return what an item is called when somebody is asked about it."""
    if isinstance(item, StoryPage):
        return str(_("Ordene, med navnet mitt"))
    if isinstance(item, Work):
        return str(_("Navnet mitt ved %(work)s")) % {"work": item}
    return str(_("Bildet"))
