"""No input of anybody's is a fault of ours, and nothing of another team is written by it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.permission_ground import Ground
from tests.portals.every_form import TOKENS, every_form, pages
from tests.portals.keys_sent import of_the_other
from tests.test_permissions import ROUTES, built, ground  # noqa: F401  # fixtures

PLACE = 7_654_321
NUMBERS = (str(2**63), "0", "-1", "9" * 20)
ODD = (str(2**63), "", "\0")
ODD_QUESTIONS = (
    str(2**63), "9" * 5000, "9999-W52", "0000-W01", "9999-12-31", "9999-12", "\0",
)  # fmt: skip
CARRIED_ALONG = TOKENS - {"shown", "kept"}
CHOICES = {"select", "checkbox", "radio", "hidden"}


def asked(client: Any, method: str, address: str, **sent: Any) -> Any:
    """Return the answer; what it changed is undone."""
    cookies = dict(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(address, **sent)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return answer


# --- Numbers in addresses ----------------------------------------------------------
def addresses(number: str) -> Iterator[str]:
    """Yield every address that has a number in it, with `number` there."""
    for where, space, name, words in ROUTES:
        if not words or not name or where.startswith("admin/") != space.startswith("wagtail"):
            continue
        view = f"{space}:{name}" if space else name
        for sent in (PLACE, str(PLACE)):
            try:
                found = reverse(view, kwargs=dict.fromkeys(words, sent))
            except NoReverseMatch:
                continue
            yield found.replace(str(PLACE), number)
            break


@pytest.mark.parametrize(
    "number", [pytest.param("0", marks=pytest.mark.long), *(one for one in NUMBERS if one != "0")]
)
def test_no_number_in_an_address_is_a_fault_for_anybody(ground: Ground, number: str) -> None:  # noqa: F811
    """A row that is not there is looked for by every role, what no row can be by one within."""
    fell, found = [], sorted(set(addresses(number)))
    assert len(found) > 100
    for role, client in ground.clients.items():
        if number != "0" and role != "superuser":
            continue
        for method in ("get", "post") if role in ("leader", "superuser") else ("get",):
            for address in found:
                if address.startswith("/admin/") and role != "superuser":
                    continue
                if asked(client, method, address).status_code >= 500:
                    fell.append(f"{role} {method} {address}")
    assert fell == []


@pytest.mark.parametrize("role", ["superuser", "leader", "editor", "worker"])
def test_another_teams_page_is_not_locked_and_nobody_is_deleted(ground: Ground, role: str) -> None:  # noqa: F811
    page, somebody, client = ground.other.story, ground.other.colleague, ground.clients[role]
    acts = ("lock", "unlock", "delete", "unpublish", "copy", "move", "convert_alias", "privacy")
    found = [f"/admin/pages/{page.pk}/{act}/" for act in acts]
    found += [f"/admin/users/{somebody.pk}/delete/", f"/admin/users/{somebody.pk}/"]
    found += [f"/admin/users/{ground.clients[role].session['_auth_user_id']}/delete/"]
    found += [
        f"/admin/bulk/auth/user/delete/?id={somebody.pk}",
        "/admin/bulk/wagtailcore/page/delete/?id=0",
    ]
    before = of_the_other(ground.other)
    for address in found:
        for method in ("get", "post"):
            with transaction.atomic():
                status = getattr(client, method)(address).status_code
                is_as_it_was = of_the_other(ground.other) == before
                transaction.set_rollback(True)
            assert (status < 500, is_as_it_was) == (True, True), (method, address, status)
    assert User.objects.filter(pk=somebody.pk).exists()


# --- Questions behind the address --------------------------------------------------
class Noticed(QueryDict):
    """The parameters of an address; keeps the names that somebody looks for."""

    looked_for: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        Noticed.looked_for.add(name)
        return super().__getitem__(name)

    def getlist(self, key: str, default: Any = None) -> Any:
        Noticed.looked_for.add(key)
        return super().getlist(key, default)

    def __contains__(self, name: object) -> bool:
        Noticed.looked_for.add(str(name))
        return super().__contains__(name)


@pytest.mark.long
def test_no_question_is_a_fault(ground: Ground, monkeypatch: Any) -> None:  # noqa: F811
    monkeypatch.setattr(WSGIRequest, "GET", property(lambda r: Noticed(r.META["QUERY_STRING"])))
    read, fell = set(), []
    for role, client, page in pages(ground):
        if "?" in page:
            continue
        Noticed.looked_for.clear()
        asked(client, "get", page)
        names = sorted(Noticed.looked_for)
        read.update(names)
        # `team` alone too: what it does not know is 404 before another question is looked at.
        for chosen in (["team"], [name for name in names if name != "team"]):
            for value in ODD_QUESTIONS if set(chosen) <= set(names) and chosen else ():
                sent = {name: [value, value] for name in chosen} | {f"{n}[]": value for n in chosen}
                if asked(client, "get", page, data=sent).status_code >= 500:
                    fell.append(f"{role} {page} {chosen} = {value!a:.30}")
    assert fell == []
    assert {"uke", "maned", "dag", "team", "side"} <= read


# --- Fields of forms ---------------------------------------------------------------
@pytest.mark.long
def test_no_field_of_a_form_is_a_fault(ground: Ground) -> None:  # noqa: F811
    fell = []
    for form in every_form(ground):
        client = ground.clients[form.role]
        names = sorted((set(form.fields) | set(form.values)) - CARRIED_ALONG)
        written = {name for name, field in form.fields.items() if field.kind not in CHOICES}
        tried = [(names, value) for value in ODD]
        tried += [([name], str(2**63)) for name in names if name not in written]
        for odd, value in tried:
            sent = form.filled() | {name: [value] for name in odd}
            if asked(client, "post", form.action, data=sent).status_code >= 500:
                fell.append(f"{form.role} {form.action} {odd} = {value!a}")
    assert fell == []
