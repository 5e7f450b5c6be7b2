from cms.models.base import BasePage, PageWithBody
from cms.models.calendar import CalendarPage
from cms.models.contact import SiteContact
from cms.models.gardens import GardensPage
from cms.models.home import HomePage
from cms.models.projects import ProjectIndexPage, ProjectPage
from cms.models.standard import StandardPage
from cms.models.stories import StoryHandOver, StoryIndexPage, StoryPage, StoryPerson
from cms.models.story_questions import StoryQuestion
from cms.models.works import WorksPage

__all__ = [
    "BasePage",
    "CalendarPage",
    "GardensPage",
    "HomePage",
    "PageWithBody",
    "ProjectIndexPage",
    "ProjectPage",
    "SiteContact",
    "StandardPage",
    "StoryHandOver",
    "StoryIndexPage",
    "StoryPage",
    "StoryPerson",
    "StoryQuestion",
    "WorksPage",
]
