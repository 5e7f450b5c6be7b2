"""What is shown about me, and taking it away with one tap."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Work
from cms.publishing import story_questions
from core.errors import RuleBroken
from core.forms import CleanForm
from core.hidden_fields import FIELD, digest
from leasing import hidden_makers
from participants import consent_texts, consents
from participants.models import Consent, Participant
from pictures.models import Picture
from portals.mine.access import (
    CardRequest,
    card_button,
    card_form,
    card_page,
    in_words,
    page,
    see_other,
)
from portals.mine.thumbnails import Thumbnail, thumbnails
from portals.templatetags.drawings import drawing

WEB = Consent.Channel.WEB


@dataclass(frozen=True)
class ShownSummary:
    """A consent with its item in words."""

    consent: Consent
    image: Thumbnail | None = None
    is_the_crews: bool = False

    @property
    def title(self) -> str:
        """Return what it is."""
        return title_of(self.consent.item) or _("Noe du har gjort")

    @property
    def drawing(self) -> str:
        """Return the drawing that stands where there is no picture."""
        item = self.consent.item
        if isinstance(item, Work):
            return drawing(item.illustration or item.activity.illustration)
        return "camera" if isinstance(item, Picture) else "story"


def title_of(item: Any) -> str:
    """Return what one who is in `item` may read that it is called; "" when it is gone.

    A picture's own title may name others, so it stays behind.
    """
    if isinstance(item, Picture):
        return _("Et bilde av deg")
    return str(getattr(item, "title", ""))


class MonthsForm(CleanForm):
    """How long a yes holds."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("Hvor lenge?"),
        choices=[
            (6, gettext_lazy("et halvt år")),
            (12, gettext_lazy("ett år")),
            (24, gettext_lazy("to år")),
        ],
        coerce=int,
        initial=12,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Velg hvor lenge.")
        ),
    )


class SeveralForm(MonthsForm):
    """One tick a work, and how long for all that is ticked."""

    works = forms.MultipleChoiceField(
        label=gettext_lazy("Verk"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én ting.")},
    )
    field_order = ("works", "months")

    def __init__(self, *args: Any, works: QuerySet[Work], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._works = {str(work.pk): work for work in works}
        choices = [(key, work.title) for key, work in self._works.items()]
        cast(forms.MultipleChoiceField, self.fields["works"]).choices = choices

    def clean_works(self) -> list[Work]:
        """Return the works themselves."""
        return [self._works[key] for key in self.cleaned_data["works"]]


@card_page
def shown(request: CardRequest) -> HttpResponse:
    """Show everything that is shown about me, and what I could put my name beside."""
    participant = request.participant
    live = _once_for_all_languages(consents.shown_about(participant))
    items = [consent.item for consent in live]
    works = [item for item in items if isinstance(item, Work)]
    prefetch_related_objects(works, "picture", "activity")
    pictures = [
        item if isinstance(item, Picture) else getattr(item, "picture", None) for item in items
    ]
    images = thumbnails(pictures, participant=participant)
    the_crews = hidden_makers.made_by_the_crew(works)
    summaries = [
        ShownSummary(
            consent,
            picture and images.get(picture.pk),
            is_the_crews=isinstance(consent.item, Work) and consent.item.pk in the_crews,
        )
        for consent, picture in zip(live, pictures, strict=True)
    ]
    context = {
        "summaries": summaries,
        "offers": _could_be_shown(participant),
        "questions": story_questions.open_for(participant),
    }
    return page(request, "shown", context)


@card_button
def withdraw(request: CardRequest, pk: int) -> HttpResponse:
    """Take one consent back, at once. A second tap changes nothing."""
    consent = get_object_or_404(_given_by(request.participant), pk=pk)
    consents.withdraw(consent)
    return see_other("mine:gone", consent.pk)


@card_page
def gone(request: CardRequest, pk: int) -> HttpResponse:
    """Say that it is gone, what cannot be called back, and how to change one's mind."""
    consent = get_object_or_404(
        _given_by(request.participant).filter(withdrawal__isnull=False), pk=pk
    )
    item = consent.item
    again = (
        isinstance(item, Work)
        and consent.channel == WEB
        and _could_be_shown(request.participant).filter(pk=item.pk).exists()
    )
    context = {
        "summary": ShownSummary(consent),
        "stays": consent.channel != WEB,  # what is printed or told cannot be called back
        "again": item if again else None,
    }
    return page(request, "gone", context)


@card_form
def give(request: CardRequest, pk: int) -> HttpResponse:
    """Ask one question: may my name stand beside this work? A second yes changes nothing."""
    work = get_object_or_404(_shown_works(request.participant), pk=pk)
    form = MonthsForm(request.POST if request.method == "POST" else None)
    return _asked(request, form, "give", works=[work])


@card_form
def give_several(request: CardRequest) -> HttpResponse:
    """Ask once, with one tick a work, where my name may stand. A second yes changes nothing."""
    # What the first of two taps gave may be sent again.
    offered = _shown_works if request.method == "POST" else _could_be_shown
    works = offered(request.participant)
    form = SeveralForm(request.POST if request.method == "POST" else None, works=works)
    return _asked(request, form, "give_several", works=works)


def _asked(request: CardRequest, form: MonthsForm, name: str, *, works: Any) -> HttpResponse:
    """Keep the yes that was sent, to all of `works` or to those that are ticked, or show `name`."""
    if form.is_bound and form.is_valid():
        try:
            consents.give_in_one_sitting(
                request.participant,
                items=form.cleaned_data.get("works", works),
                channel=WEB,
                how=Consent.How.SCREEN,
                months=form.cleaned_data["months"],
                # Which words they have read on the page that they answer.
                read=consents.Read(
                    language=request.participant.language, shown=request.POST.get(FIELD, "")
                ),
            )
        except RuleBroken as broken:
            form.add_error(None, in_words(request, broken))
        else:
            return see_other("mine:shown")
    context = {
        "form": form,
        "works": works,
        "text": consent_texts.text_of(WEB),
        "sent_back": digest(*consent_texts.facts()),
    }
    return page(request, name, context)


def _once_for_all_languages(live: list[Consent]) -> list[Consent]:
    """Keep the first given of those to one thing in several languages: they go together."""
    first: dict[Any, Consent] = {}
    for consent in reversed(live):
        thing = getattr(consent.item, "translation_key", consent.item_id)
        first.setdefault((consent.item_type_id, thing, consent.channel), consent)
    return list(reversed(first.values()))


def _given_by(participant: Participant) -> QuerySet[Consent]:
    return Consent.objects.filter(participant=participant, kind=Consent.Kind.GIVEN)


def _shown_works(participant: Participant) -> QuerySet[Work]:
    """Return the works they made that stand on the public pages with room for a name."""
    works = Work.objects.made_by(participant).public().exclude(state=Work.State.GONE)
    return works.exclude(hidden_makers.offered_or_leased())


def _could_be_shown(participant: Participant) -> QuerySet[Work]:
    """Return those of them where their name does not stand yet."""
    named = Consent.objects.live().filter(
        participant=participant,
        channel=WEB,
        item_type=ContentType.objects.get_for_model(Work),
        item_id=OuterRef("pk"),
    )
    return _shown_works(participant).filter(~Exists(named))
