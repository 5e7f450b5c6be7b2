"""The page with all rows about one person, in words (rules.md#own-record).

There is nothing about me that I cannot read.
`docs/privacy.md` lists the same columns; a table that gets a row about a person gets a line here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from activities.models import Guest, Wish
from core.money import kroner
from core.templatetags.formats import clock, weekday_date
from notices.models import Message, Task
from participants.models import Consent, Participant
from payouts.bank import pain002
from payouts.models import PayChoice, Payout, StripeRecipient, StripeTransfer, VaultEntry
from payouts.models.receipt import Receipt
from pictures.models import Picture
from portals.mine.about import facts_about
from portals.mine.access import CardRequest, card_page, page
from portals.mine.shown import title_of


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: list[str]


@card_page
def everything(request: CardRequest) -> HttpResponse:
    """Show all that is stored about me, on one page that prints."""
    found = sections(request.participant)
    return page(
        request, "everything", {"facts": facts_about(request.participant), "sections": found}
    )


def sections(participant: Participant) -> list[Section]:
    """Return everything stored about `participant` beside the facts, the newest first.

    The same number of queries however much there is.
    """
    return [
        Section(_("Du var med"), _attendances(participant)),
        Section(_("Du har svart"), _signups(participant)),
        Section(_("Du har fast plass"), _recurring_signups(participant)),
        Section(_("Du har ønsket"), _wishes(participant)),
        Section(_("Du var gjest"), _guest(participant)),
        Section(_("Dette har du tatt"), [job.title for job in participant.jobs.all()]),
        Section(_("Dine forslag"), _ideas(participant)),
        Section(_("Dette vil du også"), [one.text for one in participant.supported_ideas.all()]),
        Section(_("Du er med og lager"), _co_organising(participant)),
        Section(_("Du har laget"), _works(participant)),
        Section(_("Du ser etter"), [str(one.title) for one in participant.stewarded_works.all()]),
        Section(_("Du har sett til"), _care(participant)),
        Section(_("Bilder av deg"), _pictures(participant)),
        Section(_("Du er tatt av"), _depiction_removals(participant)),
        Section(_("Honorar"), _earnings(participant)),
        Section(_("Slik vil du ha pengene"), _pay_choice(participant)),
        Section(_("Kvitteringer"), _receipts(participant)),
        Section(_("Kontoen din"), _account(participant)),
        Section(_("Sendt til kontoen din"), _to_the_bank(participant)),
        Section(_("Gavekort du har fått"), _gift_cards(participant)),
        Section(_("Konto hos Stripe"), _stripe(participant)),
        Section(_("Ja du har gitt og tatt bort"), _consents(participant)),
        Section(_("Kort"), _cards(participant)),
        Section(_("Adresse til kalenderen"), _feed_keys(participant)),
        Section(_("Meldinger til deg"), _messages(participant)),
        Section(_("Noe vi skal gjøre for deg"), _tasks(participant)),
    ]


def _attendances(participant: Participant) -> list[str]:
    rows = participant.attendances.select_related("session__activity")
    return [
        _line(row.session.starts_at, row.session.name)
        for row in rows.order_by("-session__starts_at", "-pk")
    ]


def _signups(participant: Participant) -> list[str]:
    rows = participant.signups.select_related("session__activity")
    return [
        _line(row.session.starts_at, row.session.name, row.get_state_display())
        for row in rows.order_by("-session__starts_at", "-pk")
    ]


def _recurring_signups(participant: Participant) -> list[str]:
    rows = participant.recurring_signups.select_related("series__activity")
    return [row.series.name for row in rows.order_by("-pk")]


def _wishes(participant: Participant) -> list[str]:
    rows = Wish.objects.filter(signup__participant=participant)
    return [
        _line(row.signup.session.starts_at, row.signup.session.name, row.get_kind_display())
        for row in rows.select_related("signup__session__activity").order_by("-pk")
    ]


def _guest(participant: Participant) -> list[str]:
    rows = Guest.objects.filter(participant=participant)
    return [
        _line(row.session.starts_at, row.session.name, row.called)
        for row in rows.select_related("session__activity").order_by("-pk")
    ]


def _ideas(participant: Participant) -> list[str]:
    return [
        _line(
            row.created_at,
            row.text,
            _("du vil være med og lage det") if row.wishes_to_organise else "",
            row.get_state_display(),
            row.activity or "",
            _written_by(row.written_by),
        )
        for row in participant.ideas.select_related("activity", "written_by")
    ]


def _co_organising(participant: Participant) -> list[str]:
    rows = participant.co_organising.select_related("activity")
    return [str(row.activity) for row in rows.order_by("-pk")]


def _works(participant: Participant) -> list[str]:
    return [work.title for work in participant.works.order_by("-created_at", "-pk")]


def _care(participant: Participant) -> list[str]:
    rows = participant.care_visits.select_related("work")
    return [_line(row.visited_at, row.work.title, row.get_care_display()) for row in rows]


def _pictures(participant: Participant) -> list[str]:
    pictures = Picture.objects.filter(people=participant)
    return [_line(row.created_at, _("et bilde")) for row in pictures.order_by("-pk")]


def _depiction_removals(participant: Participant) -> list[str]:
    rows = (
        participant.depiction_removals.select_related("by").prefetch_related("item").order_by("-pk")
    )
    return [
        _line(
            row.at,
            row.item._meta.verbose_name if row.item else "",
            _("skrevet av %(name)s") % {"name": row.by},
        )
        for row in rows
    ]


def _earnings(participant: Participant) -> list[str]:
    rows = participant.earnings.with_what()
    return [
        _line(
            row.happened_at,
            row.what,
            kroner(row.ore),
            _("stoppet før en grense") if row.threshold_id else row.get_state_display(),
            row.get_way_display() if row.way else "",
        )
        for row in rows
    ]


def _pay_choice(participant: Participant) -> list[str]:
    rows = PayChoice.objects.filter(participant=participant).select_related("noted_by")
    return [_line(row.changed_at, row.get_way_display(), _written_by(row.noted_by)) for row in rows]


def _written_by(colleague: User | None) -> str:
    return _("skrevet ned av %(name)s") % {"name": colleague} if colleague else ""


def _receipts(participant: Participant) -> list[str]:
    rows = participant.cash_receipts.select_related("paid_by", "drawing").order_by("-at", "-pk")
    return [_receipt(row) for row in rows]


def _gift_cards(participant: Participant) -> list[str]:
    rows = participant.gift_card_receipts.select_related("paid_by", "drawing")
    return [_receipt(row) for row in rows.order_by("-at", "-pk")]


def _receipt(row: Receipt) -> str:
    return _line(
        row.at,
        kroner(row.ore),
        _("fra %(name)s") % {"name": row.paid_by},
        _("to fra teamet skrev under") if row.witness_id else _("du skrev under"),
        _("tegningen er lagret") if row.signature else "",
    )


def _account(participant: Participant) -> list[str]:
    rows = VaultEntry.objects.filter(participant=participant).select_related("written_by")
    return [
        _line(
            row.changed_at,
            row.registered_name,
            _("banken skriver «%(name)s»") % {"name": row.bank_spelling}
            if row.bank_spelling
            else "",
            _("konto som slutter på %(last)s") % {"last": row.account_number[-4:]},
            _("skrevet av %(name)s") % {"name": row.written_by},
        )
        for row in rows
    ]


def _to_the_bank(participant: Participant) -> list[str]:
    rows = Payout.objects.filter(earning__participant=participant, method=Payout.Method.BANK)
    return [
        _line(
            row.created_at,
            kroner(row.earning.ore),
            row.get_state_display(),
            pain002.in_words(row.failed_reason),
        )
        for row in rows.select_related("earning").order_by("-pk")
    ]


def _stripe(participant: Participant) -> list[str]:
    """Return the connected account and what was sent there, in two queries."""
    accounts = StripeRecipient.objects.filter(participant=participant)
    sent = StripeTransfer.objects.filter(payout__earning__participant=participant)
    return [
        _line(row.created_at, row.account_id, _("fra %(name)s") % {"name": row.connected_by})
        for row in accounts.select_related("connected_by")
    ] + [
        _line(row.asked_at, kroner(row.payout.earning.ore), row.payout.get_state_display())
        for row in sent.select_related("payout__earning").order_by("-asked_at", "-pk")
    ]


def _consents(participant: Participant) -> list[str]:
    rows = participant.consents.with_confirmation().select_related("recorded_by")
    return [_consent(row) for row in rows.prefetch_related("item").order_by("-given_at", "-pk")]


def _consent(row: Consent) -> str:
    given = row.kind == Consent.Kind.GIVEN
    return _line(
        row.given_at,
        _("ja") if given else _("tatt bort"),
        title_of(row.item),
        row.get_channel_display(),
        row.get_how_display(),
        _("ubekreftet") if row.is_unconfirmed else "",  # type: ignore[attr-defined]
        _("til %(day)s") % {"day": weekday_date(row.expires_at)} if given else "",
        _("skrevet av %(name)s") % {"name": row.recorded_by} if row.recorded_by else "",
    )


def _cards(participant: Participant) -> list[str]:
    rows = participant.cards.select_related("printed_by").order_by("-pk")
    return [
        _line(
            row.created_at,
            _("laget av %(name)s") % {"name": row.printed_by},
            _("sperret %(day)s") % {"day": weekday_date(row.revoked_at)} if row.revoked_at else "",
        )
        for row in rows
    ]


def _feed_keys(participant: Participant) -> list[str]:
    return [
        _line(
            row.created_at,
            _("laget av deg"),
            _("stoppet %(day)s") % {"day": weekday_date(row.revoked_at)} if row.revoked_at else "",
        )
        for row in participant.feed_keys.order_by("-pk")
    ]


def _messages(participant: Participant) -> list[str]:
    rows: Iterable[Message] = participant.messages.order_by("-pk")
    return [
        _line(
            row.created_at,
            row.get_channel_display(),
            row.get_state_display(),
            row.subject,
            row.body,
        )
        for row in rows
    ]


def _tasks(participant: Participant) -> list[str]:
    rows: Iterable[Task] = participant.tasks.order_by("-pk")
    return [
        _line(row.created_at, row.text, _("gjort") if row.done_at else _("ikke gjort ennå"))
        for row in rows
    ]


def _line(moment: datetime, *parts: Any) -> str:
    """Return «tirsdag 3. mars klokka 13.00: Fuglekassa · var med»."""
    words = " · ".join(str(part) for part in parts if part)
    when = _("%(day)s klokka %(clock)s") % {"day": weekday_date(moment), "clock": clock(moment)}
    return f"{when}: {words}"
