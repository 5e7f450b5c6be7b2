"""How a business comes in: it asks, staff answer, and its people are invited."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import invitations
from accounts.contacts import Contact, contact_of, number_of
from accounts.models import LEADING, PLANNING, Membership, Team, User
from core.errors import RuleBroken, must_be_valid
from core.text import organisation_number as read_number
from core.text import phone_in_words
from leasing.models import Enquiry, Invoice, LeasedGarden, Partner, PartnerContact
from notices import outbox, tasks, waiting_states
from notices.models import Message, Task
from notices.neutral import revealing_words

ANSWER_WITHIN = timedelta(days=7)
"""How long staff have to answer a business."""
KEPT_AFTER_ANSWER = timedelta(days=365)
LETTER = "enquiry-answer"
"""How the key of a letter that answers begins: then the enquiry, then the number of the letter."""


@transaction.atomic
def make(name: str, *, organisation_number: str, team: Team, by: User, **fields: str) -> Partner:
    """Return a partner that `team` looks after; the same number in the same team again returns it.

    `fields` are `invoice_email` and, when it is known, `address`. Raises RuleBroken when another
    team has the business, and for details that are not right.
    """
    number = read_number(organisation_number)
    existing = Partner.objects.filter(organisation_number=number).first()
    if existing:
        if existing.team_id != team.pk:
            raise RuleBroken(_("Et annet team har kontakt med denne bedriften. Ring dem først."))
        return existing
    partner = Partner(name=name, organisation_number=number, team=team, made_by=by, **fields)
    must_be_valid(partner)
    partner.save()
    return partner


@transaction.atomic
def edit(
    partner: Partner, *, name: str, organisation_number: str, invoice_email: str, address: str
) -> Partner:
    """Write down anew who the business is. What was agreed and invoiced stays.

    Raises RuleBroken for details that are not right, for a number that another business has, and
    for another number once there is an invoice: that is another business.
    """
    row = Partner.objects.select_for_update().get(pk=partner.pk)
    number = read_number(organisation_number)
    invoiced = Invoice.objects.filter(lease__partner=row)
    if number != row.organisation_number and invoiced.exists():
        raise RuleBroken(
            _("Det er sendt faktura med nummeret som står. Skriv ned en ny bedrift i stedet.")
        )
    row.name, row.organisation_number = name, number
    row.invoice_email, row.address = invoice_email, address
    must_be_valid(row)
    row.save()
    return row


@transaction.atomic
def invite_contact(partner: Partner, *, email: str, name: str, by: User) -> PartnerContact:
    """Let `email` act for `partner`, and send the letter that lets them in.

    A contact that had ended is opened again, and a repeat sends a new letter. Raises RuleBroken as
    `accounts.invitations.invite`.
    """
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    invitation, _token = invitations.invite(
        email, name=name, to=locked.name, by=by, let_in=lambda user: _let_in(locked, user)
    )
    return PartnerContact.objects.get(partner=locked, user=invitation.user)


@invitations.tells
def gardens_that_wait(user: User, to: str) -> str:
    """Say which gardens the business `to` leases that `user` acts for, or that it has none yet."""
    contacts = PartnerContact.objects.filter(user=user, ended_at=None, partner__name=to)
    found = list(contacts.select_related("partner"))
    if not found:
        return ""
    leased = LeasedGarden.objects.live().filter(
        lease__partner__in=[one.partner_id for one in found], ends_on__gt=timezone.localdate()
    )
    leased = leased.select_related("garden").prefetch_related("garden__makers")
    titles = list(dict.fromkeys(f"«{one.title}»" for one in leased.order_by("starts_on", "pk")))
    if not titles:
        return _("Dere leier ingen minihage ennå.")
    return ngettext(
        "Det gjelder minihagen %(gardens)s.", "Det gjelder minihagene %(gardens)s.", len(titles)
    ) % {"gardens": get_text_list(titles, _("og"))}


@transaction.atomic
def end_contact(contact: PartnerContact, *, by: User) -> PartnerContact:
    """Stop letting a login act for its partner. What it agreed to stays.

    A letter that lies unopened opens nothing more. A repeat changes nothing.
    """
    locked = PartnerContact.objects.select_for_update().get(pk=contact.pk)
    if locked.ended_at is None:
        locked.ended_at = timezone.now()
        locked.ended_by = by
        locked.save(update_fields=["ended_at", "ended_by", "changed_at"])
        invitations.revoke(locked.user, to=locked.partner.name)
    return locked


@transaction.atomic
def ask(
    company: str,
    *,
    name: str,
    email: str,
    phone: Any = "",
    message: str = "",
    organisation_number: str = "",
) -> Enquiry:
    """Keep what a business wrote, and ask the garden team to answer within a week.

    The same words again, while nobody has answered, are the same enquiry. Raises RuleBroken when
    there is no team to answer, and for details that are not right.
    """
    team = garden_team()
    if team is None:
        raise RuleBroken(_("Vi kan ikke ta imot her ennå. Ring bydelen, så hjelper de deg."))
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    words = {
        "company": company,
        "organisation_number": read_number(organisation_number),
        "name": name,
        "email": email,
        "phone": phone,
        "message": message,
    }
    existing = Enquiry.objects.open().filter(team=team, **words).first()
    if existing:
        return existing
    enquiry = Enquiry(team=team, **words)
    must_be_valid(enquiry)
    enquiry.save()
    waiting_states.refresh("enquiry_open", enquiry)
    return enquiry


@transaction.atomic
def answer_enquiry(enquiry: Enquiry, *, by: User, organisation_number: str = "") -> PartnerContact:
    """Make the business a partner and invite who wrote.

    `organisation_number` is what staff found out, when the enquiry has none or a wrong one. A
    repeat sends a new letter to the same contact. Raises RuleBroken without an organisation number.
    """
    locked = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    number = organisation_number or locked.organisation_number
    if not number and locked.partner is None:
        raise RuleBroken(_("Skriv inn organisasjonsnummeret til bedriften først."))
    partner = locked.partner or make(
        locked.company,
        organisation_number=number,
        invoice_email=locked.email,
        team=locked.team,
        by=by,
    )
    contact = invite_contact(partner, email=locked.email, name=locked.name, by=by)
    if locked.partner is None:
        locked.partner = partner
        _answered(locked, how=Enquiry.Answer.INVITED, by=by)
    return contact


@transaction.atomic
def answer_otherwise(
    enquiry: Enquiry, *, how: str, words: str, by_email: bool, by: User
) -> Enquiry:
    """Note that `enquiry` is answered without inviting: «talked» or «not_now», with a few `words`.

    `by_email` sends the words to who wrote, with the name and number of who answers. A repeat is
    the same answer. Raises RuleBroken when somebody answered otherwise meanwhile, and for a letter
    without words or with words that tell what kind of service we are.
    """
    row = Enquiry.objects.select_for_update().select_related("team").get(pk=enquiry.pk)
    if how not in (Enquiry.Answer.TALKED, Enquiry.Answer.NOT_NOW):
        raise RuleBroken(_("Velg hvordan vi svarte."))
    if row.answered_at is not None:
        if (row.answered_how, row.answer, row.answer_by_email) == (how, words, by_email):
            return row
        words = _("%(name)s har svart i mellomtiden. Se under «Har fått svar».")
        raise RuleBroken(words % {"name": row.answered_by or _("En kollega")})
    if by_email and not words:
        raise RuleBroken(_("Skriv ordene som skal stå i e-posten."))
    if by_email and (found := revealing_words(words)):
        raise RuleBroken(
            _("Andre kan lese e-posten. Skriv den uten ordet «%(word)s».") % {"word": found[0]}
        )
    row.answer, row.answer_by_email = words, by_email
    must_be_valid(row)
    _answered(row, how=how, by=by)
    if by_email:
        _write_back(row, by=by)
    return row


@transaction.atomic
def open_again(enquiry: Enquiry) -> Enquiry:
    """Take an answer without invitation back: somebody answers anew. A repeat changes nothing.

    A letter that has left has left. Raises RuleBroken when who wrote was invited.
    """
    row = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if row.partner_id is not None:
        raise RuleBroken(_("Bedriften er tatt inn. Se siden dens."))
    if row.answered_at is not None:
        row.answered_at, row.answered_by, row.answered_how = None, None, ""
        row.answer, row.answer_by_email = "", False
        row.save()
        tasks.open_again(_task_key(row))
    return row


def ask_about(partner: Partner, *, key: str, text: Any, **words: Any) -> None:
    """Put a task about `partner` before its team: `text`, lazy, with `words` and its name."""
    said = {"partner": partner.name, **words}
    tasks.ask(
        key=key,
        team=partner.team,
        kind=Task.Kind.ENQUIRY,
        about=partner,
        text=lambda: text % said,
    )


def forget_old_enquiries() -> int:
    """Delete enquiries answered more than a year ago and return how many (docs/privacy.md)."""
    limit = timezone.now() - KEPT_AFTER_ANSWER
    return Enquiry.objects.filter(answered_at__lt=limit).delete()[0]


def garden_team() -> Team | None:
    """Return the team that answers businesses: the one with most gardens to lease, if any."""
    offered = Count("works", filter=Q(works__garden_offer__is_offered=True))
    return Team.objects.annotate(offered=offered).order_by("-offered", "pk").first()


def person_to_call(partner: Partner) -> Contact:
    """Return a leader of the partner's team, or else another of those who plan there."""
    memberships = (
        Membership.objects.active()
        .filter(team=partner.team_id, role__in=PLANNING, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    people = sorted(memberships, key=lambda membership: membership.role not in LEADING)
    if not people:
        return Contact(partner.team.name, partner.team.phone)
    return contact_of(people[0].user, team=partner.team)


def person_of_contact(user: Any) -> Contact | None:
    """Return whom to call for who acts for a business; None for everybody else."""
    partner = Partner.objects.visible_to(user).select_related("team").order_by("pk").first()
    return person_to_call(partner) if partner else None


def _let_in(partner: Partner, user: User) -> None:
    contact, _made = PartnerContact.objects.get_or_create(partner=partner, user=user)
    if contact.ended_at is not None:
        contact.ended_at, contact.ended_by = None, None
        contact.save(update_fields=["ended_at", "ended_by", "changed_at"])


def _answered(row: Enquiry, *, how: str, by: User) -> None:
    row.answered_at, row.answered_by, row.answered_how = timezone.now(), by, how
    row.save()
    task = Task.objects.filter(key=_task_key(row)).first()
    if task is not None:
        tasks.done(task, by=by)


def _write_back(row: Enquiry, *, by: User) -> None:
    """Send the answer, as one person writes to another."""
    before = Message.objects.filter(key__startswith=f"{LETTER}:{row.pk}:").count()
    phone, phone_of = number_of(by.phone, team=row.team)

    def body() -> str:
        greeting = _("Hei %(name)s.") % {"name": row.name}
        sender = (
            _("Hilsen %(name)s, telefon %(phone)s, %(team)s")
            if phone and not phone_of
            else (_("Hilsen %(name)s i %(team)s, telefon til teamet %(phone)s"))
        )
        sender %= {"name": by, "team": row.team.name, "phone": phone_in_words(phone) or "–"}
        return f"{greeting}\n\n{row.answer}\n\n{sender}"

    outbox.queue_letter(
        key=f"{LETTER}:{row.pk}:{before + 1}",
        address=row.email,
        subject=lambda: _("Svar fra %(team)s") % {"team": row.team.name},
        body=body,
    )


def _task_key(enquiry: Enquiry) -> str:
    return f"enquiry:{enquiry.pk}"
