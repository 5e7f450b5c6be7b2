"""Sessions: what everybody may read, and what staff plan, record and close."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission
from rest_framework.response import Response

from accounts import access_log
from accounts.models import AccessEvent
from activities.models import Session
from activities.models.session import SessionQuerySet
from activities.permissions import (
    can_close_session,
    can_edit_session,
    can_plan,
    can_record_attendance,
)
from activities.planning import sessions
from api import filters
from api.permissions import IsPlanner, IsStaff, StaffRequest
from api.serializers import (
    CancelSerializer,
    CopySerializer,
    OwnSessionSerializer,
    PersonSerializer,
    RecordedSerializer,
    SessionEditSerializer,
    SessionMakeSerializer,
    SessionSerializer,
    TookPartSerializer,
)
from api.versions import KeyTaken, etag_of, must_match
from api.views import PublicEndpoints
from cms.page_content.listings import coming_sessions
from participants.models import Participant
from participants.permissions import can_see_people
from payouts import session_rates
from payouts.budgets import replanning
from payouts.earnings import promises

KEY_PREFIX = "api:"
"""Before a caller's own key, so that it is never taken for an entry of an imported calendar."""


@extend_schema_view(
    list=extend_schema(
        description="Sessions that have not ended, cancelled ones too, the nearest first."
    ),
    retrieve=extend_schema(description="One session; its own team sees drafts as well."),
)
class Sessions(PublicEndpoints):
    """Sessions. Another team's session is 404, one's own without the role 403."""

    queryset = Session.objects.none()
    serializer_class = SessionSerializer
    filterset_class = filters.SessionFilter
    lookup_value_converter = "int"

    def get_permissions(self) -> list[BasePermission]:
        """Let everybody read what is public, staff the rest."""
        if self.action in ("list", "retrieve"):
            return [AllowAny()]
        return [IsStaff(), IsPlanner()] if self.action == "create" else [IsStaff()]

    def get_queryset(self) -> SessionQuerySet:
        """Return the sessions that this question is about."""
        if self.action == "list":
            return coming_sessions()
        own = Session.objects.visible_to(self.request.user)
        found = own if self.action != "retrieve" else Session.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=Session.objects.public().values("pk"))
        )  # fmt: skip
        return found.select_related("activity", "team", "place").order_by("starts_at", "pk")

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Return one session with the version that `If-Match` takes."""
        session = self.get_object()
        response = Response(self.get_serializer(session).data)
        response.headers["ETag"] = etag_of(session)
        return response

    # --- Plan --------------------------------------------------------------------
    @extend_schema(responses=OwnSessionSerializer(many=True))
    @action(detail=False, serializer_class=OwnSessionSerializer)
    def own(self, request: StaffRequest) -> Response:
        """Return the sessions of the teams one works in: drafts, closed and past ones too."""
        found = self.filter_queryset(self.get_queryset().with_counts())
        page = self.paginate_queryset(found)
        return self.get_paginated_response(OwnSessionSerializer(page, many=True).data)

    @extend_schema(request=SessionMakeSerializer, responses={201: OwnSessionSerializer})
    def create(self, request: StaffRequest) -> Response:
        """Make a draft. With a key of your own, a repeat makes no second one.

        It answers 200 with the session that is there when that is what was sent, and 409
        (`key_taken`) when the session under the key is another or has become another.
        """
        values = self._values(SessionMakeSerializer)
        team, key = values.pop("team"), values.pop("key", "")
        if not can_plan(request.user, team):
            raise PermissionDenied
        key = f"{KEY_PREFIX}{key}" if key else ""
        made = Session.objects.filter(team=team, calendar_key=key).first() if key else None
        if made is not None:
            if any(getattr(made, name) != value for name, value in values.items()):
                raise KeyTaken
            return self._answer(made)
        activity = values.pop("activity")
        made = sessions.make(activity, team=team, by=request.user, calendar_key=key, **values)
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=SessionEditSerializer, responses=OwnSessionSerializer)
    def partial_update(self, request: StaffRequest, pk: int) -> Response:
        """Change a draft or an open session; those who are coming stay.

        With `If-Match` it is changed only if it is as it was read (else 412).
        """
        with transaction.atomic():
            get_object_or_404(Session.objects.select_for_update(), pk=pk)
            session = self._own(can_edit_session)
            values = self._values(SessionEditSerializer, session)
            return self._answer(replanning.edit(session, by=request.user, **values))

    @extend_schema(request=CopySerializer, responses={201: OwnSessionSerializer})
    @action(detail=True, methods=["post"])
    def copy(self, request: StaffRequest, pk: int) -> Response:
        """Make a draft like this one; a repeat answers the draft that was made first."""
        session = self._own(can_edit_session)
        starts_at = self._values(CopySerializer)["starts_at"]
        made = Session.objects.filter(
            state=Session.State.DRAFT, team=session.team, activity=session.activity,
            place=session.planned_place, title=session.title, starts_at=starts_at,
        ).first()  # fmt: skip
        if made is None:
            with transaction.atomic():
                made = sessions.copy(session, starts_at=starts_at, by=request.user)
                session_rates.carry(session, [made], by=request.user)
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=OwnSessionSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: StaffRequest, pk: int) -> Response:
        """Open a draft, with its honoraria reserved. A repeat changes nothing."""
        return self._answer(promises.offer(self._own(can_edit_session), by=request.user))

    @extend_schema(request=CancelSerializer, responses=OwnSessionSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: StaffRequest, pk: int) -> Response:
        """Cancel and tell everybody; they keep what was promised. A repeat changes nothing."""
        session = self._own(can_edit_session)
        reason = self._values(CancelSerializer)["reason"]
        return self._answer(promises.cancel(session, reason=reason, by=request.user))

    @extend_schema(request=None, responses=OwnSessionSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: StaffRequest, pk: int) -> Response:
        """Finish a session, which approves its honoraria. A repeat changes nothing."""
        return self._answer(promises.close(self._own(can_close_session), by=request.user))

    # --- People ------------------------------------------------------------------
    @extend_schema(responses=PersonSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def people(self, request: StaffRequest, pk: int) -> Response:
        """Who is coming, in line or took part. That one has looked is written down."""
        session = self._own(lambda user, found: can_see_people(user, found.team))
        rows = _people_of(session)
        access_log.record(
            request.user,
            act=AccessEvent.Act.LIST,
            what="api:session-people",
            participants=[row["person"] for row in rows],
            team=session.team,
        )
        return Response(PersonSerializer(rows, many=True).data)

    @extend_schema(request=TookPartSerializer, responses=RecordedSerializer)
    @action(detail=True, methods=["post"])
    def attendance(self, request: StaffRequest, pk: int) -> Response:
        """Record that somebody took part. A repeat changes nothing."""
        session = self._own(can_record_attendance)
        code = self._values(TookPartSerializer)["participant"]
        person = _person_of(session, code)
        recorded = promises.record(session, participant=person, by=request.user)
        return Response(RecordedSerializer(recorded).data)

    @extend_schema(request=None, responses={204: None})
    @action(
        detail=True, methods=["delete"],
        url_path="attendance/<slug:participant>", url_name="attendance-take-back",
    )  # fmt: skip
    def attendance_reverse(self, request: StaffRequest, pk: int, participant: str) -> Response:
        """Undo a tap that was a mistake, before the session is closed. A repeat changes nothing."""
        session = self._own(can_record_attendance)
        person = _person_of(session, participant)
        promises.reverse(session, participant=person, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    # --- Shared ------------------------------------------------------------------
    def _own(self, question: Any) -> Session:
        """Return the session of the address: 404 for another team's, 403 without the role."""
        session = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        if not question(self.request.user, session):
            raise PermissionDenied
        if self.request.method not in SAFE_METHODS:
            must_match(self.request, etag_of(session))
        return session

    def _values(self, kind: Any, session: Session | None = None) -> dict[str, Any]:
        """Return what was sent, checked; raises ValidationError."""
        form = kind(
            session,
            data=self.request.data,
            partial=session is not None,
            context=self.get_serializer_context(),
        )
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def _answer(self, session: Session, code: int = status.HTTP_200_OK) -> Response:
        """Answer the session as it is now."""
        fresh = self.get_queryset().with_counts().get(pk=session.pk)
        headers = {"ETag": etag_of(fresh)}
        return Response(OwnSessionSerializer(fresh).data, code, headers=headers)


def _person_of(session: Session, code: str) -> Participant:
    """Return the participant of the session's team with this code, 404 for any other."""
    return get_object_or_404(Participant, team=session.team_id, code=code.upper())


def _people_of(session: Session) -> list[dict[str, Any]]:
    """Return everybody who said something about `session` or took part, by chosen name."""
    said = {
        signup.participant: signup.state for signup in session.signups.select_related("participant")
    }
    took_part = {fact.participant for fact in session.attendances.select_related("participant")}
    return [
        {
            "person": person,
            "said": said.get(person),
            "took_part": person in took_part,
        }
        for person in sorted(
            said.keys() | took_part, key=lambda person: (person.chosen_name.casefold(), person.pk)
        )
    ]
