"""Two people are two: the second confirms with their own code on the same screen, or later.

The first names the second, and can do no more: neither the code nor the page is theirs.
"""

import re
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SecondPerson, ShortCode, Team, User
from core.errors import RuleBroken

MOST_TRIES = 5
_CODE = re.compile(r"\d{4,8}", re.ASCII)


def set_code(user: User, *, code: str) -> None:
    """Give `user` a new short code of four to eight digits, and new tries. Their own page only."""
    if not _CODE.fullmatch(code) or len(set(code)) == 1 or code in "0123456789876543210":
        raise RuleBroken(_("Velg fire til åtte sifre som ikke er lette å gjette."))
    ShortCode.objects.update_or_create(
        user=user, defaults={"code": make_password(code), "wrong_tries": 0}
    )


def must_know_code(user: User, *, code: str) -> None:
    """Raise RuleBroken unless `code` is `user`'s own.

    Each try is counted before it is looked at, outside whatever fails after it; after five wrong
    ones the code rests until its owner makes a new one, and the own page remains. Call it outside
    a transaction that may be rolled back.
    """
    counted = ShortCode.objects.filter(user=user, wrong_tries__lt=MOST_TRIES).update(
        wrong_tries=F("wrong_tries") + 1
    )
    if not counted:
        raise RuleBroken(
            _("Koden til %(name)s kan ikke brukes nå. La feltet stå tomt: da bekrefter de selv.")
            % {"name": user}
        )
    if not check_password(code, ShortCode.objects.get(user=user).code):
        raise RuleBroken(
            _("Koden er ikke den %(name)s har valgt. Skriv den på nytt, eller la feltet stå tomt.")
            % {"name": user}
        )
    ShortCode.objects.filter(user=user).update(wrong_tries=0)


def ask(of: Model, *, team: Team | int, person: User, asked_by: User, by_code: bool) -> None:
    """Note that `person` is the second of two for `of`. `by_code`: `must_know_code` let through."""
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
    """Say that `by` saw it. A repeat changes nothing. Raises RuleBroken for anybody else."""
    with transaction.atomic():
        row = SecondPerson.objects.select_for_update().get(pk=asked.pk)
        if row.person_id != by.pk:
            raise RuleBroken(_("Bare %(name)s kan bekrefte dette.") % {"name": row.person})
        if row.confirmed_at is None:
            row.confirmed_at, row.how = timezone.now(), SecondPerson.How.PAGE
            row.save(update_fields=["confirmed_at", "how", "changed_at"])
    return row


def ask_no_more(of: Model) -> None:
    """Ask nobody any longer about `of`, which holds no more; what was confirmed stays."""
    kind = ContentType.objects.get_for_model(of)
    SecondPerson.objects.filter(of_type=kind, of_id=of.pk, confirmed_at=None).delete()


def of(thing: Model) -> SecondPerson | None:
    """Return who was asked about `thing`, or None: it was signed, or is older than the asking."""
    kind = ContentType.objects.get_for_model(thing)
    return SecondPerson.objects.filter(of_type=kind, of_id=thing.pk).first()


def has_code(user: Any) -> bool:
    """Tell whether `user` has a short code that works."""
    return ShortCode.objects.filter(user=user, wrong_tries__lt=MOST_TRIES).exists()
