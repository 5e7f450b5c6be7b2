"""Many pick up the same job at the same moment."""

from typing import Any


def prepare() -> dict[str, Any]:
    from tests.factories.activities import JobFactory
    from tests.factories.participants import ParticipantFactory

    job = JobFactory()
    people = [ParticipantFactory(team=job.team).pk for _n in range(20)]
    return {"job": job.pk, "participants": people}


def act(index: int, prepared: dict[str, Any]) -> str:
    from activities.models import Job
    from activities.works import jobs
    from participants.models import Participant

    job = Job.objects.select_related("team").get(pk=prepared["job"])
    participant = Participant.objects.get(pk=prepared["participants"][index])
    mine = jobs.pick_up(job, participant=participant).participant == participant
    return "mine" if mine else "another's"


def look(prepared: dict[str, Any]) -> dict[str, int]:
    from collections import Counter

    from activities.models import Job

    return Counter(Job.objects.values_list("state", flat=True))
