"""Writing a story on the phone: picture, people and words, kept as a draft."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import Role
from cms.models import StoryPage
from cms.publishing import short_stories
from core.errors import RuleBroken
from pictures.models import Picture
from tests.factories import cms
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import WorkFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.pictures import SECRET
from tests.portals.staff.stories.scene import (
    NEW,
    address,
    edited,
    photo,
    publish,
    told,
)

pytestmark = pytest.mark.django_db


# --- Writing -----------------------------------------------------------------------
def test_a_draft_is_the_same_page_that_the_admin_opens(writer, editor):
    story = told(writer, named=[writer.kari.pk])
    assert (story.live, story.owner, story.team) == (False, writer.user, writer.team)
    assert [one.participant for one in story.named.all()] == [writer.kari]
    assert short_stories.words_of(short_stories.draft_of(story)) == "Vi skrudde.\n\nSå kom meisene."
    admin = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert f'href="{admin}"' in editor.get(address("story", story.pk)).content.decode()
    assert f'href="{address("story", story.pk)}"' in editor.get(admin).content.decode()


def test_what_is_half_done_is_kept(writer):
    story = told(writer, words="", title="Bare en tittel")
    page = writer.get(address("story", story.pk))
    assert page.context["lacks"] == "Skriv noen linjer først."
    assert 'action="' + address("story_publish", story.pk) not in page.content.decode()


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "PNG"])
@pytest.mark.parametrize("by", ["camera", "file"])
def test_a_picture_loses_place_and_time(writer, kind, by):
    story = told(writer, **{by: photo(kind)}, on_picture=[writer.kari.pk])
    picture = story.lead_picture
    stored = picture.file.read()
    assert SECRET.encode() not in stored
    assert not Image.open(BytesIO(stored)).getexif()
    assert "Ola" not in picture.file.name
    assert (list(picture.people.all()), picture.people_checked) == ([writer.kari], True)


def test_a_file_that_is_no_picture_is_a_sentence_and_the_words_stay(writer):
    broken = SimpleUploadedFile("bilde.jpg", b"ikke et bilde")
    page = writer.post(NEW, {"title": "T", "words": "Ordene mine", "file": broken})
    assert page.status_code == 200
    assert page.context["form"].errors["file"]
    assert "Ordene mine" in page.content.decode()
    assert not StoryPage.objects.exists()


def test_a_picture_that_is_too_large_is_a_sentence(writer, monkeypatch, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10
    page = writer.post(NEW, {"title": "T", "camera": photo()})
    assert "for stort" in " ".join(page.context["form"].errors["camera"])


def test_nobody_and_somebody_on_a_new_picture_is_nobodys_word(writer):
    story = told(writer, title="", file=photo(), on_picture=[writer.ola.pk], is_nobody_on_it="on")
    picture = Picture.objects.get()
    assert (story.title, story.lead_picture) == ("Uten tittel", picture)
    assert (list(picture.people.all()), picture.people_checked) == ([], False)
    answer = edited(writer, story, on_picture=[writer.ola.pk], is_nobody_on_it="on")
    assert "både for noen og for ingen" in str(answer.context["form"].errors)


def test_without_title_and_picture_the_title_is_asked_for(writer):
    assert writer.post(NEW, {"words": "Noe"}).context["form"].errors["title"]


def test_sent_twice_makes_one(writer):
    page = writer.get(NEW)
    once = page.content.decode().split('name="once" value="')[1].split('"')[0]
    for _press in range(2):
        writer.post(NEW, {"title": "T", "once": once, "file": photo()})
    assert (StoryPage.objects.count(), Picture.objects.count()) == (1, 1)


def test_somebody_of_another_team_cannot_be_ticked(writer):
    other = ParticipantFactory()
    page = writer.post(NEW, {"title": "T", "named": [other.pk]})
    assert page.context["form"].errors["named"]


def test_an_editor_ticks_codes_and_reads_no_name(editor, writer):
    words = editor.get(NEW).content.decode()
    assert writer.kari.code in words
    assert "Kari" not in words


def test_without_a_page_of_stories_there_is_a_sentence(staff_client):
    page = staff_client(role=Role.WORKER).post(NEW, {"title": "T"})
    assert "ingen side for historier" in str(page.context["form"].errors)


# --- Changing ----------------------------------------------------------------------
def test_an_edit_that_changes_nothing_changes_nothing(writer):
    work = WorkFactory(team=writer.team, is_public=True)
    story = told(
        writer, file=photo(), on_picture=[writer.ola.pk], named=[writer.kari.pk],
        works=[work.pk], alt="En kasse", other_names="Meis",
    )  # fmt: skip
    before = short_stories.draft_of(story)
    assert edited(writer, story).status_code == 302
    after = short_stories.draft_of(StoryPage.objects.get(pk=story.pk))
    for name in ("title", "lead_picture", "illustration_alt", "other_names", "slug"):
        assert getattr(after, name) == getattr(before, name)
    assert short_stories.words_of(after) == short_stories.words_of(before)
    assert after.body_values("work") == [work]
    assert list(after.people_concerned()) == [writer.kari]


def test_who_is_unticked_stays_until_a_second_confirms(writer):
    story = told(writer, file=photo(), on_picture=[writer.ola.pk], named=[writer.kari.pk])
    page = edited(writer, story, named=[])
    assert "bekrefter" in str(page.context["form"].errors)
    second = MembershipFactory(team=writer.team, role=Role.WORKER).user
    assert edited(writer, story, named=[], second=second.pk).status_code == 302
    draft = short_stories.draft_of(StoryPage.objects.get(pk=story.pk))
    assert list(draft.people_concerned()) == [writer.kari]


def test_who_is_written_out_stands_in_the_address_no_longer(writer):
    story = told(writer, title="Kari skrur", named=[writer.kari.pk])
    second = MembershipFactory(team=writer.team, role=Role.WORKER).user
    edited(writer, story, title="En kasse", named=[], second=second.pk)
    story.refresh_from_db()
    draft = short_stories.draft_of(story)
    assert (story.slug, draft.slug) == ("en-kasse", "en-kasse")
    assert story.url_path.endswith("/en-kasse/")


def test_an_address_that_people_have_stays(writer, editor):
    story = told(writer, title="En kasse")
    publish(editor, story)
    edited(editor, story, title="To kasser")
    story.refresh_from_db()
    assert short_stories.draft_of(story).slug == "en-kasse"


def test_a_picture_can_be_left_out_by_one(writer):
    story = told(writer, file=photo(), on_picture=[writer.ola.pk])
    assert edited(writer, story, has_no_picture="on").status_code == 302
    assert short_stories.draft_of(StoryPage.objects.get(pk=story.pk)).lead_picture is None


def test_what_the_picture_shows_goes_with_it(writer):
    story = told(writer, file=photo(), alt="En mann ved elva")
    for change in ({"alt": ""}, {"alt": "En mann", "has_no_picture": "on"}):
        edited(writer, story, **change)
        draft = short_stories.draft_of(StoryPage.objects.get(pk=story.pk))
        assert draft.illustration_alt == "Tegning: reir"


def test_a_long_form_keeps_its_body(writer):
    story = cms.story(team=writer.team, live=False, blocks=[("heading", "Om oss")])
    page = writer.get(address("story_edit", story.pk))
    assert "words" not in page.context["form"].fields
    assert edited(writer, story, title="Ny tittel").status_code == 302
    draft = short_stories.draft_of(StoryPage.objects.get(pk=story.pk))
    assert (draft.title, draft.body[0].value) == ("Ny tittel", "Om oss")


def test_words_below_a_work_are_not_moved(writer):
    work = WorkFactory(team=writer.team, is_public=True)
    blocks = [("work", work.pk), ("paragraph", "<p>Under verket.</p>")]
    story = cms.story(team=writer.team, live=False, blocks=blocks)
    assert short_stories.words_of(short_stories.draft_of(story)) is None


def test_what_cannot_be_saved_leaves_no_file(writer, settings):
    story, stranger = told(writer), ParticipantFactory()
    short = short_stories.Short(title="T", file=photo(), people=[stranger])
    with pytest.raises(RuleBroken):
        short_stories.write(short, team=writer.team, by=writer.user)
    with pytest.raises(RuleBroken):
        short_stories.rewrite(story, short, by=writer.user)
    assert not Picture.objects.exists()
    assert [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()] == []


def test_what_is_out_is_not_the_workers_to_change(writer, editor):
    story = cms.story(writer.kari, team=writer.team)
    assert writer.get(address("story_edit", story.pk)).status_code == 403
    assert editor.get(address("story_edit", story.pk)).status_code == 200


def test_an_old_tab_is_told(writer):
    story = told(writer)
    page = writer.get(address("story_edit", story.pk))
    version = re.search(r'name="version" value="(\w+)"', page.content.decode()).group(1)
    edited(writer, story, title="Endret av en annen")
    sent = {"title": "Fra en gammel fane", "version": version}
    answer = writer.post(address("story_edit", story.pk), sent)
    assert "En annen har lagret" in str(answer.context["form"].errors)
