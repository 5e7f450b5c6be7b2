"""Idempotent forms, and nothing lost: once-keys, and answers that met a lapsed sign-in.

Every form of `components/form.html` carries a key, signed with who got the page. Back and send
again answers with what the first sending led to. With other words in it nothing is made before
somebody has said that they mean another one. The same key tells whose a sending was when the
sign-in had lapsed, so that the answers wait for that person alone.
"""

import base64
import hashlib
import json
import time
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core import hidden_fields
from core.hidden_fields import ONCE
from portals import card_cookie
from portals.models import SentForm

NOT_WRITTEN = {"csrfmiddlewaretoken", ONCE}
SECRET = ("password", "code", "account_number", "signature", "token")
"""Names of fields that are never put aside."""
KEPT = "kept_answers"
KEPT_FOR = timedelta(hours=2)
MOST_KEPT = 60_000
REMEMBERED_FOR = timedelta(days=7)
ABANDONED_AFTER = timedelta(minutes=1)
WAITS = 100
A_WAIT = 0.1


# --- The key ---------------------------------------------------------------------------
def key_for(request: HttpRequest, form: Any = None) -> str:
    """Return the key that a page carries along: a bound form's own, else a new one."""
    sent = form.data.get(ONCE, "") if isinstance(form, BaseForm) and form.is_bound else ""
    return hidden_fields.key_of(_who_asks(request), sent=str(sent))


def is_of(request: HttpRequest, key: str) -> bool:
    """Tell whether `key` stood on a page that was shown to whoever asks now."""
    return hidden_fields.shown_to(key) == _who_asks(request)


def _who_asks(request: HttpRequest) -> str:
    """Return whose the pages are that `request` is answered with: a login's, or a card's owner's.

    A tablet is several people's: what one of them was shown is not the next one's to send.
    """
    if request.path_info.startswith(card_cookie.PATH):
        card = card_cookie.card_of(request)
        return f"card-{card.participant_id}" if card else ""
    return hidden_fields.who(getattr(request, "user", None))


def written(data: QueryDict) -> dict[str, list[str]]:
    """Return what somebody wrote, without keys and without what is secret."""
    return {
        name: data.getlist(name)
        for name in data
        if name not in NOT_WRITTEN and not any(word in name for word in SECRET)
    }


# --- The middleware --------------------------------------------------------------------
class SentOnceMiddleware(MiddlewareMixin):
    """Answer a form that comes again; put aside what came after the sign-in had lapsed."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Remember what the sending led to; one that led nowhere may come again."""
        claimed = getattr(request, "sent_form", None)
        if claimed is not None:
            _remember(claimed, response, shown_at=getattr(request, "shown_once_at", ""))
        elif request.method == "POST" and _leads_to_sign_in(response):
            _put_aside(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let a form through once; what programs send is theirs alone to read."""
        if getattr(view, "csrf_exempt", False):
            return None
        if request.method == "POST" and request.POST.get(ONCE):
            return _once(request, request.POST[ONCE])
        if request.method == "GET" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            _bring_back(request)
        return None


def _once(request: HttpRequest, key: str) -> HttpResponse | None:
    if not is_of(request, key):
        return None
    name = _digest([request.path, key])
    content = _digest([sorted(written(request.POST).items()), _files(request)])
    for _wait in range(WAITS):
        there = SentForm.objects.filter(key=name).first()
        if there and there.led_to:
            if request.FILES and there.content != content:
                return None  # no page can ask for one more tap and carry a file along
            return _answer_again(request, there, content)
        if there and there.sent_at < timezone.now() - ABANDONED_AFTER:
            there = SentForm.objects.filter(pk=there.pk, led_to="").delete() and None
        if there:
            time.sleep(A_WAIT)
            continue
        try:
            with transaction.atomic():
                claimed = SentForm.objects.create(key=name, content=content)
        except IntegrityError:
            continue
        request.sent_form = claimed  # type: ignore[attr-defined]
        return None
    return send_again(request, status=409, why=_("Vi holder på å lagre dette. Vent litt."))


def _answer_again(request: HttpRequest, there: SentForm, content: str) -> HttpResponse:
    if there.content == content:
        messages.info(request, _("Dette var lagret fra før. Her er det."))
        return HttpResponseRedirect(there.led_to)
    why = _("Dette skjemaet er lagret fra før, med andre svar. Vil du lagre en til?")
    return send_again(request, status=409, why=why, saved=there.led_to)


def shows_once(request: HttpRequest, *, leads_to: str) -> None:
    """Say that this page is the answer to a form, and shown once: sent again it `leads_to`."""
    request.shown_once_at = leads_to  # type: ignore[attr-defined]


def _remember(claimed: SentForm, response: HttpResponse, *, shown_at: str) -> None:
    is_led_on = response.status_code in (302, 303) and not _leads_to_sign_in(response)
    led_to = response.headers["Location"] if is_led_on else shown_at
    if led_to:
        claimed.led_to = led_to[:500]
        claimed.save(update_fields=["led_to"])
    else:
        claimed.delete()


def _files(request: HttpRequest) -> list[list[str]]:
    """Return what tells the files that came along from others; each stands at its beginning."""
    found = []
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            found.append([name, file.name or "", digest])
    return found


def _digest(what: Any) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def forget_old() -> int:
    """Delete the keys that no open page has any longer, and return how many."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - REMEMBERED_FOR).delete()[0]


# --- The page that asks for one more tap -----------------------------------------------
def send_again(request: HttpRequest, *, status: int, why: str, saved: str = "") -> HttpResponse:
    """Show what was written, to be sent once more from here, as it was written."""
    rows = [(name, value) for name, values in written(request.POST).items() for value in values]
    context = {
        "rows": rows,
        "why": why,
        "saved": saved,
        "once": key_for(request),
        "action": request.get_full_path(),
    }
    return render(request, "send_again.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a sending without the right token: with one tap more when the page was ours.

    Only a key that was signed for the same person shows that: a foreign site has none.
    """
    if request.POST.get(ONCE) and is_of(request, request.POST[ONCE]):
        why = _("Siden hadde ligget åpen en stund. Det du skrev, står her. Send det en gang til.")
        return send_again(request, status=403, why=why)
    return render(request, "403_csrf.html", status=403)


# --- Answers that met a lapsed sign-in -------------------------------------------------
def _leads_to_sign_in(response: HttpResponse) -> bool:
    where = response.headers.get("Location", "")
    return response.status_code == 302 and where.startswith(resolve_url(settings.LOGIN_URL))


def _put_aside(request: HttpRequest) -> None:
    """Keep what was written in the session of this browser, for whom the page was shown to.

    A file that came along is not kept: it has to be chosen anew.
    """
    owner = hidden_fields.shown_to(request.POST.get(ONCE, ""))
    answers = written(request.POST)
    if not owner or len(json.dumps(answers)) > MOST_KEPT:
        return
    kept = {
        "owner": owner, "path": request.path, "answers": answers, "had_files": bool(request.FILES),
    }  # fmt: skip
    request.session[KEPT] = _lock().encrypt(json.dumps(kept).encode()).decode()


def _lock() -> Fernet:
    """Return what keeps answers unreadable in the table of sessions."""
    key = salted_hmac(KEPT, "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _bring_back(request: HttpRequest) -> None:
    """Hand the page what its reader wrote before; another person's answers are thrown away."""
    sealed = request.session.get(KEPT)
    if not sealed or not request.user.is_authenticated:
        return
    try:
        kept = json.loads(_lock().decrypt(sealed, ttl=int(KEPT_FOR.total_seconds())))
    except InvalidToken:
        del request.session[KEPT]
        return
    if kept["owner"] != hidden_fields.who(request.user):
        del request.session[KEPT]
    elif kept["path"] == request.path:
        del request.session[KEPT]
        answers = QueryDict(urlencode(kept["answers"], doseq=True))
        request.kept_answers = answers  # type: ignore[attr-defined]
        if kept.get("had_files"):
            messages.info(request, _("Bildet eller fila ble ikke med. Velg på nytt."))


def fill_in(request: HttpRequest, form: BaseForm) -> None:
    """Let an empty form show what was written before the sign-in lapsed; nothing is saved."""
    answers = getattr(request, "kept_answers", None)
    if answers is not None and not form.is_bound:
        form.data, form.is_bound = answers, True
        messages.info(request, _("Her er det du skrev. Det er ikke lagret ennå. Se over og send."))
