"""How somebody would like to be paid, always or for one thing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import to_user_or_none
from core.models import TimeStamped
from participants.models import Participant


class Way(models.TextChoices):
    """What a participant chooses between. Cash is what happens when nobody chose."""

    IN_HAND = "in_hand", _("i hånda samme dag")
    SAVED = "saved", _("spar det opp")
    GIFT_CARD = "gift_card", _("gavekort")
    BANK = "bank", _("til konto")


class PayChoice(TimeStamped):
    """What somebody has chosen always. It can be changed at any time, and for each earning.

    `noted_by` noted the choice with the person beside them; None: the person tapped alone.
    """

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="pay_choice"
    )
    way = models.CharField(_("slik vil jeg ha det"), max_length=10, choices=Way.choices)
    noted_by = to_user_or_none(on_delete=models.SET_NULL)

    class Meta:
        verbose_name = _("valg av betaling")
        verbose_name_plural = _("valg av betaling")
