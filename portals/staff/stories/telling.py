"""A story from the phone: writing it, asking everybody in it, and putting it out."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ALL_STAFF, PLANNING, SEEING_PEOPLE, Team, User
from cms.models import StoryPage, StoryQuestion
from cms.page_content import words
from cms.page_content.shown_people import image_of
from cms.permissions import (
    WRITING_STORIES,
    can_publish_story,
    can_read_story,
    can_write_story,
)
from cms.publishing import short_stories, story_questions
from core.errors import RuleBroken
from core.hidden_fields import digest
from core.templatetags.formats import long_date
from participants import consent_texts, consents
from participants.models import Consent, Participant
from participants.permissions import can_record_consent
from pictures.permissions import can_view_picture, is_public
from portals import card_cookie
from portals.staff.shared.own_rows import own_row, own_team, teams_with
from portals.staff.shared.page_access import (
    StaffRequest,
    seen,
    staff_button,
    staff_form,
    staff_page,
)
from portals.staff.shared.pages import carry_out, form_page, what_was_shown
from portals.staff.stories.stories_forms import StoryForm, YesForm, words_for

FORM = "portals/staff/stories/story_form.html"


@dataclass
class Asked:
    """Somebody in a story: what asks for their yes, and what of it is missing."""

    person: Participant
    name: str
    items: list[Any]
    missing: list[Any] = field(default_factory=list)
    is_unconfirmed: bool = False
    has_read_other_words: bool = False
    may_ask: bool = False
    question: StoryQuestion | None = None

    @property
    def is_missing(self) -> list[str]:
        """Return in words what they have not answered."""
        return [words_for(item) for item in self.missing]


def _own(request: StaffRequest, pk: int, question: Any) -> StoryPage:
    mine = StoryPage.objects.filter(team__in=Team.objects.of(request.user, ALL_STAFF))
    return own_row(request, mine.select_related("team", "locale"), pk, question)


def _asked(request: StaffRequest, draft: StoryPage) -> list[Asked]:
    """Return everybody in `draft` with their answers, in the same number of queries."""
    wanted = short_stories.items_by_person(draft)
    items = [item for asked_for in wanted.values() for item in asked_for]
    rows = Consent.objects.said().filter(
        participant__in=wanted, channel=Consent.Channel.WEB, item_id__in={one.pk for one in items}
    )
    said: dict[tuple[int, int, int], bool] = {}
    other_words = set()
    these = words.digest_of(draft)
    for row in rows:
        key = (row.participant_id, row.item_type_id, row.item_id)
        if key[1:] == consents.key_of(draft) and row.words_digest != these:
            other_words.add(row.participant_id)
            continue
        said[key] = row.is_unconfirmed and said.get(key, True)  # type: ignore[attr-defined]
    seeing = teams_with(request.user, SEEING_PEOPLE)
    asking = teams_with(request.user, PLANNING)
    questions = story_questions.asked_about(draft)
    found = []
    for person, asked_for in wanted.items():
        name = person.chosen_name if person.team_id in seeing else person.code
        asked = Asked(person, name, items=asked_for)
        asked.may_ask = person.left_at is None and person.team_id in asking
        keys = {item: (person.pk, *consents.key_of(item)) for item in asked_for}
        asked.missing = [item for item, key in keys.items() if key not in said]
        asked.has_read_other_words = person.pk in other_words and draft in asked.missing
        asked.question = questions.get(person.pk)
        asked.is_unconfirmed = any(said.get(key) for key in keys.values())
        found.append(asked)
    seen(request, [person for person in wanted if person.team_id in seeing])
    return sorted(found, key=lambda one: one.name.casefold())


@staff_form(shows="list")
def story_new(request: StaffRequest) -> HttpResponse:
    """Begin a story: it is kept as a draft, whatever is not written yet."""
    team, team_links = own_team(request, WRITING_STORIES)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StoryForm(data, files, team=team, by=request.user)
    seen(request, form.people)
    return form_page(
        request, form, lambda: short_stories.write(form.short(), team=team, by=request.user),
        said=_("Utkastet er lagret."), to=lambda made: reverse("staff:story", args=[made.pk]),
        title=_("Ny historie"), template=FORM, back_url=reverse("staff:stories"), **team_links,
    )  # fmt: skip


@staff_form(shows="list", one_at_a_time=True)
def story_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the draft of a story."""
    found = _own(request, pk, can_write_story)
    draft = short_stories.draft_of(found)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = StoryForm(data, files, team=found.team, by=request.user, draft=draft)
    seen(request, form.people)
    back = reverse("staff:story", args=[found.pk])
    return form_page(
        request, form,
        lambda: short_stories.rewrite(
            found, form.short(), by=request.user, second=form.cleaned_data.get("second")
        ),
        said=_("Utkastet er lagret."), title=_("Endre historien"), template=FORM, back_url=back,
        image=_for_staff(request, draft), is_long="words" not in form.fields, story=found,
    )  # fmt: skip


@staff_page(shows="view")
def story(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a story as everybody will see it, who has said yes, and the next act."""
    found = _own(request, pk, can_read_story)
    draft = short_stories.draft_of(found)
    asked = _asked(request, draft)
    picture = draft.lead_picture
    lacks = ""
    try:
        short_stories.must_be_complete(draft, by=request.user)
    except RuleBroken as broken:
        lacks = broken.message
    is_out = found.live and not found.has_unpublished_changes
    comes_on = short_stories.comes_on(found)
    showing = draft.showing_now()
    context = {
        "story": found, "draft": draft, "page": draft, "showing": showing, "asked": asked,
        "lead": showing.image(picture), "picture": picture, "lacks": lacks, "is_out": is_out,
        "comes_on": comes_on,
        "lacks_who": picture is not None and not picture.people_checked,
        "handed_over": getattr(found, "handed_over", None),
        "may_write": can_write_story(request.user, found),
        "may_publish": can_publish_story(request.user, found),
        "shown": digest(*short_stories.read_of(draft)),
    }  # fmt: skip
    response = render(request, "portals/staff/stories/story.html", context)
    # Whoever was asked may have answered on this phone: their own page does not stay open here.
    card_cookie.remove(response)
    return response


@staff_form(shows="view")
def story_yes(request: StaffRequest, pk: int, person_pk: int) -> HttpResponse:
    """Ask somebody in the story, who sits beside me: the words, the picture, their works."""
    found = _own(request, pk, can_read_story)
    draft = short_stories.draft_of(found)
    one = next((one for one in _asked(request, draft) if one.person.pk == person_pk), None)
    if one is None:
        raise Http404
    person = own_row(
        request, Participant.objects.visible_to(request.user), one.person.pk, can_record_consent
    )
    # What was answered a moment ago may be sent again.
    items = one.items if request.method == "POST" else one.missing
    form = YesForm(request.POST or None, person=person, items=items, by=request.user)
    if request.method != "POST" and not one.missing:
        return redirect("staff:story", found.pk)
    shown = digest(*short_stories.read_of(draft))
    back = reverse("staff:story", args=[found.pk])

    def said(given: list[Consent]) -> str:
        told = ngettext(
            "Samtykket er lagret. Det kan trekkes når som helst.",
            "%(n)s samtykker er lagret. Hvert av dem kan trekkes når som helst.",
            len(given),
        ) % {"n": len(given)}
        witness = form.cleaned_data["witness"]
        if witness is None:
            return told
        waits = _("Det vises når %(name)s har bekreftet det.") % {"name": witness}
        return f"{told} {waits}"

    return form_page(
        request, form,
        lambda: short_stories.say_yes(
            found, person, by=request.user, shown=what_was_shown(request), **form.cleaned_data
        ),
        said=said, title=_("%(name)s bestemmer") % {"name": person.chosen_name},
        template="portals/staff/stories/story_yes.html", back_url=back, shown=shown,
        page=draft, draft=draft, showing=draft.showing_now(), person=person, story=found,
        image=_for_staff(request, draft) if draft.lead_picture in one.missing else None,
        text=consent_texts.text_of(Consent.Channel.WEB),
    )  # fmt: skip


@staff_button
def story_ask(request: StaffRequest, pk: int, person_pk: int) -> HttpResponse:
    """Let somebody in the story answer on their own page, with their own card."""
    found = _own(request, pk, can_read_story)
    draft = short_stories.draft_of(found)
    wanted = next(
        (one for one in short_stories.items_by_person(draft) if one.pk == person_pk), None
    )
    if wanted is None:
        raise Http404
    person = own_row(
        request, Participant.objects.visible_to(request.user), wanted.pk, can_record_consent
    )
    seen(request, [person])
    done = carry_out(
        request,
        lambda: story_questions.ask(found, person, by=request.user, shown=what_was_shown(request)),
        said=_("Spørsmålet står på siden til %(name)s nå. Den åpnes med kortet.")
        % {"name": person.chosen_name},
    )
    return (
        redirect("staff:story", found.pk)
        if done
        else redirect("staff:story_yes", found.pk, person.pk)
    )


@staff_button
def story_publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the draft out, as it was shown. A second press changes nothing."""
    found = _own(request, pk, can_publish_story)
    shown = what_was_shown(request)
    carry_out(
        request,
        lambda: short_stories.publish(found, by=request.user, shown=shown),
        said=lambda out: _is_out(out, by=request.user),
    )
    return redirect("staff:story", found.pk)


def _is_out(story: StoryPage, *, by: User) -> str:
    """Say that everybody can read it now, or from which day, and who was first."""
    day = short_stories.comes_on(story)
    first = short_stories.put_out_by(story)
    if first is not None and first != by and day is None:
        return _("%(name)s la den ut før deg. Alle kan lese den nå.") % {"name": first}
    if day is None:
        return _("Historien er ute. Alle kan lese den nå.")
    return _("Historien er klar. Den kommer ut %(day)s.") % {"day": long_date(day)}


@staff_button
def story_hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the draft to the editor. A second press changes nothing."""
    found = _own(request, pk, can_write_story)
    carry_out(
        request,
        lambda: short_stories.hand_over(found, by=request.user),
        said=_("Redaktøren har fått historien."),
    )
    return redirect("staff:story", found.pk)


@staff_button
def story_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the editor wait no longer. A second press changes nothing."""
    found = _own(request, pk, can_write_story)
    carry_out(request, lambda: short_stories.take_back(found), said=_("Historien er din igjen."))
    return redirect("staff:story", found.pk)


def _for_staff(request: StaffRequest, draft: StoryPage) -> Any:
    """Return the picture for who may see it among us, whatever the public may."""
    picture = draft.lead_picture
    if picture is None:
        return None
    return (
        image_of(picture) if is_public(picture) or can_view_picture(request.user, picture) else None
    )
