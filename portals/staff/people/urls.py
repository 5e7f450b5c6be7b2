"""The addresses of participants and colleagues."""

from django.urls import path

from portals.staff.people import colleagues, consents, participants, sign_in

urlpatterns = [
    path("kolleger/", colleagues.colleagues, name="colleagues"),
    path("kolleger/<int:pk>/", colleagues.colleague_edit, name="colleague_edit"),
    path("kolleger/innlogging/", sign_in.sign_ins, name="sign_ins"),
    path("kolleger/inviter/", colleagues.colleague_invite, name="colleague_invite"),
    path("kolleger/<int:pk>/brev/", colleagues.colleague_letter, name="colleague_letter"),
    path("kolleger/<int:pk>/roller/", colleagues.colleague_roles, name="colleague_roles"),
    path("kolleger/<int:pk>/slutt/", colleagues.colleague_end, name="colleague_end"),
    path("kolleger/<int:pk>/innlogging/", sign_in.colleague_sign_in, name="colleague_sign_in"),
    path("kolleger/borte/", colleagues.absence_new, name="absence_new"),
    path("kolleger/borte/<int:pk>/tilbake/", colleagues.absence_end, name="absence_end"),
    path("deltakere/", participants.participants, name="participants"),
    path("deltakere/ny/", participants.participant_new, name="participant_new"),
    path("deltakere/<int:pk>/", participants.participant, name="participant"),
    path("deltakere/<int:pk>/endre/", participants.participant_edit, name="participant_edit"),
    path("deltakere/<int:pk>/ut/", participants.participant_leave, name="participant_leave"),
    path("deltakere/<int:pk>/inn/", participants.participant_readmit, name="participant_readmit"),
    path("deltakere/<int:pk>/kort/", participants.card, name="card"),
    path("deltakere/<int:pk>/kort/stopp/", participants.card_stop, name="card_stop"),
    path("deltakere/<int:pk>/samtykke/", consents.consent_new, name="consent_new"),
    path(
        "deltakere/<int:pk>/samtykke/<int:consent_pk>/trekk/",
        consents.consent_withdraw,
        name="consent_withdraw",
    ),
]
