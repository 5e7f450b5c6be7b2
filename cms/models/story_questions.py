"""That somebody in a story is asked on their own page whether it may stand on the web."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user_or_none
from cms.models.stories import StoryPage
from core.constraints import once
from core.models import Row
from participants.models import Participant


class StoryQuestion(Row):
    """A question on a person's own page. It holds for the words and the picture it was asked with.

    `facts` is their digest: a draft that has become another is shown to nobody by it. The row goes
    with a yes to all of it; what is answered goes when the story comes out, a no stays.
    `cms.publishing.story_questions` alone writes here.
    """

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="questions")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="story_questions"
    )
    facts = models.CharField(max_length=64)
    asked_by = to_user_or_none()
    asked_at = models.DateTimeField(_("spurt"))
    said_no_at = models.DateTimeField(_("sa nei"), null=True, blank=True)

    class Meta:
        verbose_name = _("spørsmål om en historie")
        verbose_name_plural = _("spørsmål om historier")
        constraints = [once("story", "participant", name="story_question_once_a_person")]
