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
    works,
)

app_name = "mine"

pages = [
    path("", sessions.home, name="home"),
    path("kort-hjelp/", entry.unknown_card, name="unknown_card"),
    path("ferdig/", entry.finish, name="finish"),
    path("ha-det/", entry.goodbye, name="goodbye"),
    path("takk/", entry.left, name="left"),
    path("okter/", sessions.upcoming, name="upcoming"),
    path("jeg-kommer/", sessions.coming, name="coming"),
    path("okt/<int:pk>/", sessions.session, name="session"),
    path("okt/<int:pk>/jeg-kommer/", sessions.join, name="join"),
    path("okt/<int:pk>/ikke-na/", sessions.not_now, name="not_now"),
    path("okt/<int:pk>/onsker/", sessions.wish, name="wish"),
    path("okt/<int:pk>/kalender.ics", sessions.calendar, name="calendar"),
    path(
        "fast-plass/<int:pk>/slutt/",
        recurring_signups.end,
        name="recurring_signup_end",
    ),
    path("fast-plass/angre/", recurring_signups.undo, name="recurring_signup_undo"),
    path("verk/", works.works, name="works"),
    path("verk/<int:pk>/tilsyn/", works.care, name="care"),
    path("verk/angre/", works.care_undo, name="care_undo"),
    path("bilde/<int:pk>/", works.picture, name="picture"),
    path("oppdrag/", jobs.jobs, name="jobs"),
    path("oppdrag/<int:pk>/jeg-tar-det/", jobs.job_pick_up, name="job_pick_up"),
    path("oppdrag/<int:pk>/legg-tilbake/", jobs.job_release, name="job_release"),
    path("oppdrag/<int:pk>/gjort/", jobs.job_done, name="job_done"),
    path("forslag/", ideas.ideas, name="ideas"),
    path("forslag/<int:pk>/jeg-ogsa/", ideas.idea_support, name="idea_support"),
    path("forslag/<int:pk>/ikke-na/", ideas.idea_stop_supporting, name="idea_stop_supporting"),
    path("forslag/<int:pk>/ta-bort/", ideas.idea_withdraw, name="idea_withdraw"),
    path("honorar/", earnings.earnings, name="earnings"),
    path("honorar/valg/", pay_choice.choose, name="pay_choice"),
    path("honorar/konto/", pay_choice.account, name="account"),
    path("honorar/<int:pk>/valg/", pay_choice.choose_one, name="pay_choice_one"),
    path("honorar/ar/<int:year>/", pay_choice.year, name="year"),
    path("vist/", shown.shown, name="shown"),
    path("vist/<int:pk>/ta-bort/", shown.withdraw, name="withdraw"),
    path("vist/<int:pk>/borte/", shown.gone, name="gone"),
    path("vist/verk/<int:pk>/", shown.give, name="give"),
    path("vist/ja/", shown.give_several, name="give_several"),
    path("om-meg/", about.about, name="about"),
    path("om-meg/alt/", everything_stored.everything, name="everything"),
    path("om-meg/sett/", about.access_log, name="access_log"),
    path("om-meg/kalender/", phone_calendar.phone_calendar, name="phone_calendar"),
    path("om-meg/kalender/lag/", phone_calendar.phone_calendar_make, name="phone_calendar_make"),
    path("om-meg/kalender/stopp/", phone_calendar.phone_calendar_stop, name="phone_calendar_stop"),
    path("om-meg/slutt/", about.leave, name="leave"),
    path("om-meg/endre/<slug:what>/", about.change, name="change"),
]

urlpatterns = [
    path("k/<str:token>", entry.card, name="card"),
    path("min/kalender/<str:token>.ics", phone_calendar.feed, name="feed"),
    path("min/", include(pages)),
]
