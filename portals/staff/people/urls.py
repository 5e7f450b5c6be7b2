"""The addresses of participants and colleagues."""

from portals.routes import routes
from portals.staff.people import colleagues, consents, participants, sign_in, working_time

urlpatterns = routes(
    ("kolleger/", colleagues.colleagues),
    ("kolleger/<int:pk>/", colleagues.colleague_edit),
    ("kolleger/innlogging/", sign_in.sign_ins),
    ("kolleger/inviter/", colleagues.colleague_invite),
    ("kolleger/<int:pk>/brev/", colleagues.colleague_letter),
    ("kolleger/<int:pk>/roller/", colleagues.colleague_roles),
    ("kolleger/<int:pk>/slutt/", colleagues.colleague_end),
    ("kolleger/<int:pk>/innlogging/", sign_in.colleague_sign_in),
    ("kolleger/borte/", colleagues.absence_new),
    ("kolleger/borte/<int:pk>/tilbake/", colleagues.absence_end),
    ("hviletid/", working_time.working_time_limits),
    ("hviletid/endre/", working_time.working_time_edit),
    ("vakt/<int:pk>/hvorfor/", working_time.shift_reason),
    ("deltakere/", participants.participants),
    ("deltakere/ny/", participants.participant_new),
    ("deltakere/<int:pk>/", participants.participant),
    ("deltakere/<int:pk>/endre/", participants.participant_edit),
    ("deltakere/<int:pk>/ut/", participants.participant_leave),
    ("deltakere/<int:pk>/inn/", participants.participant_readmit),
    ("deltakere/<int:pk>/kort/", participants.card),
    ("deltakere/<int:pk>/kort/stopp/", participants.card_stop),
    ("deltakere/<int:pk>/samtykke/", consents.consent_new),
    ("deltakere/<int:pk>/samtykke/<int:consent_pk>/trekk/", consents.consent_withdraw),
)
