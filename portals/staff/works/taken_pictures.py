"""A picture of a work, taken where it hangs: at once, or sent by the phone when there is signal."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.works import works as verbs
from core.errors import RuleBroken
from portals.staff.shared import refusals
from portals.staff.shared.page_access import StaffRequest, seen, staff_form
from portals.staff.shared.pages import form_page
from portals.staff.works.taken_pictures_forms import WorkPictureForm
from portals.staff.works.works import editable


@staff_form(shows="list")
def work_picture_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a picture of a work, or choose one, and say who is on it."""
    found = editable(request, pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WorkPictureForm(data, files, team=found.team, by=request.user)
    seen(request, form.people)
    return form_page(
        request, form,
        lambda: verbs.take_picture(found, by=request.user, **form.kept()),
        said=lambda picture: (
            _("Bildet er lagret. Det vises når alle på det har sagt ja.")
            if picture.people.exists()
            else _("Bildet er lagret.")
            if picture.people_checked
            else _("Bildet er lagret. Det vises når noen har sagt hvem som er på det.")
        ),
        title=_("Ta bilde"), lead=capfirst(str(found)),
        back_url=reverse("staff:work", args=[found.pk]),
        template="portals/staff/works/work_picture.html", work=found,
    )  # fmt: skip


@staff_form
def work_picture_send(request: StaffRequest, pk: int) -> JsonResponse:
    """Take a picture that a phone has kept: say that it is done, or why not. The key is its own.

    GET gives the token that a POST must carry, and the same key again is the same picture. Each
    says whose the picture is (`user`): 409 when another has signed in since, and the phone keeps
    it. What nobody took is not kept.
    """
    whose = request.GET.get("user")
    is_mine = whose == str(request.user.pk)
    if whose is not None and not is_mine:
        return JsonResponse({}, status=409)
    found = editable(request, pk)
    answer: dict[str, object] = {"token": get_token(request)}
    if request.method == "POST":
        form = WorkPictureForm(request.POST, request.FILES, team=found.team, by=request.user)
        if not is_mine:
            answer |= {"done": False, "said": _("Vi kunne ikke lese det som telefonen sendte.")}
        elif not form.is_valid():
            words = [str(one) for errors in form.errors.values() for one in errors]
            answer |= {"done": False, "said": " ".join(words)}
        else:
            try:
                key = UUID(request.POST.get("sent_as", ""))
                verbs.take_picture(found, by=request.user, sent_as=key, **form.kept())
                answer |= {"done": True, "said": ""}
            except ValueError:
                answer |= {"done": False, "said": _("Vi kunne ikke lese det som telefonen sendte.")}
            except RuleBroken as broken:
                answer |= {"done": False, "said": refusals.in_words(broken)}
    return JsonResponse(answer)
