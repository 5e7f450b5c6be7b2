"""A story's short form, as it is written on a phone: a title, a few lines, a picture, works.

It is the same page and the same draft that Wagtail's admin opens. A page that has got more than
these there keeps its body: the phone says so, and changes the rest alone.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from itertools import dropwhile
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry

from accounts.models import Team, User
from activities.models import Work
from cms import permissions
from cms.models import StoryHandOver, StoryIndexPage, StoryPage, StoryPerson
from cms.navigation import addresses
from cms.page_content import words
from cms.publishing import missing_consents
from core.errors import RuleBroken
from core.hidden_fields import must_be_unchanged
from core.saving import locked_row
from notices import waiting_states
from participants import consent_texts, consents, depiction_removals
from participants.models import Consent, Participant
from pictures import keeping
from pictures.models import Picture

OURS = "nb"
"""The language in which a story is written first."""
_SHORT = {"paragraph", "work"}
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Short:
    """What a phone says of a story. `words` is None where the body was made in the admin.

    `people` can be known from the words, `on_picture` from the picture. `file` is a new picture;
    without it, and without `has_no_picture`, the one that is there stays. `alt` says what it shows,
    `other_names` which names in the words are somebody else's.
    """

    title: str
    words: str | None = ""
    people: Iterable[Participant] = ()
    works: Iterable[Work] = ()
    file: Any = None
    has_no_picture: bool = False
    on_picture: Iterable[Participant] = ()
    is_nobody_on_it: bool = False
    alt: str = ""
    other_names: str = ""


# --- Reads -----------------------------------------------------------------------
def draft_of(story: StoryPage) -> StoryPage:
    """Return the newest version of `story`, as it would come out."""
    draft: StoryPage = story.get_latest_revision_as_object()
    return draft


def words_of(draft: StoryPage) -> str | None:
    """Return the words of a draft with an empty line between paragraphs; None for a long form.

    Words below a work are a long form too: the phone would put them above it.
    """
    kinds = [block.block_type for block in draft.body]
    if not _SHORT.issuperset(kinds) or "paragraph" in dropwhile("paragraph".__eq__, kinds):
        return None
    texts = [block.value.source for block in draft.body if block.block_type == "paragraph"]
    found = "".join(texts)
    paragraphs = _PARAGRAPH.findall(found)
    without = _PARAGRAPH.sub("", found).strip()
    lines = [re.sub(r"<br ?/?>", "\n", one) for one in paragraphs]
    if without or any("<" in one for one in lines):
        return None
    return "\n\n".join(unescape(one) for one in lines)


def items_by_person(draft: StoryPage) -> dict[Participant, list[Any]]:
    """Return what in `draft` asks for whose yes: the words, the picture, and works they made.

    Makers of a work who are neither in the words nor on the picture are not among them: the work
    is shown without their names. Four queries at most, however many people.
    """
    prefetch_related_objects(list(draft.named.all()), "participant")
    found: dict[Participant, list[Any]] = {person: [draft] for person in draft.people_concerned()}
    if draft.lead_picture is not None:
        for person in draft.lead_picture.people_concerned():
            found.setdefault(person, []).append(draft.lead_picture)
    works = draft.body_values("work")
    prefetch_related_objects(works, "makers")
    for work in works:
        for person in work.makers.all():
            if person in found:
                found[person].append(work)
    return found


def read_of(draft: StoryPage) -> tuple[Any, ...]:
    """Return the facts that somebody who says yes to `draft` has read, for the digest."""
    return draft.latest_revision_id, draft.lead_picture_id, *consent_texts.facts()


def comes_on(story: StoryPage) -> date | None:
    """Return the day on which `story` comes, put out ahead of time; None when it is out, or not.

    The page's own date, or the hour that was set for it in the admin, whichever is later.
    """
    planned = None if story.live else story.scheduled_revision
    if not story.live and planned is None:
        return None
    days = [planned.as_object().published_on if planned else story.published_on]
    if planned:
        days.append(timezone.localdate(planned.approved_go_live_at))
    return max(days) if max(days) > timezone.localdate() or planned else None


# --- Writing ---------------------------------------------------------------------
@transaction.atomic
def write(short: Short, *, team: Team, by: User) -> StoryPage:
    """Return a new draft of `team`. Raises RuleBroken with a sentence."""
    index = StoryIndexPage.objects.filter(locale__language_code=OURS).first()
    if index is None:
        raise RuleBroken(_("Nettstedet har ingen side for historier ennå. Si det til lederen."))
    index = StoryIndexPage.objects.select_for_update().get(pk=index.pk)
    story = StoryPage(team=team, live=False, owner=by, locale=index.locale)
    with _no_file_left(story):
        story.lead_picture = _picture(short, team=team, by=by)
        _fill(story, short)
        _must_lead_to_a_page(index, short.title)
        _refusing(lambda: index.add_child(instance=story))
        story.save_revision(user=by, log_action=True)
    return story


def rewrite(story: StoryPage, short: Short, *, by: User, second: User | None = None) -> StoryPage:
    """Change the draft of `story`, and return the page. What is read stays as it is till it is out.

    Till the first time it is out, its address follows the title. Who is left out stays till
    `second` has confirmed it. Raises RuleBroken.
    """
    with locked_row(story) as row:
        if not permissions.can_write_story(by, row):
            raise RuleBroken(_("Historien er lagt ut. Gi endringen til den som redigerer."))
        draft = draft_of(row)
        wanted = list(short.people)
        there = [person.participant for person in draft.named.all()]
        out = [person for person in there if person not in wanted]
        depiction_removals.must_have_second(out, by=by, second=second)
        there_now = draft.lead_picture
        if row.first_published_at is None and short.title != draft.title:
            # Nobody has the address yet: a name that was in the title stands in it no longer.
            _must_lead_to_a_page(row.get_parent(), short.title)
            draft.slug = ""
        with _no_file_left(draft):
            draft.lead_picture = _picture(
                short, team=row.team, by=by, there=there_now, second=second
            )
            _fill(draft, short, had_picture=there_now is not None)
            _refusing(draft.full_clean)
            if not row.live:
                draft.save()
            draft.save_revision(user=by, log_action=True)
            for person in out:
                depiction_removals.ask(person, item=row, by=by, second=second)
    return row


def _must_lead_to_a_page(index: Page, title: str) -> None:
    slug = slugify(title)
    if slug and addresses.leads_elsewhere(f"{index.url_path}{slug}/", OURS):
        raise RuleBroken(_("Velg en annen tittel. Adressen er i bruk."))


@contextmanager
def _no_file_left(page: StoryPage) -> Iterator[None]:
    """Delete the file of a picture that `page` got meanwhile, when the row goes with the rest."""
    there = page.lead_picture
    try:
        yield
    except Exception:
        if page.lead_picture is not None and page.lead_picture != there:
            page.lead_picture.file.delete(save=False)
        raise


def _picture(
    short: Short,
    *,
    team: Team,
    by: User,
    there: Picture | None = None,
    second: User | None = None,
) -> Picture | None:
    """Return the picture that the story is to have: a new one, the one that is there, or none."""
    who: Any = {"people": list(short.on_picture), "is_nobody_on_it": short.is_nobody_on_it}
    if short.file:
        return keeping.keep(short.file, title=short.title, team=team, by=by, **who)
    if there is None or short.has_no_picture:
        return None
    keeping.say_who(there, team=team, by=by, second=second, **who)
    return there


def _fill(page: StoryPage, short: Short, *, had_picture: bool = False) -> None:
    page.title = short.title
    page.draft_title = short.title
    if page.lead_picture is not None:
        page.illustration_alt = short.alt or page.drawings_own_words()
    elif had_picture or not page.illustration_alt:
        page.illustration_alt = page.drawings_own_words()
    page.other_names = short.other_names
    if short.words is not None:
        page.body = StoryPage.body.field.stream_block.to_python(_blocks(short))  # type: ignore[attr-defined]
    known = {row.participant_id for row in page.named.all()}
    for person in short.people:
        if person.team_id != page.team_id and person.pk not in known:
            raise RuleBroken(_("Velg deltakere i teamet."))
        if person.pk not in known:
            page.named.add(StoryPerson(participant=person, sort_order=len(known)))
            known.add(person.pk)


def _blocks(short: Short) -> list[dict[str, Any]]:
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n", short.words or "") if one.strip()]
    text = "".join(f"<p>{'<br/>'.join(escape(one).split(chr(10)))}</p>" for one in paragraphs)
    words = [{"type": "paragraph", "value": text}] if text else []
    return [*words, *({"type": "work", "value": work.pk} for work in short.works)]


def _refusing(act: Any) -> None:
    try:
        act()
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error


# --- A yes -----------------------------------------------------------------------
@transaction.atomic
def say_yes(
    story: StoryPage,
    person: Participant,
    *,
    items: list[Any],
    shown: str,
    signature: str = "",
    **said: Any,
) -> list[Consent]:
    """Record that `person` says yes to `items` of the draft they have read (`shown`), on the web.

    They have read it in the active language. `said` is what `consents.give` asks for besides.
    Raises Changed when the draft is another now.
    """
    if said["how"] == Consent.How.SCREEN and not signature:
        raise RuleBroken(_("Be personen tegne navnet sitt."))
    with locked_row(story) as row:
        draft = draft_of(row)
        must_be_unchanged(shown, *read_of(draft))
        read = consents.Read(
            language=get_language() or OURS,
            signature=signature,
            words={consents.key_of(draft): words.digest_of(draft)},
        )
        return consents.give_in_one_sitting(
            person, items=items, channel=Consent.Channel.WEB, read=read, **said
        )


# --- On its way out --------------------------------------------------------------
def publish(story: StoryPage, *, by: User, shown: str | None = None) -> StoryPage:
    """Put the draft out, as the admin's own button does; a repeat changes nothing.

    Raises RuleBroken while somebody's yes is missing, and Changed when the draft is another than
    the one that was `shown`.
    """
    with locked_row(story) as row:
        tester: Any = row.permissions_for_user(by)
        if not (permissions.can_publish_story(by, row) and tester.can_publish()):
            raise RuleBroken(_("Du kan bare legge ut historier for teamet ditt."))
        if row.live and not row.has_unpublished_changes:
            return row
        draft = draft_of(row)
        must_be_unchanged(shown, *read_of(draft))
        # Whoever takes back a yes now comes before this, or after it is out, and hides it again.
        people = draft.people_concerned()
        list(
            Participant.objects.select_for_update()
            .filter(pk__in=[one.pk for one in people])
            .order_by("pk")
        )
        must_be_complete(draft, by=by)
        draft.latest_revision.publish(user=by)
    row.refresh_from_db()
    return row


def put_out_by(story: StoryPage) -> User | None:
    """Return who put `story` out the last time."""
    entries = PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish")
    last = entries.select_related("user").order_by("-timestamp", "-pk").first()
    return last.user if last else None


def must_be_complete(draft: StoryPage, *, by: User) -> None:
    """Raise RuleBroken with what `draft` lacks before it may come out."""
    if not draft.body:
        raise RuleBroken(_("Skriv noen linjer først."))
    blockers = missing_consents.blockers_of(draft, user=by)
    if blockers.read_other_words:
        codes = missing_consents.codes_of(blockers.read_other_words)
        raise RuleBroken(
            _("Teksten er en annen enn den %(codes)s sa ja til. Spør på nytt.") % {"codes": codes}
        )
    if blockers.people:
        codes = missing_consents.codes_of(blockers.people)
        raise RuleBroken(_("Disse må si ja til historien først: %(codes)s.") % {"codes": codes})
    if blockers.named:
        raise RuleBroken(
            _(
                "I teksten står navnet til noen som ikke er krysset av. Kryss av hvem det er, "
                "eller skriv navnet i «Navn som er noen andre»."
            )
        )


def hand_over(story: StoryPage, *, by: User) -> StoryHandOver:
    """Give the draft to the editor, who finds it on «I dag»; a repeat returns the same row."""
    with locked_row(story) as row:
        if row.live and not row.has_unpublished_changes:
            raise RuleBroken(_("Historien er ute allerede."))
        if not draft_of(row).body:
            raise RuleBroken(_("Skriv noen linjer først."))
        given, _new = StoryHandOver.objects.get_or_create(story=row, defaults={"by": by})
        waiting_states.refresh("story_with_editor", row)
    return given


def take_back(story: StoryPage) -> None:
    """Let the editor wait no longer; a repeat changes nothing."""
    with locked_row(story) as row:
        StoryHandOver.objects.filter(story=row).delete()
        waiting_states.refresh("story_with_editor", row)
