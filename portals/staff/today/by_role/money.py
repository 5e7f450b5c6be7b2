"""The day of finance: what is to be paid, set right, counted and filled up. And thin budgets."""

from datetime import timedelta

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team
from core.money import kroner
from core.templatetags.formats import long_date, short_day
from payouts.bank import batches
from payouts.budgets import outlook
from payouts.models import Batch, Budget, CashBox, Earning, GiftCard, Payout
from portals.staff.shared.links import Link
from portals.staff.today.by_role.desk import Desk
from portals.staff.today.by_role.rows import Row

COUNTED_WITHIN = timedelta(days=30)
"""How long a box lies before it stands here to be counted."""
FEW_CARDS = 5
"""With fewer gift cards in stock, a team that uses them is told."""
CARDS_USED_WITHIN = timedelta(days=90)


def rows(desk: Desk, teams: list[Team]) -> list[Row]:
    """Return what waits for who keeps the money of `teams`, the nearest to a person first."""
    return [
        *_owed(teams),
        *_not_sent(teams),
        *_under_way(teams),
        *_with_stripe(teams),
        *_accounts(desk, teams),
        *budgets(teams),
        *_boxes(teams),
        *_cards(teams),
    ]


def budgets(teams: list[Team]) -> list[Row]:
    """Return the budgets of `teams` that run out, with the way to more money. Two queries."""
    found = []
    for one in outlook.running_out(teams):
        words = _("%(budget)s går tomt rundt %(day)s.")
        if one.is_empty:
            words = _("%(budget)s er tomt.")
        said = words % {"budget": one.budget.name, "day": long_date(one.runs_out_on)}
        about = _("%(free)s er ledig. Datoen er regnet ut fra bruken de siste åtte ukene.")
        is_leased = one.budget.source == Budget.Source.LEASE_INCOME
        route = "staff:budget_earmark" if is_leased else "staff:budget_add"
        add = Link(reverse(route, args=[one.budget.pk]), _("Legg til penger"))
        found.append(Row(said, about % {"free": kroner(one.budget.free_ore)}, [add]))
    return found


def _owed(teams: list[Team]) -> list[Row]:
    """Return how much is to be paid, and before it what did not arrive. One query."""
    over = Exists(Payout.objects.filter(earning=OuterRef("pk"), state__in=Payout.OVER))
    owed = Earning.objects.waiting_for_payment().filter(participant__team__in=teams)
    sums = owed.aggregate(
        failed=Count("pk", filter=over), people=Count("participant", distinct=True), ore=Sum("ore")
    )
    pay, found = reverse("staff:pay"), []
    if failed := sums["failed"]:
        words = ngettext("%(n)s honorar kom ikke fram.", "%(n)s honorarer kom ikke fram.", failed)
        about = _("Pengene er fortsatt til gode.")
        found.append(Row(words % {"n": failed}, about, [Link(pay, _("Betal på nytt"))]))
    if people := sums["people"]:
        words = ngettext("%(n)s har %(sum)s til gode.", "%(n)s har %(sum)s til gode.", people)
        said = words % {"n": people, "sum": kroner(sums["ore"])}
        found.append(Row(said, links=[Link(pay, _("Betal"))]))
    return found


def _not_sent(teams: list[Team]) -> list[Row]:
    """Return the batches that have not gone to the bank. One query."""
    waiting = Batch.objects.filter(
        team__in=teams, state__in=(Batch.State.DRAFT, Batch.State.SEALED)
    )
    return [
        Row(
            _("Bunken %(batch)s er ikke sendt.") % {"batch": one.message_id},
            str(one.get_state_display()).capitalize() + ".",
            [Link(reverse("staff:batch", args=[one.pk]), _("Se bunken"))],
            subject=one,
        )
        for one in waiting.defer("file").order_by("pk")
    ]


def _under_way(teams: list[Team]) -> list[Row]:
    """Return how much went to the bank and nobody has heard of, and since when."""
    sent = Payout.objects.filter(
        method=Payout.Method.BANK, state=Payout.State.SENDING, batch__team__in=teams
    )
    found = sent.aggregate(count=Count("pk"), since=Min("batch__sent_at"))
    if not found["count"]:
        return []
    words = ngettext(
        "%(n)s betaling til konto har ikke fått svar.",
        "%(n)s betalinger til konto har ikke fått svar.",
        found["count"],
    )
    since = found["since"]
    about = _("Den eldste ble sendt %(day)s.") % {"day": short_day(since)} if since else ""
    settle = Link(reverse("staff:reconcile"), _("Avstem"))
    return [Row(words % {"n": found["count"]}, about, [settle])]


def _with_stripe(teams: list[Team]) -> list[Row]:
    """Return how much Stripe was asked to pay and has not answered. One query."""
    count = Payout.objects.filter(
        method=Payout.Method.STRIPE,
        state=Payout.State.SENDING,
        earning__participant__team__in=teams,
    ).count()
    if not count:
        return []
    words = ngettext(
        "%(n)s betaling med Stripe har ikke fått svar.",
        "%(n)s betalinger med Stripe har ikke fått svar.",
        count,
    )
    return [Row(words % {"n": count}, links=[Link(reverse("staff:stripe_payouts"), _("Se over"))])]


def _accounts(desk: Desk, teams: list[Team]) -> list[Row]:
    """Return how many accounts somebody else wrote, and nobody has confirmed."""
    waiting = batches.with_unconfirmed_account(teams).exclude(vault_entry__written_by=desk.user)
    count = waiting.count()
    if not count:
        return []
    words = ngettext(
        "%(n)s konto venter på at du bekrefter den.",
        "%(n)s kontoer venter på at du bekrefter dem.",
        count,
    )
    return [Row(words % {"n": count}, links=[Link(reverse("staff:batches"), _("Se over"))])]


def _boxes(teams: list[Team]) -> list[Row]:
    """Return the boxes that nobody has counted for a month. What lies there is told afterwards."""
    boxes = CashBox.objects.in_use().filter(team__in=teams).select_related("team")
    boxes = boxes.annotate(counted_at=Max("counts__at"))
    old = Q(counted_at=None) | Q(counted_at__lt=timezone.now() - COUNTED_WITHIN)
    found = []
    for box in boxes.filter(old).order_by(F("counted_at").asc(nulls_first=True), "pk"):
        about = _("Ikke talt ennå.")
        if box.counted_at:
            about = _("Sist talt %(day)s.") % {"day": short_day(box.counted_at)}
        count = Link(reverse("staff:box_count", args=[box.pk]), _("Tell"))
        name = f"{box.name}, {box.team}" if len(teams) > 1 else box.name
        found.append(Row(_("Tell %(box)s") % {"box": name}, about, [count], subject=box))
    return found


def _cards(teams: list[Team]) -> list[Row]:
    """Return the teams that have given or got gift cards lately, and have few left."""
    lately = timezone.now() - CARDS_USED_WITHIN
    used = GiftCard.objects.filter(team=OuterRef("pk"), changed_at__gte=lately)
    left = Count("gift_cards", filter=Q(gift_cards__state=GiftCard.State.IN_STOCK))
    few = Team.objects.filter(Exists(used), pk__in=[team.pk for team in teams])
    found = []
    for team in few.annotate(left=left).filter(left__lt=FEW_CARDS).order_by("name"):
        words = ngettext(
            "%(team)s har %(n)s gavekort igjen.", "%(team)s har %(n)s gavekort igjen.", team.left
        )
        new = Link(reverse("staff:gift_cards_new"), _("Legg inn nye"))
        found.append(Row(words % {"team": team.name, "n": team.left}, links=[new], subject=team))
    return found
