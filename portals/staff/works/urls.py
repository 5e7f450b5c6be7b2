"""The addresses of works and jobs."""

from django.urls import path

from portals.staff.works import jobs, work_pages, works

urlpatterns = [
    path("okt/<int:pk>/fangst/", work_pages.river_result, name="river_result"),
    path("oppdrag/", jobs.jobs, name="jobs"),
    path("oppdrag/nytt/", jobs.job_new, name="job_new"),
    path("oppdrag/<int:pk>/", jobs.job_edit, name="job_edit"),
    path("oppdrag/<int:pk>/jeg-tar-det/", jobs.job_pick_up, name="job_pick_up"),
    path("oppdrag/<int:pk>/gi/", jobs.job_give, name="job_give"),
    path("oppdrag/<int:pk>/legg-tilbake/", jobs.job_release, name="job_release"),
    path("oppdrag/<int:pk>/gjort/", jobs.job_done, name="job_done"),
    path("oppdrag/<int:pk>/igjen/", jobs.job_again, name="job_again"),
    path("oppdrag/<int:pk>/bort/", jobs.job_remove, name="job_remove"),
    path("verk/<int:pk>/tilsyn/angre/", works.work_care_undo, name="work_care_undo"),
    path("verk/", works.works, name="works"),
    path("verk/nytt/", works.work_new, name="work_new"),
    path("verk/<int:pk>/", works.work, name="work"),
    path("verk/<int:pk>/endre/", works.work_edit, name="work_edit"),
    path("verk/<int:pk>/tilsyn/", works.work_care, name="work_care"),
    path("verk/<int:pk>/tilstand/", works.work_state, name="work_state"),
    path("verk/<int:pk>/slik-er-den/", work_pages.work_details, name="work_details"),
    path("verk/<int:pk>/bilder/", work_pages.work_pictures, name="work_pictures"),
    path("verk/<int:pk>/steg/", work_pages.work_step_add, name="work_step_add"),
    path("verk/<int:pk>/steg/<int:step_pk>/", work_pages.work_step_tick, name="work_step_tick"),
    path(
        "verk/<int:pk>/steg/<int:step_pk>/bort/",
        work_pages.work_step_remove,
        name="work_step_remove",
    ),
    path("verk/<int:pk>/leie/", works.work_offer, name="work_offer"),
]
