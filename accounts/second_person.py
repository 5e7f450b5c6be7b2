"""Two people are two: the second confirms with their own code on the same screen, or later.

The first names the second, and can do no more: neither the code nor the page is theirs.
"""

import contextlib
import re
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PAYING, PLANNING, Invitation, SecondPerson, ShortCode, Team, User
from core.errors import RuleBroken
from core.saving import locked_row
from core.text import digits_of

MOST_TRIES = 5
SECONDS = PLANNING | PAYING
"""Who can be the second of two: they meet people or hand over money."""
_CODE = re.compile(r"\d{4,8}", re.ASCII)


def are_two(first: User, second: User) -> bool:
    """Tell whether two logins are two people, by what we know of them.

    They are one when they are the same, read the same letters or answer the same phone (a
    team's own number is everybody's), and when one was invited by the other and has never come in:
    whoever invites could have made up a colleague. One query, two when the phone is the same.
    """
    if first.pk == second.pk or _mailbox(first.email) == _mailbox(second.email):
        return False
    is_one_phone = bool(first.phone) and first.phone == second.phone
    if is_one_phone and not Team.objects.filter(phone=first.phone).exists():
        return False
    never_in = Q(user=second, invited_by=first) | Q(user=first, invited_by=second)
    return not Invitation.objects.filter(never_in, user__last_login__isnull=True).exists()


def must_be_two(first: User | None, second: User) -> None:
    """Raise RuleBroken unless `first`, who did the first half, and `second` are two people."""
    if first is not None and not are_two(first, second):
        raise RuleBroken(
            _(
                "Her må det være to. %(first)s og %(second)s er én innlogging, har samme e-post"
                " eller telefon, eller den ene har ikke logget inn ennå. Spør en annen kollega."
            )
            % {"first": first, "second": second}
        )


def set_code(user: User, *, code: str) -> None:
    """Give `user` a new short code of four to eight digits, and new tries. Their own page only."""
    code = digits_of(code)
    if not _CODE.fullmatch(code) or len(set(code)) == 1 or code in "0123456789876543210":
        raise RuleBroken(_("Velg fire til åtte sifre som ikke er lette å gjette."))
    ShortCode.objects.update_or_create(
        user=user, defaults={"code": make_password(code), "wrong_tries": 0}
    )


def must_know_code(user: User, *, code: str) -> None:
    """Raise RuleBroken unless `code` is `user`'s own.

    Each try is counted before it is looked at, outside whatever fails after it; after five wrong
    ones the code rests until its owner makes a new one, and the own page remains. Raises
    RuntimeError inside a transaction: who is told no would have the count rolled back.
    """
    with transaction.atomic(durable=True):
        counted = ShortCode.objects.filter(user=user, wrong_tries__lt=MOST_TRIES).update(
            wrong_tries=F("wrong_tries") + 1
        )
    if not counted:
        raise RuleBroken(
            _("Koden til %(name)s kan ikke brukes nå. La feltet stå tomt: da bekrefter de selv.")
            % {"name": user}
        )
    if not check_password(digits_of(code), ShortCode.objects.get(user=user).code):
        raise RuleBroken(
            _("Koden er ikke den %(name)s har valgt. Skriv den på nytt, eller la feltet stå tomt.")
            % {"name": user}
        )
    ShortCode.objects.filter(user=user).update(wrong_tries=0)


def ask(of: Model, *, team: Team | int, person: User, asked_by: User, by_code: bool) -> None:
    """Note that `person` is the second of two for `of`. `by_code`: `must_know_code` let through.

    Raises RuleBroken when they are not two people (`are_two`).
    """
    must_be_two(asked_by, person)
    SecondPerson.objects.create(
        team_id=team if isinstance(team, int) else team.pk,
        of_type=ContentType.objects.get_for_model(of),
        of_id=of.pk,
        person=person,
        asked_by=asked_by,
        confirmed_at=timezone.now() if by_code else None,
        how=SecondPerson.How.CODE if by_code else "",
    )


def confirm(asked: SecondPerson, *, by: User) -> SecondPerson:
    """Say that `by` saw it. A repeat changes nothing.

    Raises RuleBroken for anybody else, for who has left the team, and when the two have become
    one since (`are_two`).
    """
    with locked_row(asked) as row:
        if row.person_id != by.pk:
            raise RuleBroken(_("Bare %(name)s kan bekrefte dette.") % {"name": row.person})
        if row.confirmed_at is None:
            if not Team.objects.of(by, SECONDS).filter(pk=row.team_id).exists():
                raise RuleBroken(_("Du er ikke i teamet lenger. En annen må bekrefte."))
            must_be_two(row.asked_by, by)
            row.confirmed_at, row.how = timezone.now(), SecondPerson.How.PAGE
            row.save(update_fields=["confirmed_at", "how", "changed_at"])
    return row


def ask_no_more(of: Model) -> None:
    """Ask nobody any longer about `of`, which holds no more; what was confirmed stays."""
    kind = ContentType.objects.get_for_model(of)
    SecondPerson.objects.filter(of_type=kind, of_id=of.pk, confirmed_at=None).delete()


_ONE_HOUSE = {
    "googlemail.com": "gmail.com",
    **dict.fromkeys(("me.com", "mac.com"), "icloud.com"),
    **dict.fromkeys(("protonmail.com", "protonmail.ch", "pm.me"), "proton.me"),
}
"""Domains whose mailboxes are those of another."""
_NOT_READ = {"gmail.com": ".", "proton.me": ".-_"}
"""Signs in a name that such a house does not read."""


def _mailbox(address: str) -> str:
    """Return whose letters `address` gets: what stands after a plus is only a label."""
    name, _at, domain = address.lower().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode()  # «blåbær.no» is «xn--…» as well
    domain = _ONE_HOUSE.get(domain, domain)
    name = name.partition("+")[0]
    for sign in _NOT_READ.get(domain, ""):
        name = name.replace(sign, "")
    return f"{name}@{domain}"


def of(thing: Model) -> SecondPerson | None:
    """Return who was asked about `thing`, or None: it was signed, or is older than the asking."""
    kind = ContentType.objects.get_for_model(thing)
    return SecondPerson.objects.filter(of_type=kind, of_id=thing.pk).first()


def has_code(user: Any) -> bool:
    """Tell whether `user` has a short code that works."""
    return ShortCode.objects.filter(user=user, wrong_tries__lt=MOST_TRIES).exists()
