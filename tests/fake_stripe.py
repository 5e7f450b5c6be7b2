"""A stateful stand-in for Stripe's checkout, connected accounts and transfers, on loopback.

Parameters are checked against the TypedDicts of the installed library, keys are remembered as
Stripe remembers them, an answer can be lost after its effect and a request before it. It proves
that our client is right by the library's types, not that Stripe agrees: it knows no enum values
and takes no money.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, get_args, get_origin
from urllib.parse import parse_qsl

from stripe import RequestOptions
from stripe.params import (
    AccountCreateParams,
    AccountLinkCreateParams,
    TransferCreateParams,
    TransferListParams,
)
from stripe.params.checkout import SessionCreateParams, SessionExpireParams
from typing_extensions import get_type_hints, is_typeddict

NAMES_OF_OPTIONS = {"StripeContext": object, "Mapping": Mapping}
"""What the hints of a call's options name; they travel as headers and are no parameters."""


class BadRequest(Exception):
    """What Stripe answers 400 to: `kind` is its error type."""

    def __init__(
        self, message: str, kind: str = "invalid_request_error", *, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.kind, self.code = kind, code


class FakeStripe:
    """What the stand-in knows: `sessions`, `accounts` and `transfers` by id, and keys seen.

    `lose_answers` counts the answers still to lose after their effect, `lose_requests` those
    before it. With `balance_ore` no transfer takes more than there is.
    """

    def __init__(self) -> None:
        self.url = ""
        self._lock = threading.Lock()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Know nothing and lose nothing."""
        self.sessions: dict[str, dict[str, Any]] = {}
        self.accounts: dict[str, dict[str, Any]] = {}
        self.transfers: dict[str, dict[str, Any]] = {}
        self.balance_ore: int | None = None
        self.keys: dict[str, tuple[str, dict[str, Any]]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.lose_answers = 0
        self.lose_requests = 0

    def answer(self, method: str, path: str, body: str, key: str | None) -> tuple[dict, bool]:
        """Return the answer's body, and whether it was given before."""
        with self._lock:
            if method == "GET":
                return self._get(*path.partition("?")[::2]), False
            if key in self.keys:
                seen, answer = self.keys[key]
                if seen != path + body:
                    raise BadRequest("The key was used with other parameters.", "idempotency_error")
                return answer, True
            answer = self._post(path, nested(parse_qsl(body, keep_blank_values=True)))
            if key:
                self.keys[key] = (path + body, answer)
            return answer, False

    def lift_account(self, name: str) -> None:
        """Let an account receive: the person has told who they are."""
        self.accounts[name]["capabilities"]["transfers"] = "active"

    def reverse(self, name: str, *, ore: int | None = None) -> dict[str, Any]:
        """Take a transfer back, or `ore` of it; return it as an event tells of it."""
        transfer = self.transfers[name]
        transfer["amount_reversed"] = transfer["amount"] if ore is None else ore
        transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
        return transfer

    def forget_keys(self) -> None:
        """Forget every key, as Stripe may after 24 hours."""
        self.keys.clear()

    def _get(self, path: str, query: str) -> dict[str, Any]:
        if path != "/v1/transfers":
            return self._session(path.rsplit("/", 1)[1])
        asked = nested(parse_qsl(query))
        check(asked, TransferListParams)
        found = [
            one
            for one in reversed(self.transfers.values())
            if asked.get("transfer_group") in (None, one["transfer_group"])
        ]
        return {"object": "list", "url": path, "has_more": False, "data": found}

    def _post(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        if path == "/v1/checkout/sessions":
            check(asked, SessionCreateParams)
            return self._make(asked)
        if path == "/v1/accounts":
            check(asked, AccountCreateParams)
            return self._make_account(asked)
        if path == "/v1/account_links":
            check(asked, AccountLinkCreateParams)
            name = self._account(asked["account"])["id"]
            url = f"https://connect.stripe.com/setup/e/{name}"
            return {"object": "account_link", "url": url, "created": 0, "expires_at": 300}
        if path == "/v1/transfers":
            check(asked, TransferCreateParams)
            return self._make_transfer(asked)
        session = self._session(path.split("/")[4])
        check(asked, SessionExpireParams)
        if session["status"] != "open":
            raise BadRequest("Only an open session can be expired.")
        session |= {"status": "expired", "url": None}
        return session

    def _make(self, asked: dict[str, Any]) -> dict[str, Any]:
        number = len(self.sessions) + 1
        lines = [(line["price_data"], int(line["quantity"])) for line in asked["line_items"]]
        made = {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "amount_total": sum(int(price["unit_amount"]) * count for price, count in lines),
            "currency": lines[0][0]["currency"],
            "client_reference_id": asked.get("client_reference_id"),
            "metadata": asked.get("metadata", {}),
            "of_payment": asked.get("payment_intent_data", {}).get("metadata", {}),
            "payment_status": "unpaid",
            "status": "open",
            "url": f"https://checkout.stripe.com/c/pay/cs_test_{number}",
        }
        self.sessions[made["id"]] = made
        return made

    def _make_account(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = f"acct_test_{len(self.accounts) + 1}"
        wanted = {what for what, how in asked["capabilities"].items() if how["requested"] == "true"}
        self.accounts[name] = {
            "id": name,
            "object": "account",
            "country": asked.get("country"),
            "capabilities": dict.fromkeys(wanted, "inactive"),
            "metadata": asked.get("metadata", {}),
        }
        return self.accounts[name]

    def _account(self, name: str) -> dict[str, Any]:
        if name not in self.accounts:
            raise BadRequest(f"No such account: {name}")
        return self.accounts[name]

    def _make_transfer(self, asked: dict[str, Any]) -> dict[str, Any]:
        account, ore = self._account(asked["destination"]), int(asked["amount"])
        if account["capabilities"].get("transfers") != "active":
            raise BadRequest("The destination account cannot receive transfers.")
        if self.balance_ore is not None:
            if ore > self.balance_ore:
                raise BadRequest("You have insufficient funds.", code="balance_insufficient")
            self.balance_ore -= ore
        name = f"tr_test_{len(self.transfers) + 1}"
        self.transfers[name] = {
            "id": name,
            "object": "transfer",
            "amount": ore,
            "amount_reversed": 0,
            "currency": asked["currency"],
            "destination": account["id"],
            "metadata": asked.get("metadata", {}),
            "reversed": False,
            "transfer_group": asked.get("transfer_group"),
        }
        return self.transfers[name]

    def _session(self, name: str) -> dict[str, Any]:
        if name not in self.sessions:
            raise BadRequest(f"No such checkout session: {name}")
        return self.sessions[name]


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what `a[b][0]=c` means, with lists where the keys are numbers."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        *path, last = name.replace("]", "").split("[")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[last] = value
    return _lists(tree)


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    grown = {key: _lists(value) for key, value in node.items()}
    return list(grown.values()) if grown and all(key.isdigit() for key in grown) else grown


def check(value: Any, hint: Any, where: str = "") -> None:
    """Raise BadRequest where `value` does not fit the type `hint` of the library's parameters."""
    if is_typeddict(hint):
        if not isinstance(value, dict):
            raise BadRequest(f"Invalid object: {where}")
        hints = get_type_hints(hint, localns=NAMES_OF_OPTIONS)
        for name in hint.__required_keys__ - value.keys():
            raise BadRequest(f"Missing required param: {where}{name}")
        for name, inner in value.items():
            if name not in hints or name in RequestOptions.__annotations__:
                raise BadRequest(f"Received unknown parameter: {where}{name}")
            check(inner, hints[name], f"{where}{name}.")
    elif get_origin(hint) is list:
        if not isinstance(value, list):
            raise BadRequest(f"Invalid array: {where}")
        for inner in value:
            check(inner, get_args(hint)[0], where)
    elif hint is int and not str(value).lstrip("-").isdigit():
        raise BadRequest(f"Invalid integer: {where}")
    elif get_args(hint) and get_origin(hint) is not dict:
        _check_any(value, [arm for arm in get_args(hint) if arm is not type(None)], where)


def _check_any(value: Any, arms: list[Any], where: str) -> None:
    arms = [arm for arm in arms if not isinstance(arm, str)]
    for arm in arms[:-1]:
        try:
            return check(value, arm, where)
        except BadRequest:
            continue
    return check(value, arms[-1], where) if arms else None


@contextmanager
def serving() -> Iterator[FakeStripe]:
    """Serve a stand-in on a free port of loopback; its address is `url`."""
    fake = FakeStripe()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            fake.requests.append((f"{self.command} {self.path}", dict(self.headers)))
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            key = self.headers.get("Idempotency-Key")
            if fake.lose_requests:
                fake.lose_requests -= 1
                self.close_connection = True
                return
            status, replayed = 200, False
            try:
                answer, replayed = fake.answer(self.command, self.path, body, key)
            except BadRequest as error:
                told = {"type": error.kind, "message": str(error), "code": error.code}
                status, answer = 400, {"error": told}
            if fake.lose_answers:
                fake.lose_answers -= 1
                self.close_connection = True
                return
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            if replayed:
                self.send_header("Idempotent-Replayed", "true")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _do

        def log_message(self, *arguments: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
