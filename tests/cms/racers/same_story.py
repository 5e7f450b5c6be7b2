"""Several editors put the same story out at once; with `withdraws` half of them take back a yes."""

from typing import Any


def prepare(withdraws: bool) -> dict[str, Any]:
    from accounts.models import Role
    from accounts.roles import wagtail_groups
    from cms.publishing import short_stories
    from core.hidden_fields import digest
    from tests.factories import cms
    from tests.factories.accounts import MembershipFactory
    from tests.factories.participants import ParticipantFactory

    kari = ParticipantFactory()
    blocks = [("paragraph", "<p>Vi skrudde.</p>")]
    story = cms.story(kari, consenting=False, live=False, blocks=blocks)
    story.save_revision()
    given = cms.say_yes(kari, story)
    editors = [MembershipFactory(team=kari.team, role=Role.EDITOR).user.pk for _n in range(4)]
    wagtail_groups.mirror(kari.team)
    story.refresh_from_db()
    shown = digest(*short_stories.read_of(short_stories.draft_of(story)))
    return {
        "story": story.pk, "editors": editors, "shown": shown, "given": given.pk,
        "withdraws": withdraws,
    }  # fmt: skip


def act(index: int, prepared: dict[str, Any]) -> str:
    from accounts.models import User
    from cms.models import StoryPage
    from cms.publishing import short_stories
    from core.errors import RuleBroken
    from participants import consents
    from participants.models import Consent

    if prepared["withdraws"] and index % 2:
        consents.withdraw(Consent.objects.get(pk=prepared["given"]))
        return "withdrawn"
    me = User.objects.get(pk=prepared["editors"][index])
    story = StoryPage.objects.get(pk=prepared["story"])
    try:
        out = short_stories.publish(story, by=me, shown=prepared["shown"])
    except RuleBroken as broken:
        return str(broken.message)
    return "mine" if short_stories.put_out_by(out) == me else "another's"


def look(prepared: dict[str, Any]) -> dict[str, Any]:
    from wagtail.models import PageLogEntry

    from cms.models import StoryPage
    from participants.models import Consent

    story = StoryPage.objects.get(pk=prepared["story"])
    taken = Consent.objects.filter(kind="withdrawn").order_by("pk").first()
    published = PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish")
    return {
        "live": story.live,
        "shown": StoryPage.objects.shown().count(),
        "published": published.count(),
        "withdrawn": Consent.objects.filter(kind="withdrawn").count(),
        "out_before": bool(story.live and taken and story.last_published_at < taken.given_at),
    }
