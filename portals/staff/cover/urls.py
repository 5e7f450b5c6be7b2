"""The addresses of cover: who is ill today, who is asked, their answer, and open shifts."""

from portals.routes import routes
from portals.staff.cover import answering, ill, open_shifts, own_shifts

urlpatterns = routes(
    ("syk/", ill.ill),
    ("kolleger/<int:pk>/syk/", ill.colleague_ill),
    ("kolleger/<int:pk>/likevel/", ill.colleague_back),
    ("kolleger/<int:pk>/vakter-i-dag/", ill.cover),
    ("vakt/<int:pk>/kan-noen/", own_shifts.shift_offer),
    ("vakt/<int:pk>/bytte/", own_shifts.shift_exchange),
    ("vakt/<int:pk>/jeg-tar-den/", own_shifts.shift_keep),
    ("okt/<int:pk>/ta-vakten/", open_shifts.shift_take),
    ("spurt/<int:pk>/", answering.asked),
    ("svar/<str:token>/", answering.cover_answer),
    ("bytter/<int:pk>/", answering.cover_decide),
    ("bytter/regel/", own_shifts.cover_rule),
)
