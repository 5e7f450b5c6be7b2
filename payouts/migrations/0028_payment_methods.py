from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Call how a payout is paid its method. The rules that name the column are made anew."""

    dependencies = [
        ("payouts", "0027_earnings_reserved_or_held"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="payout", name="payout_cash_has_receipt"),
        migrations.RemoveConstraint(model_name="payout", name="payout_gift_card_has_receipt"),
        migrations.RemoveConstraint(model_name="payout", name="payout_bank_has_batch"),
        migrations.RenameField(model_name="payout", old_name="rail", new_name="method"),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=~Q(method="cash", state="paid") | Q(cash_receipt__isnull=False),
                name="payout_cash_has_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=~Q(method="gift_card", state="paid") | Q(gift_card_receipt__isnull=False),
                name="payout_gift_card_has_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=~Q(method="bank") | Q(batch__isnull=False), name="payout_bank_has_batch"
            ),
        ),
    ]
