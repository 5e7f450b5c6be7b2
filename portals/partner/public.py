"""What a business can do before it is a partner: write to us."""

from hashlib import sha256

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import RuleBroken
from leasing import partners
from leasing.forms import EnquiryForm

MOST_AN_HOUR = 5
HOUR = 60 * 60


# The form stands on a cached public page and acts on nobody's authority, so there is no token to
# check: a forged post can do no more than a visitor can.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    """Take in what a business writes. What it wrote is kept on the page when we cannot."""
    form = EnquiryForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if _writes_too_often(request):
            form.add_error(None, _("Du har skrevet flere ganger nå. Ring oss, så tar vi det der."))
            status = 429
        else:
            try:
                partners.ask(**form.cleaned_data)
                return redirect("enquiry_thanks")
            except RuleBroken as rule:
                form.add_error(None, rule.message)
    return render(request, "leasing/enquiry.html", {"form": form}, status=status)


@require_GET
def enquiry_thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you, and what happens next."""
    context = {"days": partners.ANSWER_WITHIN.days}
    return render(request, "leasing/enquiry_thanks.html", context)


def _writes_too_often(request: HttpRequest) -> bool:
    """Count this message; the address is kept as a hash, for an hour."""
    address = str(get_ip(request))
    key = f"enquiry:{sha256(address.encode()).hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > MOST_AN_HOUR
    except ValueError:  # it ran out between the two lines
        return False
