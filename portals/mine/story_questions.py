"""May this story stand on the web? Asked on my own page, which my own card opens."""

from typing import Any, cast

from django import forms
from django.http import Http404, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Work
from cms.models import StoryPage
from cms.publishing import story_questions
from core.errors import RuleBroken
from core.hidden_fields import FIELD
from participants import consent_texts, consents
from participants.models import Participant
from portals.mine.access import CardRequest, card_button, card_form, in_words, page, see_other
from portals.mine.entry import forgotten
from portals.mine.shown import WEB, MonthsForm
from portals.mine.thumbnails import thumbnails


class YesForm(MonthsForm):
    """One tick for the words, the picture and each work, and how long for all that is ticked."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("Hva sier du ja til?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én ting.")},
    )
    field_order = ("items", "months")

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {"-".join(map(str, consents.key_of(item))): item for item in items}
        choices = [(key, _words_for(item)) for key, item in self._items.items()]
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = choices

    def clean_items(self) -> list[Any]:
        """Return the items themselves."""
        return [self._items[key] for key in self.cleaned_data["items"]]


def _words_for(item: Any) -> str:
    if isinstance(item, StoryPage):
        return _("Ordene, med navnet mitt")
    if isinstance(item, Work):
        return _("Navnet mitt ved %(work)s") % {"work": item}
    return _("Bildet")


@card_form
def story_question(request: CardRequest, pk: int) -> HttpResponse:
    """Show the words and the picture I am asked about, and keep my yes."""
    story = _own(request.participant, pk)
    asked = story_questions.one_for(request.participant, story.pk)
    posted = request.POST.getlist("items")
    if posted and story_questions.has_said_yes(request.participant, story, keys=posted):
        return _answered(request)  # a second tap
    if asked is None:
        return _gone(request)
    form = YesForm(request.POST if request.method == "POST" else None, items=asked.items)
    if form.is_bound and form.is_valid():
        try:
            story_questions.say_yes(
                request.participant, story, shown=request.POST.get(FIELD, ""), **form.cleaned_data
            )
        except RuleBroken as broken:
            form.add_error(None, in_words(request, broken))
        else:
            return _answered(request)
    return _page(request, asked, form)


@card_button
def story_no(request: CardRequest, pk: int) -> HttpResponse:
    """Keep that I do not want it. A second tap changes nothing."""
    story = _own(request.participant, pk)
    asked = story_questions.one_for(request.participant, story.pk)
    if asked is None:
        return _gone(request)
    try:
        story_questions.say_no(request.participant, story, shown=request.POST.get(FIELD, ""))
    except RuleBroken as broken:
        form = YesForm(items=asked.items)
        return _page(request, asked, form, notice=in_words(request, broken))
    return _answered(request)


def _own(participant: Participant, pk: int) -> StoryPage:
    found: StoryPage = get_object_or_404(StoryPage, pk=pk)
    if not story_questions.concerns(participant, found):
        raise Http404
    return found


def _page(request: CardRequest, asked: Any, form: YesForm, *, notice: str = "") -> HttpResponse:
    draft = asked.draft
    showing = draft.showing_now()
    picture = draft.lead_picture
    image = showing.image(picture)
    if picture in asked.items:
        image = thumbnails([picture], participant=request.participant).get(picture.pk)
    context = {
        "asked": asked,
        "story": asked.question.story,
        "page": draft,
        "showing": showing,
        "image": image,
        "form": form,
        "text": consent_texts.text_of(WEB),
        "notice": notice,
    }
    return page(request, "story_question", context)


def _gone(request: CardRequest) -> HttpResponse:
    """Lead on from a question that stands there no longer; say so when an answer was not kept."""
    if request.method == "POST":
        return page(request, "story_changed", status=409)
    return see_other("mine:shown")


def _answered(request: CardRequest) -> HttpResponse:
    """Lead on; on a phone where one of us is signed in, my own page is closed first.

    The phone is lent then, and goes back to who lent it.
    """
    if not request.user.is_authenticated:
        return see_other("mine:shown")
    rotate_token(request)
    return forgotten(see_other("mine:answered"))
