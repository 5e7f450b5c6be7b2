"""The addresses of the staff's door, /staff/."""

from django.urls import path

from portals.staff import (
    activities,
    boxes,
    budgets,
    cards,
    consents,
    imports,
    participants,
    partners,
    pay,
    sessions,
    sheet,
    taking_part,
    today,
    week,
    works,
)

app_name = "staff"
urlpatterns = [
    path("", today.today, name="today"),
    path("vakt/<int:pk>/alt-i-orden/", today.all_clear, name="all_clear"),
    path("gjoremal/<int:pk>/gjort/", today.task_done, name="task_done"),
    path("uke/", week.week, name="week"),
    # Sessions
    path("okt/ny/", sessions.session_new, name="session_new"),
    path("okt/<int:pk>/", sheet.sheet, name="sheet"),
    path("okt/<int:pk>/endre/", sessions.session_edit, name="session_edit"),
    path("okt/<int:pk>/kopier/", sessions.session_copy, name="session_copy"),
    path("okt/<int:pk>/apne/", sessions.session_publish, name="session_publish"),
    path("okt/<int:pk>/avlys/", sessions.session_cancel, name="session_cancel"),
    path("okt/<int:pk>/ferdig/", sessions.session_close, name="session_close"),
    path("okt/<int:pk>/vakt/", sessions.shift_put, name="shift_put"),
    path("okt/<int:pk>/vakt/<int:shift_pk>/av/", sessions.shift_take_off, name="shift_take_off"),
    path("okt/<int:pk>/var-med/", sheet.attendance_save, name="attendance_save"),
    path(
        "okt/<int:pk>/var-med/<int:participant_pk>/",
        sheet.attendance_record,
        name="attendance_record",
    ),
    path(
        "okt/<int:pk>/angre/<int:participant_pk>/",
        sheet.attendance_take_back,
        name="attendance_take_back",
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
    path("uten-nett/", taking_part.no_signal, name="no_signal"),
    path("uten-nett.js", taking_part.offline_worker, name="offline_worker"),
    # Activities, places and what they may cost
    path("aktiviteter/", activities.activities, name="activities"),
    path("aktiviteter/ny/", activities.activity_new, name="activity_new"),
    path("aktiviteter/<int:pk>/", activities.activity_edit, name="activity_edit"),
    path("aktiviteter/<int:pk>/honorar/", activities.activity_rates, name="activity_rates"),
    path("steder/", activities.places, name="places"),
    path("steder/nytt/", activities.place_new, name="place_new"),
    path("steder/<int:pk>/", activities.place_edit, name="place_edit"),
    path("budsjett/", budgets.budgets, name="budgets"),
    path("budsjett/nytt/", budgets.budget_new, name="budget_new"),
    path("budsjett/<int:pk>/godkjenn/", budgets.budget_approve, name="budget_approve"),
    path("kalender/", imports.calendar_import, name="calendar_import"),
    path("kalender/lag/", imports.calendar_import_do, name="calendar_import_do"),
    # People
    path("deltakere/", participants.participants, name="participants"),
    path("deltakere/ny/", participants.participant_new, name="participant_new"),
    path("deltakere/<int:pk>/", participants.participant, name="participant"),
    path("deltakere/<int:pk>/endre/", participants.participant_edit, name="participant_edit"),
    path("deltakere/<int:pk>/ut/", participants.participant_leave, name="participant_leave"),
    path(
        "deltakere/<int:pk>/inn/", participants.participant_come_back, name="participant_come_back"
    ),
    path("deltakere/<int:pk>/kort/", cards.card, name="card"),
    path("deltakere/<int:pk>/samtykke/", consents.consent_new, name="consent_new"),
    path(
        "deltakere/<int:pk>/samtykke/<int:consent_pk>/trekk/",
        consents.consent_withdraw,
        name="consent_withdraw",
    ),
    # Money
    path("honorar/", pay.pay, name="pay"),
    path("honorar/<int:pk>/", pay.pay_person, name="pay_person"),
    path("honorar/kvittering/<int:pk>/", pay.receipt, name="receipt"),
    path("skrin/", boxes.boxes, name="boxes"),
    path("skrin/nytt/", boxes.box_new, name="box_new"),
    path("skrin/<int:pk>/fyll/", boxes.box_fill, name="box_fill"),
    # Works and businesses
    path("verk/", works.works, name="works"),
    path("verk/nytt/", works.work_new, name="work_new"),
    path("verk/<int:pk>/", works.work, name="work"),
    path("verk/<int:pk>/endre/", works.work_edit, name="work_edit"),
    path("verk/<int:pk>/tilsyn/", works.work_care, name="work_care"),
    path("verk/<int:pk>/leie/", works.work_offer, name="work_offer"),
    path("bedrifter/", partners.partners, name="partners"),
    path("bedrifter/ny/", partners.partner_new, name="partner_new"),
    path("bedrifter/<int:pk>/", partners.partner, name="partner"),
    path("bedrifter/<int:pk>/inviter/", partners.partner_invite, name="partner_invite"),
    path("bedrifter/henvendelse/<int:pk>/", partners.enquiry_answer, name="enquiry_answer"),
    path("bedrifter/faktura/<int:pk>/betalt/", partners.invoice_paid, name="invoice_paid"),
]
