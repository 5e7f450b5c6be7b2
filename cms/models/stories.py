"""The participants' stories. A story is shown while everybody in it says yes, not a second more.

Its text may hold a name anywhere, so there is no half way: without every consent the whole page is
gone from lists, feeds, search and its own address (rules.md#consent).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PageManager, PagePermissionTester, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from accounts import access_log
from accounts.models import AccessEvent, Team
from accounts.models.user import to_user_or_none
from activities.models import Activity, Work
from cms.editing.own_teams import editable_team_ids
from cms.editing.permission_testers import OurPageTester
from cms.editing.story_form import StoryForm
from cms.editing.widgets import PictureChooser
from cms.models.base import BasePage, PageWithBody
from cms.page_content import listings, structured_data
from cms.page_content.people_named import named_in
from cms.page_content.shown_people import WEB, Showing
from cms.page_content.words import DigestField
from core.constraints import once
from core.models import Row
from participants import consents
from participants.models import Consent, Participant
from pictures.models import Picture


class StoryIndexPage(BasePage):
    """The stories, the newest first."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.StoryPage"]
    max_count_per_parent = 1
    template = "cms/story_index_page.html"
    reads_query = ("side",)

    class Meta:
        verbose_name = _("alle historier")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the stories in this language."""
        context = super().get_context(request, *args, **kwargs)
        stories = listings.stories(self.locale.language_code)
        page, context["uncached"] = listings.one_page(stories, request, length=12)
        context["page_of_stories"] = page
        context["stories"] = listings.with_images(page.object_list)
        return context


def held_back() -> Exists:
    """Return a condition that is true for a page with somebody in it who does not consent.

    True for no other kind of page.
    """
    return Exists(_without_consent().filter(story_id=OuterRef("pk")))


def held_back_among(stories: list[int]) -> frozenset[int]:
    """Return the keys of those `stories` that `held_back` is true for. One query, none for []."""
    if not stories:
        return frozenset()
    people = _without_consent().filter(story_id__in=stories)
    return frozenset(people.values_list("story_id", flat=True))


def _without_consent() -> models.QuerySet["StoryPerson"]:
    """Return the people in stories who do not consent to just that story, as it stands there.

    A yes to other words shows nothing. One from before Reir kept which words were read counts, and
    so does every yes to a page that has not been saved since.
    """
    stands = ExpressionWrapper(OuterRef("story__words_there"), output_field=models.CharField())
    yes = Consent.objects.live().filter(
        Q(words_digest="") | Q(words_digest=stands) | Q(Exact(stands, "")),
        item_type=ContentType.objects.get_for_model(StoryPage),
        item_id=OuterRef("story_id"),
        participant_id=OuterRef("participant_id"),
        channel=WEB,
    )
    return StoryPerson.objects.filter(~Exists(yes))


class StoryQuerySet(PageQuerySet):
    """Reads of stories."""

    def shown(self) -> "StoryQuerySet":
        """Keep what everybody may read now: published, and everybody in it consents."""
        return self.live().filter(~held_back(), published_on__lte=timezone.localdate())

    def newest_first(self) -> "StoryQuerySet":
        """Put them in the order of the list."""
        return self.order_by("-published_on", "-pk")


class StoryPage(PageWithBody):
    """A story. `named` are the participants who can be known from it, by name or otherwise."""

    lead_picture = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bilde øverst"),
        help_text=_("Uten bilde, eller når det ikke kan vises, står tegningen der."),
    )
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("aktivitet"),
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="stories", verbose_name=_("team")
    )
    published_on = models.DateField(_("dato"), default=timezone.localdate)
    words_there = DigestField(max_length=64, default="", editable=False)
    asks_those_quoted = True
    people = models.ManyToManyField(Participant, through="StoryPerson", related_name="stories")

    objects = PageManager.from_queryset(StoryQuerySet)()

    open_graph_type = "article"
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "cms/story_page.html"
    content_panels = [
        HelpPanel(template="cms/admin/story_way_back.html"),
        *PageWithBody.content_panels,
        MultiFieldPanel(
            [FieldPanel("lead_picture", widget=PictureChooser), "team", "activity", "published_on"],
            heading=_("Om historien"),
        ),
        InlinePanel(
            "named",
            heading=_("Personer i historien"),
            label=_("Person"),
            help_text=_("Alle som kan kjennes igjen. Historien vises når alle har sagt ja."),
        ),
        FieldPanel("second"),
    ]
    base_form_class = StoryForm
    search_fields = [*PageWithBody.search_fields, index.FilterField("published_on")]

    class Meta:
        verbose_name = _("historie")
        verbose_name_plural = _("historier")

    @classmethod
    def get_indexed_objects(cls) -> models.QuerySet[Any]:
        """Return what the search index holds: no story that somebody has not said yes to."""
        return super().get_indexed_objects().filter(~held_back())

    @classmethod
    def for_showing(cls) -> models.QuerySet[Any]:
        """Return the queryset that a page is read with; `routing` has asked for consents."""
        today = timezone.localdate()
        stories = cls.objects.live().filter(published_on__lte=today)
        return stories.select_related("locale", "activity", "team")

    @classmethod
    def concerning(cls, person: Participant) -> models.QuerySet[Any]:
        """Return the stories that `person` is in, as they are read or wait to be published.

        Somebody new in a story that is read stands in its draft alone, and is asked for that.
        """
        changed = cls.objects.filter(live=True, has_unpublished_changes=True)
        drafts = Revision.objects.filter(pk__in=changed.values("latest_revision"))
        waiting = [
            int(key)
            for key, content in drafts.values_list("object_id", "content")
            if any(row.get("participant") == person.pk for row in content.get("named", ()))
        ]
        among = StoryPerson.objects.filter(participant=person).values("story")
        return cls.objects.filter(Q(pk__in=among) | Q(pk__in=waiting))

    def people_concerned(self) -> Iterable[Participant]:
        """Return those whose consent the story needs; while it is edited, those of the form."""
        if "named" in (getattr(self, "_cluster_related_objects", None) or {}):
            return [row.participant for row in self.named.all()]
        return self.people.all()

    def in_other_languages(self) -> models.QuerySet[Any]:
        """Return its translations: who takes back a yes takes it back in every language."""
        return self.get_translations()

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Let only those who tell its team's stories near it: a draft can name people.

        That holds for the system administrator too, who does not thereby see people.
        """
        if self.team_id is None or self.team_id in editable_team_ids(user):
            return OurPageTester(user, self)
        return PagePermissionTester(AnonymousUser(), self)

    def clean(self) -> None:
        """Add the participants who are quoted to the people in the story."""
        super().clean()
        known = {row.participant_id for row in self.named.all()}
        for quote in self.body_values("quote"):
            person = quote["participant"]
            if person is not None and person.pk not in known:
                known.add(person.pk)
                self.named.add(StoryPerson(participant=person, sort_order=len(known)))

    @property
    def drawing_alt(self) -> str:
        """Return what the drawing shows; what is told of the picture goes out with it alone."""
        return self.illustration_alt if self.lead_picture_id is None else self.drawings_own_words()

    def drawings_own_words(self) -> str:
        """Return what the chosen drawing is of, whatever is written about the picture."""
        return _("Tegning: %(what)s") % {"what": self.get_illustration_display()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the lead picture, as far as it may be shown, and the project it belongs to."""
        context = super().get_context(request, *args, **kwargs)
        if request.is_preview:  # type: ignore[attr-defined]  # Wagtail's own attribute
            context["showing"] = self.preview_for(request.user)
        context["lead"] = context["showing"].image(self.lead_picture)
        language = self.locale.language_code
        projects = listings.addresses_by_activity(listings.projects(request, language))
        context["project"] = projects.get(self.activity_id)
        context["everybody_said_yes"] = self.everybody_said_yes()
        context["all_stories"] = listings.index_address("historier", language)
        return context

    def showing(self) -> Showing:
        """Return what may be shown: a story that is shown has everybody's yes for their name."""
        return self._showing(self.people_quoted(), self.body_values("work"))

    def preview_for(self, user: Any) -> Showing:
        """Return what `user` may be shown of a draft, and write the look into the access log.

        A draft has no consents to go by, so a name is said when the person's team is one's own,
        or when they have said yes to this story.
        """
        quoted = self.people_quoted()
        mine = editable_team_ids(user)
        said_yes = self._said_yes()
        access_log.record(
            user,
            act=AccessEvent.Act.VIEW,
            what="preview",
            participants=self.people_shown(),
            team=self.team if self.team_id else None,
        )
        people = [one for one in quoted if one.team_id in mine or one.pk in said_yes]
        works = [work for work in self.body_values("work") if work.team_id in mine]
        return self._showing(people, works)

    def showing_now(self) -> Showing:
        """Return what everybody would see of this version: no name before its yes."""
        said_yes = self._said_yes()
        people = [person for person in self.people_quoted() if person.pk in said_yes]
        return self._showing(people, self.body_values("work"))

    def _said_yes(self) -> set[int | None]:
        if not self.pk or not self.people_quoted():
            return set()
        shown = consents.shown_people([self], WEB)[consents.key_of(self)]
        return {person.pk for person in shown}

    def _showing(self, people: list[Participant], works: list[Work]) -> Showing:
        pictures = [*self.body_pictures(), *([self.lead_picture] if self.lead_picture else [])]
        return Showing(works=works, pictures=pictures, people=people, quotes=True)

    def people_shown(self) -> list[Participant]:
        """Return everybody whom this version names: in the list, and whose words stand in it."""
        known = "named" in (getattr(self, "_cluster_related_objects", None) or {}) or self.pk
        return [*(self.people_concerned() if known else ()), *self.people_quoted()]

    def everybody_said_yes(self) -> bool:
        """Tell whether «alle som står her, har sagt ja» is true of a story that is shown.

        There is somebody in it, and no name of anybody else that we know of: no other participant
        of the team, nobody quoted who was not asked, no name that somebody answered for.
        """
        people = list(self.people_concerned())
        others = [quote["who"] for quote in self.body_values("quote") if quote["who"]]
        if not people or others or self.other_names:
            return False
        works = self.body_values("work")
        words = [word for work in works for word in (work.title, work.description)]
        return not named_in(self, teams=[self.team_id], known=people, more_words=words)

    def remove_person(self, person: Participant) -> None:
        """Remove `person`, published or as a draft. Only `participants.depiction_removals` calls.

        Words that are quoted stay with who said them, and who said them is asked: a version that
        quotes `person` keeps them, whatever another version quotes. What is read and says their
        name keeps them too, until it is written anew: nobody asks about its words before that.
        """
        if person not in self.people_quoted() and not (self.live and self._says_name_of(person)):
            self.named.filter(participant=person).delete()
        draft = self.get_latest_revision_as_object()
        if person in draft.people_quoted():
            return
        rows = [row for row in draft.named.all() if row.participant_id == person.pk]
        if rows:
            draft.named.remove(*rows)
            draft.save_revision(clean=False)

    def _says_name_of(self, person: Participant) -> bool:
        """Tell whether the name of `person` stands in the words, and is nobody else's here."""
        others = [one for one in self.people_concerned() if one != person]
        answered = self.other_names
        return person in named_in(self, teams=[person.team_id], known=others, answered=answered)

    def people_quoted(self) -> list[Participant]:
        """Return the participants whose words stand in the body."""
        quotes = self.body_values("quote")
        return [quote["participant"] for quote in quotes if quote["participant"]]

    def json_ld(self, address: str) -> list[dict[str, Any]]:
        """Tell machines that this is an article, by the team and not by a person."""
        return [structured_data.article(self, address)]


class StoryPerson(Orderable):
    """That a participant is in a story. Each must say yes to exactly this story."""

    story = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="named")
    participant = models.ForeignKey(
        Participant,
        on_delete=models.PROTECT,
        related_name="named_in",
        verbose_name=_("deltaker"),
    )

    panels = ["participant"]

    class Meta(Orderable.Meta):
        verbose_name = _("person i historien")
        verbose_name_plural = _("personer i historien")
        constraints = [once("story", "participant", name="story_person_once_a_story")]

    def __str__(self) -> str:
        return f"StoryPerson {self.pk}"


class StoryHandOver(Row):
    """That a story lies with the editor: it is written, and somebody who may shall put it out.

    The row goes when the story comes out, or is taken back.
    """

    story = models.OneToOneField(StoryPage, on_delete=models.CASCADE, related_name="handed_over")
    by = to_user_or_none()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("historie hos redaktøren")
        verbose_name_plural = _("historier hos redaktøren")
