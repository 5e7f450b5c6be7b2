"""The addresses of «I dag»: tasks, a session's sheet, a day on paper, and what waits for me."""

from django.urls import path

from portals.staff.today import confirmations, day_pack, never_sent, sheet, taking_part, today

urlpatterns = [
    path("", today.today, name="today"),
    path("vakt/<int:pk>/alt-i-orden/", today.all_clear, name="all_clear"),
    path("gjoremal/<int:pk>/gjort/", today.task_done, name="task_done"),
    path("gjoremal/<int:pk>/angre/", today.task_undo, name="task_undo"),
    path("okt/<int:pk>/", sheet.sheet, name="sheet"),
    path("okt/<int:pk>/var-med/", sheet.attendance_save, name="attendance_save"),
    path(
        "okt/<int:pk>/var-med/<int:participant_pk>/",
        sheet.attendance_record,
        name="attendance_record",
    ),
    path(
        "okt/<int:pk>/angre/<int:participant_pk>/",
        sheet.attendance_reverse,
        name="attendance_reverse",
    ),
    path("okt/<int:pk>/kommer/<int:participant_pk>/", sheet.signup_join, name="signup_join"),
    path("okt/<int:pk>/ikke-na/<int:participant_pk>/", sheet.signup_not_now, name="signup_not_now"),
    path("okt/<int:pk>/gjest/", taking_part.guest_add, name="guest_add"),
    path("okt/<int:pk>/gjest/<int:guest_pk>/bort/", taking_part.guest_remove, name="guest_remove"),
    path(
        "okt/<int:pk>/gjest/<int:guest_pk>/deltaker/", taking_part.guest_become, name="guest_become"
    ),
    path("okt/<int:pk>/papir/", taking_part.sheet_paper, name="sheet_paper"),
    path("okt/<int:pk>/send/", taking_part.sheet_send, name="sheet_send"),
    path("uten-nett/", taking_part.offline_page, name="offline"),
    path("uten-nett.js", taking_part.offline_worker, name="offline_worker"),
    path("dag/pakke/", day_pack.day_pack, name="day_pack"),
    path("gikk-aldri-ut/", never_sent.never_sent, name="never_sent"),
    path("bekreft/", confirmations.confirmations, name="confirmations"),
]
