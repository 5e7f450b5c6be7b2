"""A lasting undertaking of one or more teams: Fuglekassa, Minihagen, Elverydding."""

from string import ascii_lowercase, digits
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import ALL_STAFF, Team
from core.models import Named, TimeStamped
from participants.models import Interest


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Reads of activities."""

    def public(self) -> "ActivityQuerySet":
        """Keep what everybody may see."""
        return self.filter(is_public=True)

    def of_teams(self, teams: Any) -> "ActivityQuerySet":
        """Keep what at least one of `teams` takes part in."""
        return self.filter(teams__in=teams).distinct()

    def known_to(self, user: Any) -> "ActivityQuerySet":
        """Keep what `user` may know of: their own teams', and what everybody may see."""
        own = self.model.objects.of_teams(Team.objects.of(user, ALL_STAFF))
        return self.filter(Q(pk__in=own.values("pk")) | Q(is_public=True))

    def free_slug(self, name: str, *, is_public: bool) -> str:
        """Return an address that no activity has.

        That of one which is not shown has letters of its own, so that it takes no other's: a
        number behind the word would tell another team that there is one.
        """
        plain = name.replace("æ", "ae").replace("ø", "o").replace("å", "a")
        stem = slugify(plain)[:70] or "aktivitet"
        if not is_public:
            return f"{stem}-{get_random_string(6, ascii_lowercase + digits)}"
        slug, number = stem, 2
        while self.filter(slug=slug).exists():
            slug, number = f"{stem}-{number}", number + 1
        return slug


class Activity(Named, TimeStamped):
    """An activity. Its sessions belong to a team; its public page is the project page.

    Two teams may each have one of the same name: who may not know of the other is told nothing.
    """

    class Kind(models.TextChoices):
        BIRDHOUSE = "birdhouse", _("fuglekasser")
        GARDEN = "garden", _("minihager")
        COMPUTER = "computer", _("datamaskiner")
        MEDIA = "media", _("film, foto og musikk")
        MURAL = "mural", _("gatekunst")
        RIVER = "river", _("rydding av elv")
        LEARNING = "learning", _("lære noe nytt")
        OTHER = "other", _("annet")

    name = models.CharField(_("navn"), max_length=80)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    summary = models.CharField(_("kort fortalt"), max_length=280)
    bring = models.CharField(_("ta med"), max_length=280, blank=True)
    illustration = models.SlugField(_("tegning"), max_length=40, default="work-table")
    hashtag = models.CharField(_("emneknagg"), max_length=40, blank=True)
    teams = models.ManyToManyField(Team, related_name="activities", verbose_name=_("team"))
    interests = models.ManyToManyField(
        Interest, blank=True, related_name="activities", verbose_name=_("interesser")
    )
    is_public = models.BooleanField(_("vises for alle"), default=True)
    expected_at_drop_in = models.PositiveSmallIntegerField(
        _("hvor mange pleier å komme når det ikke er faste plasser?"), default=12
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_at_drop_in__gte=1, expected_at_drop_in__lte=500),
                name="activity_expects_somebody",
                violation_error_message=_("Velg 1 til 500."),
            ),
        ]
