"""The page with all rows about one person, in words (rules.md#own-record).

There is nothing about me that I cannot read.
`docs/privacy.md` lists the same columns; a table that gets a row about a person gets a line here.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from activities.models import MoveNotice, Wish
from core.money import kroner
from core.templatetags.formats import clock, weekday_date
from participants.models import Consent, Participant
from payouts.bank import pain002
from payouts.models import PayChoice, Payout, StripeRecipient, StripeTransfer, VaultEntry
from pictures.models import Picture
from portals.mine.about import facts_about
from portals.mine.access import CardRequest, card_page, page
from portals.mine.shown import title_of

Part = str | tuple[str, str] | Callable[[Any], Any]
"""A part of a line: the value at a path of the row, words around it, or what is made of the row."""
Section = dict[str, Any]


@card_page
def everything(request: CardRequest) -> HttpResponse:
    """Show all that is stored about me, on one page that prints."""
    me = request.participant
    sections = [*_doing(me), *_money(me), *_between_us(me)]
    return page(request, "everything", {"facts": facts_about(me), "sections": sections})


# Everything stored about me beside the facts, the newest first: the same number of queries however
# much there is.
def _doing(me: Participant) -> list[Section]:
    pictures = Picture.objects.filter(people=me)
    session = ["session.starts_at", "session.name"]
    start = "session__starts_at"
    attendances = _newest(me.attendances, "session__activity", by=start)
    signups = _newest(me.signups, "session__activity", by=start)
    wishes = _newest(Wish.objects.filter(signup__participant=me), "signup__session__activity")
    moved = MoveNotice.objects.filter(signup__participant=me)
    moved = _newest(moved.select_related("knew_place"), "signup__session__activity")
    wish = ["signup.session.starts_at", "signup.session.name", "get_kind_display"]
    return [
        _section(_("Du var med"), attendances, session),
        _section(_("Du har svart"), signups, [*session, "get_state_display"]),
        _section(
            _("Dette er flyttet"),
            moved,
            ["signup.session.name", "knew_starts_at", "knew_place", "told_at"],
        ),
        _section(
            _("Du har fast plass"),
            _newest(me.recurring_signups, "series__activity"),
            ["series.name"],
        ),
        _section(_("Du har ønsket"), wishes, wish),
        _section(
            _("Du var gjest"), _newest(me.was_guest, "session__activity"), [*session, "called"]
        ),
        _section(_("Dette har du tatt"), me.jobs.all(), ["title"]),
        _section(
            _("Dine forslag"),
            me.ideas.select_related("activity", "written_by"),
            [
                "created_at",
                "text",
                lambda row: row.wishes_to_organise and _("du vil være med og lage det"),
                "get_state_display",
                "activity",
                (_("skrevet ned av %(name)s"), "written_by"),
            ],
        ),
        _section(_("Dette vil du også"), me.supported_ideas.all(), ["text"]),
        _section(_("Du er med og lager"), _newest(me.co_organising, "activity"), ["activity"]),
        _section(_("Du har laget"), _newest(me.works, by="created_at"), ["title"]),
        _section(_("Du ser etter"), me.stewarded_works.all(), ["title"]),
        _section(
            _("Du har sett til"),
            me.care_visits.select_related("work"),
            ["visited_at", "work.title", "get_care_display"],
        ),
        _section(_("Bilder av deg"), _newest(pictures), ["created_at", lambda row: _("et bilde")]),
        _section(
            _("Du er tatt av"),
            _newest(me.depiction_removals.prefetch_related("item"), "by"),
            [
                "at",
                lambda row: row.item and row.item._meta.verbose_name,
                (_("skrevet av %(name)s"), "by"),
            ],
        ),
    ]


def _money(me: Participant) -> list[Section]:
    to_the_bank = Payout.objects.filter(earning__participant=me, method=Payout.Method.BANK)
    return [
        _section(
            _("Honorar"),
            me.earnings.with_what(),
            [
                "happened_at",
                "what",
                lambda row: kroner(row.ore),
                lambda row: (
                    _("stoppet før en grense") if row.threshold_id else row.get_state_display()
                ),
                lambda row: row.way and row.get_way_display(),
            ],
        ),
        _section(
            _("Slik vil du ha pengene"),
            PayChoice.objects.filter(participant=me).select_related("noted_by"),
            ["changed_at", "get_way_display", (_("skrevet ned av %(name)s"), "noted_by")],
        ),
        _receipts(_("Kvitteringer"), me.cash_receipts),
        _section(
            _("Kontoen din"),
            VaultEntry.objects.filter(participant=me).select_related("written_by"),
            [
                "changed_at",
                "registered_name",
                (_("banken skriver «%(name)s»"), "bank_spelling"),
                lambda row: _("konto som slutter på %(last)s") % {"last": row.account_number[-4:]},
                (_("skrevet av %(name)s"), "written_by"),
            ],
        ),
        _section(
            _("Sendt til kontoen din"),
            _newest(to_the_bank, "earning"),
            [
                "created_at",
                lambda row: kroner(row.earning.ore),
                "get_state_display",
                lambda row: pain002.in_words(row.failed_reason),
            ],
        ),
        _receipts(_("Gavekort du har fått"), me.gift_card_receipts),
        _stripe(me),
    ]


def _receipts(title: str, rows: Any) -> Section:
    return _section(
        title,
        _newest(rows, "paid_by", "drawing", by="at"),
        [
            "at",
            lambda row: kroner(row.ore),
            (_("fra %(name)s"), "paid_by"),
            lambda row: _("to fra teamet skrev under") if row.witness_id else _("du skrev under"),
            lambda row: row.signature and _("tegningen er lagret"),
        ],
    )


def _stripe(me: Participant) -> Section:
    sent = StripeTransfer.objects.filter(payout__earning__participant=me)
    connected = _section(
        _("Konto hos Stripe"),
        StripeRecipient.objects.filter(participant=me).select_related("connected_by"),
        ["created_at", "account_id", (_("fra %(name)s"), "connected_by")],
    )
    connected["lines"] += _lines(
        _newest(sent, "payout__earning", by="asked_at"),
        ["asked_at", lambda row: kroner(row.payout.earning.ore), "payout.get_state_display"],
    )
    return connected


def _between_us(me: Participant) -> list[Section]:
    consents = me.consents.with_confirmation().prefetch_related("item")

    def given(row: Consent) -> bool:
        return row.kind == Consent.Kind.GIVEN

    return [
        _section(
            _("Ja du har gitt og tatt bort"),
            _newest(consents, "recorded_by", by="given_at"),
            [
                "given_at",
                lambda row: _("ja") if given(row) else _("tatt bort"),
                lambda row: title_of(row.item),
                "get_channel_display",
                "get_how_display",
                lambda row: row.signature and _("du tegnet navnet ditt"),
                lambda row: row.is_unconfirmed and _("ubekreftet"),
                lambda row: given(row) and _("til %(day)s") % {"day": weekday_date(row.expires_at)},
                (_("skrevet av %(name)s"), "recorded_by"),
            ],
        ),
        _section(
            _("Historier vi har spurt deg om"),
            _newest(me.story_questions, "asked_by", by="asked_at"),
            [
                "asked_at",
                lambda row: row.said_no_at and _("du sa nei"),
                (_("skrevet av %(name)s"), "asked_by"),
            ],
        ),
        _section(
            _("Kort"),
            _newest(me.cards, "printed_by"),
            [
                "created_at",
                (_("laget av %(name)s"), "printed_by"),
                (_("sperret %(day)s"), "revoked_at"),
            ],
        ),
        _section(
            _("Adresse til kalenderen"),
            _newest(me.feed_keys),
            ["created_at", lambda row: _("laget av deg"), (_("stoppet %(day)s"), "revoked_at")],
        ),
        _section(
            _("Meldinger til deg"),
            _newest(me.messages),
            ["created_at", "get_channel_display", "get_state_display", "subject", "body"],
        ),
        _section(
            _("Beskjeder om økter"),
            _newest(me.session_messages, "message__session__activity"),
            [
                "message.created_at",
                "message.session.name",
                "message.text",
                "get_way_display",
            ],
        ),
        _section(
            _("Noe vi skal gjøre for deg"),
            _newest(me.tasks),
            ["created_at", "text", lambda row: _("gjort") if row.done_at else _("ikke gjort ennå")],
        ),
    ]


def _newest(rows: Any, *related: str, by: str = "pk") -> Any:
    if related:  # without a name it would join everything
        rows = rows.select_related(*related)
    return rows.order_by(f"-{by}", "-pk")


def _section(title: str, rows: Iterable[Any], parts: Sequence[Part]) -> Section:
    return {"title": title, "lines": _lines(rows, parts)}


def _lines(rows: Iterable[Any], parts: Sequence[Part]) -> list[str]:
    """Return «tirsdag 3. mars klokka 13.00: Fuglekassa · var med» for each row."""
    lines = []
    for row in rows:
        first, *others = (_said(row, part) for part in parts)
        words = " · ".join(str(one) for one in others if one)
        lines.append(f"{first}: {words}" if others else str(first))
    return lines


def _said(row: Any, part: Part) -> Any:
    if callable(part):
        return part(row)
    if isinstance(part, tuple):
        words, path = part
        value = attrgetter(path)(row)
        day = weekday_date(value) if isinstance(value, datetime) else ""
        return value and words % {"name": value, "day": day}
    value = attrgetter(part)(row)
    if isinstance(value, datetime):
        return _("%(day)s klokka %(clock)s") % {"day": weekday_date(value), "clock": clock(value)}
    return value() if callable(value) else value
