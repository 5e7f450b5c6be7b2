"""What waits to be done in each district, and what people would like to do."""

from activities.models import Idea, Job
from activities.taking_part import ideas
from activities.works import jobs
from demo.world import PRINTED_PARTICIPANT, PRINTED_TEAM, World

JOBS = (
    ("Olje benken", "To tynne strøk. Oljen står i boden."),
    ("Telle skruer og spiker", "Skriv på lappen hva vi har lite av."),
    ("Vaske penslene", "Lunkent vann og grønnsåpe."),
    ("Skru opp kroker til verktøyet", ""),
    ("Feie verkstedet", ""),
)
"""In every district: the third is taken, the fourth by staff, and the last is done."""
JOB_FOR_A_WORK = ("Se om kassa henger godt", "kasse-7")

IDEAS = ("Lage en fiskestang selv", "Lære å bake brød", "Ta bilder av fugler om natta")
"""In every district: others want the first too, the second is talked about."""
BECAME = ("Bygge kasser til flaggermus", "fuglekassa")
"""What the printed participant proposed and now helps to make."""


def build_jobs(world: World) -> None:
    """Write down the jobs that are missing; some are taken and one is done."""
    for district, team in world.teams.items():
        known = set(Job.objects.filter(team=team).values_list("title", flat=True))
        for number, (title, how) in enumerate(JOBS):
            if title in known:
                continue
            job = jobs.make(team, title=title, description=how)
            if number == 2:
                jobs.pick_up(job, participant=world.people_of(district)[0])
            elif number == 3:
                jobs.pick_up(job, staff=world.deputy_of(district))
            elif number == 4:
                jobs.done(job)
            world.made += 1
    title, key = JOB_FOR_A_WORK
    work = world.works[key]
    if not Job.objects.filter(team=work.team, title=title).exists():
        jobs.make(work.team, title=title, work=work, place=work.place)
        world.made += 1


def build_ideas(world: World) -> None:
    """Let people propose what is missing, support each other and be answered."""
    for district, team in world.teams.items():
        people = world.people_of(district)
        known = set(Idea.objects.filter(team=team).values_list("text", flat=True))
        for number, text in enumerate(IDEAS):
            if text in known:
                continue
            idea = ideas.propose(people[number + 1], text=text, wishes_to_organise=not number)
            if number == 0:
                for other in people[3:5]:
                    ideas.support(idea, participant=other)
            elif number == 1:
                ideas.answer(idea, by=world.leader_of(district))
            world.made += 1
    text, key = BECAME
    if not Idea.objects.filter(team=world.teams[PRINTED_TEAM], text=text).exists():
        tor = world.people[PRINTED_PARTICIPANT]
        idea = ideas.propose(tor, text=text, wishes_to_organise=True)
        leader = world.leader_of(PRINTED_TEAM)
        ideas.become_activity(idea, activity=world.activities[key], by=leader)
        world.made += 1
