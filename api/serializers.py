"""What the API says and takes in. People stand in public answers only through their consents."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import ALL_STAFF, Team
from activities.models import Activity, Place, Session, SignUp, Work
from cms.models import StoryPage
from cms.page_content.shown_people import Image
from core.text import clean_line, holds_national_identity_number

FIRST_MOMENT, LAST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Far outside these a moment cannot be reckoned in Oslo's time."""
_possible_moments = [MinValueValidator(FIRST_MOMENT), MaxValueValidator(LAST_MOMENT)]


class CleanFields:
    """Of a serializer that takes words in: they are cleaned and looked through first."""

    def to_internal_value(self, data: Any) -> Any:
        """Read `data` with clean words (`core.text`); none may hold a national number."""
        fields = self.fields  # type: ignore[attr-defined]
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)  # type: ignore[misc]
        data = {
            name: clean_line(value) if isinstance(value, str) else value
            for name, value in data.items()
        }
        found = {
            name: [_("Ta bort fødselsnummeret. Reir skal ikke ha det.")]
            for name, value in data.items()
            if isinstance(value, str)
            and isinstance(fields.get(name), serializers.CharField)
            and holds_national_identity_number(value)
        }
        if found:
            raise serializers.ValidationError(found, code="national_identity")
        return super().to_internal_value(data)  # type: ignore[misc]


# --- Public ----------------------------------------------------------------------
class TeamSerializer(serializers.ModelSerializer[Team]):
    """A team: a district."""

    class Meta:
        model = Team
        fields = ["slug", "name"]


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """A lasting undertaking of one or more teams."""

    teams = TeamSerializer(many=True)

    class Meta:
        model = Activity
        fields = ["slug", "name", "kind", "summary", "bring", "illustration", "hashtag", "teams"]


class PlaceSerializer(serializers.ModelSerializer[Place]):
    """A public place. The position lies on a grid of about 100 m."""

    latitude = serializers.SerializerMethodField(help_text="Degrees, WGS 84, rounded.")
    longitude = serializers.SerializerMethodField(help_text="Degrees, WGS 84, rounded.")

    class Meta:
        model = Place
        fields = ["id", "name", "address", "how_to_find", "indoors", "latitude", "longitude"]

    def get_latitude(self, place: Place) -> float:
        """Return the rounded latitude."""
        return place.rounded_position[0]

    def get_longitude(self, place: Place) -> float:
        """Return the rounded longitude."""
        return place.rounded_position[1]


class WorkPlaceSerializer(PlaceSerializer):
    """Where a work stands: the place's name and rough position, as on its page."""

    class Meta(PlaceSerializer.Meta):
        fields = ["id", "name", "latitude", "longitude"]


class ActivityNameSerializer(serializers.ModelSerializer[Activity]):
    """An activity by name."""

    class Meta:
        model = Activity
        fields = ["slug", "name"]


class SessionSerializer(serializers.ModelSerializer[Session]):
    """A time and a place that one can come to."""

    tells_all = False

    activity = ActivityNameSerializer()
    team = TeamSerializer()
    place = PlaceSerializer()
    name = serializers.CharField(help_text="The title, else the activity's name.")

    class Meta:
        model = Session
        fields = [
            "id", "uid", "name", "note", "activity", "team", "place", "starts_at", "ends_at",
            "places", "state", "revision",
        ]  # fmt: skip
        extra_kwargs = {"places": {"help_text": "Null: come when you like, no place is needed."}}

    def to_representation(self, session: Session) -> dict[str, Any]:
        """Say no more than the public page does (`Session.public_note`)."""
        said = super().to_representation(session)
        if not self.tells_all:
            said["note"] = session.public_note
            if session.state == Session.State.CANCELLED:
                said["place"]["how_to_find"] = ""
        return said


class ImageSerializer(serializers.Serializer[Image]):
    """A picture in its largest public size."""

    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class PublicActivityField(serializers.SlugRelatedField[Activity]):
    """The activity that something belongs to, by slug; null while everybody may not see it."""

    def use_pk_only_optimization(self) -> bool:
        """Read the row: its key alone does not say who may see it."""
        return False

    def get_attribute(self, instance: Any) -> Any:
        """Return the activity, or None."""
        activity = super().get_attribute(instance)
        return activity if isinstance(activity, Activity) and activity.is_public else None


class StorySerializer(serializers.ModelSerializer[StoryPage]):
    """A story's beginning. The rest stands on its page alone, so that a no takes all of it away."""

    language = serializers.CharField(source="locale.language_code")
    team: serializers.SlugRelatedField[Team] = serializers.SlugRelatedField("slug", read_only=True)
    activity = PublicActivityField("slug", read_only=True, allow_null=True)
    url = serializers.CharField(source="address", read_only=True, help_text="The page, from /.")
    image = serializers.SerializerMethodField(help_text="Null: the drawing stands in its place.")

    class Meta:
        model = StoryPage
        fields = [
            "id", "title", "intro", "language", "published_on", "team", "activity", "url",
            "image", "illustration", "illustration_alt",
        ]  # fmt: skip

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, story: StoryPage) -> Any:
        """Return the picture if everybody on it may be shown."""
        return _image(self.context["showing"].image(story.lead_picture))

    def to_representation(self, instance: StoryPage) -> dict[str, Any]:
        """Say what the drawing shows when it stands in the picture's place."""
        said = super().to_representation(instance)
        return said if said["image"] else said | {"illustration_alt": instance.drawing_alt}


class WorkSerializer(serializers.ModelSerializer[Work]):
    """Something made or cared for, with the names of those who wish to be named."""

    activity = PublicActivityField("slug", read_only=True, allow_null=True)
    team: serializers.SlugRelatedField[Team] = serializers.SlugRelatedField("slug", read_only=True)
    place = WorkPlaceSerializer(allow_null=True)
    makers = serializers.SerializerMethodField(help_text="Chosen names, by consent.")
    image = serializers.SerializerMethodField()

    class Meta:
        model = Work
        fields = [
            "id", "kind", "number", "title", "description", "state", "activity", "team", "place",
            "makers", "image", "illustration",
        ]  # fmt: skip

    def to_representation(self, instance: Work) -> dict[str, Any]:
        """Return what the public page says of it: its words and its place as the card has them."""
        said = super().to_representation(instance)
        card = self.context["showing"].work(instance)
        said |= {"title": card.title, "description": card.text}
        return said | {"place": None} if card.is_the_crews else said

    def get_makers(self, work: Work) -> list[str]:
        """Return the chosen names that may stand here."""
        return list(self.context["showing"].work(work).makers)

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, work: Work) -> Any:
        """Return the picture if everybody on it may be shown."""
        return _image(self.context["showing"].work(work).image)


def _image(image: Image | None) -> Any:
    return ImageSerializer(image).data if image else None


# --- Staff -----------------------------------------------------------------------
class OwnSessionSerializer(SessionSerializer):
    """A session as its own team sees it."""

    tells_all = True

    coming_count = serializers.IntegerField(read_only=True)
    line_count = serializers.IntegerField(read_only=True)
    taken_part_count = serializers.IntegerField(read_only=True)
    staff_count = serializers.IntegerField(read_only=True)

    class Meta(SessionSerializer.Meta):
        fields = [
            *SessionSerializer.Meta.fields, "cancelled_reason", "off_site", "min_staff",
            "min_staff_reason", "coming_count", "line_count", "taken_part_count", "staff_count",
        ]  # fmt: skip


class OwnTeamField(serializers.SlugRelatedField[Team]):
    """A team in which the reader works, by slug."""

    def get_queryset(self) -> Any:
        """Return the reader's teams."""
        return Team.objects.of(self.context["request"].user, ALL_STAFF)


class KnownActivityField(serializers.SlugRelatedField[Activity]):
    """An activity that the reader may know of, by slug: their teams', or one that all can see."""

    def get_queryset(self) -> Any:
        """Return the activities that the reader may know of."""
        return Activity.objects.known_to(self.context["request"].user)


class SessionEditSerializer(CleanFields, serializers.ModelSerializer[Session]):
    """What staff decide about a session. What is left out stays as it is."""

    activity = KnownActivityField("slug", queryset=Activity.objects.all())
    starts_at = serializers.DateTimeField(validators=_possible_moments)
    ends_at = serializers.DateTimeField(validators=_possible_moments)
    places = serializers.IntegerField(
        min_value=1, max_value=500, allow_null=True, required=False,
        help_text="Null: come when you like.",
    )  # fmt: skip
    off_site = serializers.BooleanField(required=False, help_text="Left out: as the place says.")
    min_staff = serializers.IntegerField(
        min_value=1, max_value=20, required=False, help_text="Left out: as the place says."
    )
    min_staff_reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True,
        help_text="Why fewer than the place asks for: a leader says so.",
    )  # fmt: skip
    note = serializers.CharField(
        max_length=280, required=False, allow_blank=True,
        help_text="Everybody reads this. It names no participant.",
    )  # fmt: skip

    class Meta:
        model = Session
        fields = [
            "activity", "place", "title", "note", "starts_at", "ends_at", "places", "off_site",
            "min_staff", "min_staff_reason",
        ]  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse an activity that the session's team does not take part in."""
        team = attrs.get("team") or getattr(self.instance, "team", None)
        activity = attrs.get("activity")
        if team and activity and not activity.teams.filter(pk=team.pk).exists():
            raise serializers.ValidationError(
                {"activity": _("Teamet er ikke med i denne aktiviteten.")}, code="other_team"
            )
        return attrs


class SessionMakeSerializer(SessionEditSerializer):
    """A new draft. With a `key` of your own, the same `key` again gives the same session."""

    team = OwnTeamField("slug", queryset=Team.objects.all())
    key = serializers.CharField(max_length=100, required=False, write_only=True)

    class Meta(SessionEditSerializer.Meta):
        fields = ["team", "key", *SessionEditSerializer.Meta.fields]


class CopySerializer(CleanFields, serializers.Serializer[Any]):
    """When the copy begins; it is as long as the session."""

    starts_at = serializers.DateTimeField(validators=_possible_moments)


class CancelSerializer(CleanFields, serializers.Serializer[Any]):
    """Why, in a sentence that all who were coming read. It names no participant."""

    reason = serializers.CharField(max_length=200)


class TookPartSerializer(CleanFields, serializers.Serializer[Any]):
    """Who took part, by code."""

    participant = serializers.CharField(max_length=6, help_text="The participant's code.")


class RecordedSerializer(serializers.Serializer[Any]):
    """That somebody took part, and the honorarium that this promised."""

    participant = serializers.CharField(source="attendance.participant.code")
    recorded_at = serializers.DateTimeField(source="attendance.recorded_at")
    promised_ore = serializers.SerializerMethodField(help_text="Øre; null when nothing is paid.")

    def get_promised_ore(self, recorded: Any) -> int | None:
        """Return the sum in øre."""
        earning = recorded.earning
        return earning.ore if earning and earning.is_funded else None


class PersonSerializer(serializers.Serializer[Any]):
    """Somebody at a session: what they said, and whether they took part."""

    participant = serializers.CharField(source="person.code", help_text="The participant's code.")
    chosen_name = serializers.CharField(source="person.chosen_name")
    said = serializers.ChoiceField(SignUp.State.choices, allow_null=True)
    took_part = serializers.BooleanField()
