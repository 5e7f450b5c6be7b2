"""The public pages' steps in `manage.py run_due`."""

from cms.publishing import scheduled, story_questions
from cms.search import index
from core.schedule import due

due("take down pages whose end has come")(scheduled.unpublish_expired)
due("put out pages whose hour has come", irreversible=True)(scheduled.publish_due)
due("forget old questions about stories", irreversible=True)(story_questions.forget_old)
due("keep the search index to what may be read")(index.reconcile)
