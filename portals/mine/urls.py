"""The addresses of the participant's portal: the card's own, and `/min/`."""

from django.urls import include, path

from portals.mine import (
    about,
    earnings,
    entry,
    everything_stored,
    ideas,
    jobs,
    pay_choice,
    phone_calendar,
    recurring_signups,
    sessions,
    shown,
    story_questions,
    works,
)
from portals.routes import routes

app_name = "mine"

pages = routes(
    ("", sessions.home),
    ("kort-hjelp/", entry.unknown_card),
    ("ferdig/", entry.finish),
    ("ha-det/", entry.goodbye),
    ("takk/", entry.left),
    ("okter/", sessions.upcoming),
    ("jeg-kommer/", sessions.coming),
    ("okt/<int:pk>/", sessions.session),
    ("okt/<int:pk>/jeg-kommer/", sessions.join),
    ("okt/<int:pk>/ikke-na/", sessions.not_now),
    ("okt/<int:pk>/onsker/", sessions.wish),
    ("okt/<int:pk>/kalender.ics", sessions.calendar),
    ("fast-plass/<int:pk>/slutt/", recurring_signups.end, "recurring_signup_end"),
    ("fast-plass/angre/", recurring_signups.undo, "recurring_signup_undo"),
    ("verk/", works.works),
    ("verk/<int:pk>/tilsyn/", works.care),
    ("verk/angre/", works.care_undo),
    ("bilde/<int:pk>/", works.picture),
    ("oppdrag/", jobs.jobs),
    ("oppdrag/<int:pk>/jeg-tar-det/", jobs.job_pick_up),
    ("oppdrag/<int:pk>/legg-tilbake/", jobs.job_release),
    ("oppdrag/<int:pk>/gjort/", jobs.job_done),
    ("forslag/", ideas.ideas),
    ("forslag/<int:pk>/jeg-ogsa/", ideas.idea_support),
    ("forslag/<int:pk>/ikke-na/", ideas.idea_stop_supporting),
    ("forslag/<int:pk>/ta-bort/", ideas.idea_withdraw),
    ("honorar/", earnings.earnings),
    ("honorar/valg/", pay_choice.choose, "pay_choice"),
    ("honorar/konto/", pay_choice.account),
    ("honorar/<int:pk>/valg/", pay_choice.choose_one, "pay_choice_one"),
    ("honorar/ar/<int:year>/", pay_choice.year),
    ("vist/", shown.shown),
    ("vist/<int:pk>/ta-bort/", shown.withdraw),
    ("vist/<int:pk>/borte/", shown.gone),
    ("vist/verk/<int:pk>/", shown.give),
    ("vist/ja/", shown.give_several),
    ("vist/historie/<int:pk>/", story_questions.story_question),
    ("vist/historie/<int:pk>/nei/", story_questions.story_no),
    ("takk-for-svaret/", entry.answered),
    ("om-meg/", about.about),
    ("om-meg/alt/", everything_stored.everything),
    ("om-meg/sett/", about.access_log),
    ("om-meg/kalender/", phone_calendar.phone_calendar),
    ("om-meg/kalender/lag/", phone_calendar.phone_calendar_make),
    ("om-meg/kalender/stopp/", phone_calendar.phone_calendar_stop),
    ("om-meg/slutt/", about.leave),
    ("om-meg/endre/<slug:what>/", about.change),
)

urlpatterns = [
    *routes(
        ("k/<str:token>", entry.card),
        ("min/kalender/<str:token>.ics", phone_calendar.feed),
    ),
    path("min/", include(pages)),
]
