"""The addresses of works and jobs."""

from portals.routes import routes
from portals.staff.works import jobs, taken_pictures, work_pages, works

urlpatterns = routes(
    ("okt/<int:pk>/fangst/", work_pages.river_result),
    ("oppdrag/", jobs.jobs),
    ("oppdrag/nytt/", jobs.job_new),
    ("oppdrag/<int:pk>/", jobs.job_edit),
    ("oppdrag/<int:pk>/jeg-tar-det/", jobs.job_pick_up),
    ("oppdrag/<int:pk>/gi/", jobs.job_give),
    ("oppdrag/<int:pk>/legg-tilbake/", jobs.job_release),
    ("oppdrag/<int:pk>/gjort/", jobs.job_done),
    ("oppdrag/<int:pk>/igjen/", jobs.job_again),
    ("oppdrag/<int:pk>/bort/", jobs.job_remove),
    ("verk/<int:pk>/tilsyn/angre/", works.work_care_undo),
    ("verk/", works.works),
    ("verk/nytt/", works.work_new),
    ("verk/<int:pk>/", works.work),
    ("verk/<int:pk>/endre/", works.work_edit),
    ("verk/<int:pk>/tilsyn/", works.work_care),
    ("verk/<int:pk>/tilstand/", works.work_state),
    ("verk/<int:pk>/slik-er-den/", work_pages.work_details),
    ("verk/<int:pk>/bilder/", work_pages.work_pictures),
    ("verk/<int:pk>/ta-bilde/", taken_pictures.work_picture_new),
    ("verk/<int:pk>/send-bilde/", taken_pictures.work_picture_send),
    ("verk/<int:pk>/steg/", work_pages.work_step_add),
    ("verk/<int:pk>/steg/<int:step_pk>/", work_pages.work_step_tick),
    ("verk/<int:pk>/steg/<int:step_pk>/bort/", work_pages.work_step_remove),
    ("verk/<int:pk>/leie/", works.work_offer),
)
