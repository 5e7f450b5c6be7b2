"""A phone number with an extension is kept and shown, however it is written."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Role
from core.text import phone_in_words, phone_line
from leasing.forms import EnquiryForm
from participants.models import Participant
from tests.portals.mine.scene import visit
from tests.portals.shown_form import press, shown
from tests.portals.staff.scene import scene

WRITTEN = {
    "22 33 44 55 x12": "12", "tlf. 22 33 44 55 linje 3": "3", "Tlf: 22334455 ext. 12": "12",
    "22 33 44 55, internnr. 12": "12", "22 33 44 55#12": "12", "22 33 44 55 (linje 007)": "007",
    "+47 22 33 44 55;ext=3": "3", "22 33 44 55 lokal 12": "12", "telefon 22334455 int 4": "4",
    "0047 22 33 44 55 tastevalg 2": "2", "22\u00a033\u00a044\u00a055 LINJE 9": "9",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "extension"), WRITTEN.items())
def test_an_extension_is_kept_and_shown_however_it_is_written(text, extension):
    me = visit()
    address = reverse("mine:change", args=["telefon"])

    assert press(me.client, address, {"phone": text}).status_code == 303

    kept = Participant.objects.get(pk=me.participant.pk).phone
    assert (kept.national_number, kept.extension) == (22334455, extension)
    words = f"22 33 44 55 linje {extension}"
    assert words in me.client.get("/min/om-meg/").content.decode()
    link = render_to_string("components/phone_link.html", {"phone": kept})
    assert f'href="tel:+4722334455;ext={extension}"' in link
    assert words in link


@pytest.mark.django_db
def test_a_number_is_changed_and_sent_back_with_its_extension(staff_client):
    here = scene()
    person, client = here.person(), staff_client(role=Role.LEADER, team=here.team)
    url = reverse("staff:participant_edit", args=[person.pk])
    client.post(url, shown(client.get(url)) | {"phone": "22 33 44 55 linje 3"})
    page = client.get(url)
    assert shown(page)["phone"] == ["22 33 44 55 linje 3"]
    client.post(url, shown(page) | {"chosen_name": "Ole"})
    person.refresh_from_db()
    assert (person.chosen_name, person.phone.extension) == ("Ole", "3")


@pytest.mark.parametrize("text", ["22 33 44 55", "+4722334455", "tlf 22 33 44 55", "", "x12"])
def test_what_has_no_extension_gets_none(text):
    assert "linje" not in phone_in_words(text)
    assert ";ext=" not in phone_line(text) or text == "x12"


def test_the_public_form_reads_it_too():
    form = EnquiryForm({"phone": "22 33 44 55 linje 3"})
    form.is_valid()
    assert form.cleaned_data["phone"].extension == "3"
