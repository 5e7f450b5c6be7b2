"""The addresses of «I dag»: tasks, a session's sheet, a day on paper, and what waits for me."""

from portals.routes import routes
from portals.staff.today import (
    confirmations,
    day_pack,
    never_sent,
    session_messages,
    sheet,
    shift_notices,
    taking_part,
    today,
)
from portals.staff.today.by_role import leader

urlpatterns = routes(
    ("", today.today),
    ("leder/", leader.leader),
    ("vakt/<int:pk>/alt-i-orden/", today.all_clear),
    ("vakt/sett/", shift_notices.shifts_seen),
    ("vakt/<int:pk>/sett/", shift_notices.shift_seen),
    ("gjoremal/<int:pk>/gjort/", today.task_done),
    ("gjoremal/<int:pk>/angre/", today.task_undo),
    ("okt/<int:pk>/", sheet.sheet),
    ("okt/<int:pk>/var-med/", sheet.attendance_save),
    ("okt/<int:pk>/var-med/<int:participant_pk>/", sheet.attendance_record),
    ("okt/<int:pk>/angre/<int:participant_pk>/", sheet.attendance_reverse),
    ("okt/<int:pk>/kommer/<int:participant_pk>/", sheet.signup_join),
    ("okt/<int:pk>/ikke-na/<int:participant_pk>/", sheet.signup_not_now),
    ("okt/<int:pk>/gjest/", taking_part.guest_add),
    ("okt/<int:pk>/gjest/<int:guest_pk>/bort/", taking_part.guest_remove),
    ("okt/<int:pk>/gjest/<int:guest_pk>/deltaker/", taking_part.guest_become),
    ("okt/<int:pk>/papir/", taking_part.sheet_paper),
    ("okt/<int:pk>/send/", taking_part.sheet_send),
    ("okt/<int:pk>/beskjed/", session_messages.session_write),
    ("okt/<int:pk>/beskjed/<int:message_pk>/", session_messages.session_message),
    ("okt/<int:pk>/beskjed/<int:message_pk>/trekk/", session_messages.session_message_withdraw),
    ("uten-nett/", taking_part.offline_page, "offline"),
    ("uten-nett.js", taking_part.offline_worker),
    ("dag/pakke/", day_pack.day_pack),
    ("gikk-aldri-ut/", never_sent.never_sent),
    ("bekreft/", confirmations.confirmations),
)
