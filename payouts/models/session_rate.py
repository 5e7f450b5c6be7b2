"""What one session, or each of a series, honours people with when it is not as its activity."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user
from activities.models import Series, Session
from core.models import TimeStamped, one_of_two
from core.money import MOST_ORE


class SessionRate(TimeStamped):
    """`ore` for each who takes part: of one session, or of each of a series. 0 is nothing.

    It is read when a session is opened; what is promised then stands in its reservation. Only
    `payouts.session_rates` writes here.
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, null=True, related_name="chosen_rate"
    )
    series = models.OneToOneField(
        Series, on_delete=models.CASCADE, null=True, related_name="chosen_rate"
    )
    ore = models.PositiveBigIntegerField(_("øre"))
    chosen_by = to_user()

    class Meta:
        verbose_name = _("honorar for økta")
        verbose_name_plural = _("honorar for økter")
        constraints = [
            models.CheckConstraint(condition=Q(ore__lte=MOST_ORE), name="session_rate_is_a_sum"),
            models.CheckConstraint(
                condition=one_of_two("session", "series"), name="session_rate_for_one_thing"
            ),
        ]
