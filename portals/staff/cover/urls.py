"""The addresses of cover: who is ill today, who is asked, their answer, and open shifts."""

from portals.routes import routes
from portals.staff.cover import answering, gaps, ill, open_shifts, own_shifts, substitutes

urlpatterns = routes(
    ("syk/", ill.ill),
    ("kolleger/<int:pk>/syk/", ill.colleague_ill),
    ("kolleger/<int:pk>/likevel/", ill.colleague_back),
    ("kolleger/<int:pk>/vakter-i-dag/", ill.cover),
    ("vakt/<int:pk>/kan-noen/", own_shifts.shift_offer),
    ("vakt/<int:pk>/bytte/", own_shifts.shift_exchange),
    ("vakt/<int:pk>/jeg-tar-den/", own_shifts.shift_keep),
    ("okt/<int:pk>/ta-vakten/", open_shifts.shift_take),
    ("okt/<int:pk>/spor/", gaps.gap_ask),
    ("vikarer/", substitutes.substitutes),
    ("vikarer/spor/", substitutes.substitutes_ask),
    ("vikarer/<int:pk>/svar/", substitutes.substitutes_answer),
    ("vikarer/<int:pk>/slutt/", substitutes.substitutes_end),
    ("vikarer/<int:pk>/jeg/", substitutes.substitutes_me),
    ("spurt/<int:pk>/", answering.asked),
    ("svar/<str:token>/", answering.cover_answer),
    ("bytter/<int:pk>/", answering.cover_decide),
    ("bytter/regel/", own_shifts.cover_rule),
)
