"""A work's steps, what its kind has of its own, its pictures; and what the river gave."""

from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from activities.models import RiverResult
from activities.works import details as verbs
from activities.works import works
from portals.staff.shared.own_rows import own_session
from portals.staff.shared.page_access import StaffRequest, staff_button, staff_form
from portals.staff.shared.pages import carry_out, form_page
from portals.staff.works.work_details_forms import (
    PicturesForm,
    RiverForm,
    details_form,
    pictures_of,
)
from portals.staff.works.works import editable


@staff_button
def work_step_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a step. It has no date."""
    found = editable(request, pk)
    carry_out(request, lambda: verbs.add_step(found, text=request.POST.get("text", "")))
    return redirect(f"{reverse('staff:work', args=[found.pk])}#steg")


@staff_button
def work_step_tick(request: StaffRequest, pk: int, step_pk: int) -> HttpResponse:
    """Say that a step is done, or with `done=no` that it is not after all."""
    found = editable(request, pk)
    step = get_object_or_404(found.steps.select_related("work"), pk=step_pk)
    is_done = request.POST.get("done") != "no"
    carry_out(request, lambda: verbs.tick_step(step, is_done=is_done))
    return redirect(f"{reverse('staff:work', args=[found.pk])}#steg")


@staff_button
def work_step_remove(request: StaffRequest, pk: int, step_pk: int) -> HttpResponse:
    """Take a step away; a repeat changes nothing."""
    found = editable(request, pk)
    for step in found.steps.filter(pk=step_pk):
        verbs.remove_step(step)
    return redirect(f"{reverse('staff:work', args=[found.pk])}#steg")


@staff_form(one_at_a_time=True)
def work_details(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the work's kind has of its own: where it hangs, how far it has come …"""
    found = editable(request, pk)
    form = details_form(found, request.POST if request.method == "POST" else None)
    if form is None:
        raise Http404
    back = reverse("staff:work", args=[found.pk])
    return form_page(
        request, form, lambda: verbs.describe(found, **form.cleaned_data),
        said=_("%(work)s er endret.") % {"work": found},
        title=_("Slik er den"), lead=capfirst(str(found)), back_url=back,
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def work_pictures(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose more pictures of a work among the team's."""
    found = editable(request, pk)
    form = PicturesForm(request.POST if request.method == "POST" else None, work=found)
    back = reverse("staff:work", args=[found.pk])
    none = _("Teamet har ingen bilder ennå. Ta ett fra siden til verket, så står det her.")
    has_some = pictures_of(found.team, work=found).exists()
    return form_page(
        request, form,
        lambda: works.show_more_pictures(found, pictures=form.cleaned_data["more_pictures"]),
        said=_("Bildene er lagret."),
        title=_("Flere bilder"), lead=capfirst(str(found)), back_url=back,
        notice="" if has_some else none,
    )  # fmt: skip


@staff_form(one_at_a_time=True)
def river_result(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what a session brought out of the river; the newest numbers count."""
    session = own_session(request, pk)
    if not verbs.can_have_result(session):
        raise Http404
    known = RiverResult.objects.filter(session=session).first()
    initial = model_to_dict(known, RiverForm.base_fields) if known else None
    form = RiverForm(request.POST if request.method == "POST" else None, initial=initial)
    return form_page(
        request, form, lambda: verbs.river_result(session, **form.cleaned_data),
        said=_("Fangsten er skrevet ned. Fint jobbet!"),
        title=_("Fangst fra elva"), lead=session.name,
        back_url=reverse("staff:sheet", args=[session.pk]),
    )  # fmt: skip
