"""Nobody opens a picture alone: whoever is on it is taken off by two, and that is kept."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Role, SecondPerson
from accounts.roles import memberships
from accounts.roles.wagtail_groups import collection_of
from core.errors import RuleBroken
from participants import depiction_removals
from participants.models import DepictionRemoval
from pictures.models import Picture
from pictures.permissions import is_public
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import PictureFactory
from tests.pictures.test_admin import storyteller  # noqa: F401

pytestmark = pytest.mark.django_db


class Here:
    """A picture with Ola on it, the editor who unticks him, a colleague."""

    def __init__(self, storyteller, role=Role.EDITOR, superuser=False):  # noqa: F811
        self.client = storyteller(role)
        self.by, team = self.client.user, self.client.team
        if superuser:
            self.by.is_superuser = True
            self.by.save()
        self.ola = ParticipantFactory(team=team, chosen_name="Ola")
        self.picture = PictureFactory(people=[self.ola], collection=collection_of(team))
        self.second = MembershipFactory(team=team, role=Role.WORKER).user

    def untick(self, several=False, **sent):
        data = {"title": "Kasse", "people_checked": "on", "collection": self.picture.collection_id}
        if not several:
            return self.client.post(
                reverse("wagtailimages:edit", args=[self.picture.pk]), data | sent
            )
        named = {f"image-{self.picture.pk}-{name}": value for name, value in (data | sent).items()}
        return self.client.post(
            reverse("wagtailimages:edit_multiple", args=[self.picture.pk]),
            named,
            headers={"x-requested-with": "XMLHttpRequest"},
        )

    def on_it(self):
        self.picture = Picture.objects.get(pk=self.picture.pk)
        return list(self.picture.people.all())


@pytest.mark.parametrize("superuser", [False, True])
@pytest.mark.parametrize("role", [Role.LEADER, Role.EDITOR])
@pytest.mark.parametrize("several", [False, True])
def test_unticking_somebody_opens_nothing(storyteller, role, superuser, several):  # noqa: F811
    here = Here(storyteller, role, superuser)
    here.untick(several)
    here.untick(several, second=here.by.pk)
    stranger = MembershipFactory(role=Role.LEADER).user
    here.untick(several, second=stranger.pk)
    auditor = MembershipFactory(team=here.client.team, role=Role.AUDITOR).user
    here.untick(several, second=auditor.pk)
    assert (here.on_it(), is_public(here.picture)) == ([here.ola], False)
    assert not DepictionRemoval.objects.exists()


@pytest.mark.parametrize("several", [False, True])
def test_the_second_confirms_on_their_own_page_and_it_is_kept(
    storyteller,  # noqa: F811
    signed_in,
    several,
):
    here = Here(storyteller)
    here.untick(several, second=here.second.pk)
    here.untick(several, second=here.second.pk)  # sent twice
    assert (here.on_it(), is_public(here.picture)) == ([here.ola], False)
    asked = SecondPerson.objects.get()

    page = signed_in(here.second).get(reverse("staff:confirmations")).content.decode()
    assert "Ola er ikke med på" in page
    assert here.picture.title not in page.replace(f"bilde: {here.picture.title}", "")
    signed_in(here.by).post(reverse("staff:confirmations"), {"asked": asked.pk})
    assert here.on_it() == [here.ola]
    answer = signed_in(here.second).post(
        reverse("staff:confirmations"), {"asked": asked.pk}, follow=True
    )
    assert [str(one) for one in answer.context["messages"]] == ["Takk. Nå er det bekreftet."]
    assert (here.on_it(), is_public(here.picture)) == ([], True)

    kept = DepictionRemoval.objects.get()
    asked.refresh_from_db()
    assert (kept.participant, kept.by, kept.item) == (here.ola, here.by, here.picture)
    assert (asked.of, asked.person, asked.confirmed_at is None) == (kept, here.second, False)
    with pytest.raises(DatabaseError), transaction.atomic():
        DepictionRemoval.objects.update(by=here.second)
    assert here.ola.code in depiction_removals.in_words(here.picture)[0]


def test_a_repeat_takes_nobody_off_who_was_put_back(storyteller):  # noqa: F811
    here = Here(storyteller)
    here.untick(second=here.second.pk)
    asked = SecondPerson.objects.get()
    depiction_removals.confirm(asked, by=here.second)
    here.picture.people.add(here.ola)
    depiction_removals.confirm(asked, by=here.second)
    assert here.on_it() == [here.ola]


def test_whoever_has_left_the_team_confirms_nothing(storyteller):  # noqa: F811
    here = Here(storyteller)
    here.untick(second=here.second.pk)
    memberships.end(here.second.memberships.get(), by=UserFactory(administrator=True))
    with pytest.raises(RuleBroken):
        depiction_removals.confirm(SecondPerson.objects.get(), by=here.second)
    assert here.on_it() == [here.ola]


def test_an_administrator_without_a_team_takes_nobody_off(storyteller, signed_in):  # noqa: F811
    here = Here(storyteller)
    here.client = signed_in(UserFactory(administrator=True))
    assert here.untick(second=here.second.pk).status_code == 404
    assert here.on_it() == [here.ola]
