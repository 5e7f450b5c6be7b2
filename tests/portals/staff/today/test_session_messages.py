"""Writing to those of a session: whom, the words, a look over, one press, and who must be rung."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent, AccessSubject, Role
from activities.models import Session, SessionMessage, SignUp
from activities.taking_part import session_messages, signups
from core.templatetags.formats import weekday_date
from notices import outbox
from notices.models import Message, Task
from participants.models import Channel
from portals.staff.today.session_messages_forms import DRAFTS, draft_of
from tests.factories.activities import SessionFactory, ShiftFactory
from tests.factories.participants import ParticipantFactory
from tests.portals.staff.scene import scene

pytestmark = pytest.mark.django_db
TEXT = "Vi møtes ved porten."


def ahead(here, **fields):
    fields = {"published": True, "starts_at": timezone.now() + timedelta(days=3)} | fields
    return SessionFactory(team=here.team, activity=here.activity, place=here.place, **fields)


def coming(here, session, *, channel=Channel.SMS, name="Tor", state="coming"):
    person = ParticipantFactory(
        chosen_name=name, team=here.team, primary_contact=here.worker, channel=channel,
        phone="+4791000001", email="noen@example.no",
    )  # fmt: skip
    SignUp.objects.create(session=session, participant=person, state=state, asked_at=timezone.now())
    return person


def address(session):
    return reverse("staff:session_write", args=[session.pk])


def look(client, session, *, to=("coming",), text=TEXT):
    return client.post(address(session), {"to": list(to), "text": text})


def press(client, session, page, *, to=("coming",), text=TEXT):
    sent = {"to": list(to), "text": text, "shown": page.context["shown"], "step": "send"}
    return client.post(address(session), sent, follow=True)


def words(page):
    return " ".join(page.content.decode().split())


def test_looked_over_and_sent_with_one_press(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session)
    coming(here, session, channel=Channel.CALL, name="Unni")
    coming(here, session, channel=Channel.EMAIL, name="Siv")
    client = signed_in(here.worker)
    page = client.get(reverse("staff:sheet", args=[session.pk]))
    assert address(session) in words(page)
    assert "De som kommer (3)" in words(client.get(address(session)))
    page = look(client, session)
    assert SessionMessage.objects.count() == 0
    assert [(str(label), count) for label, count in page.context["ways"]] == [
        ("SMS", 1), ("e-post", 1), ("må ringes eller få det sagt", 1),
    ]  # fmt: skip
    assert "Unni" in words(page)
    assert "Tor" not in words(page)
    page = press(client, session, page)
    message = SessionMessage.objects.get()
    assert page.redirect_chain[-1][0] == reverse(
        "staff:session_message", args=[session.pk, message.pk]
    )
    assert "1 på SMS" in words(page)
    assert "1 gjenstår" in words(page)
    assert "1 på e-post" in words(client.get(reverse("staff:sheet", args=[session.pk])))


def test_a_second_press_sends_nothing_more_and_is_a_success(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session)
    client = signed_in(here.worker)
    page = look(client, session)
    for _press in range(2):
        answer = press(client, session, page)
        assert "Beskjeden er sendt." in words(answer)
    assert (SessionMessage.objects.count(), Message.objects.count()) == (1, 1)


def test_who_signs_up_meanwhile_is_shown_before_anything_leaves(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session)
    client = signed_in(here.worker)
    page = look(client, session)
    coming(here, session, name="Siv")
    page = press(client, session, page)
    assert Message.objects.count() == 0
    assert page.context["number"] == 2
    press(client, session, page)
    assert Message.objects.count() == 2


def test_one_goes_on_writing_with_the_words_that_were_there(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session)
    client = signed_in(here.worker)
    page = client.post(address(session), {"to": ["coming"], "text": TEXT, "step": "skriv"})
    assert page.context["form"]["text"].value() == TEXT
    assert SessionMessage.objects.count() == 0


def test_a_draft_says_the_date_since_it_may_be_heard_tomorrow():
    session = ahead(scene(), starts_at=timezone.now() + timedelta(days=1))
    assert weekday_date(session.starts_at) in draft_of(session, "vaer")


@pytest.mark.parametrize("draft", DRAFTS)
def test_each_draft_begins_a_text_that_can_be_sent(signed_in, draft):
    here = scene()
    session = ahead(here)
    coming(here, session)
    client = signed_in(here.worker)
    text = client.get(f"{address(session)}?mal={draft}").context["form"].initial["text"]
    assert len(text) <= 400
    assert ("%" in text, bool(text)) == (False, draft != "egne")
    assert session_messages.kept_inside(session, text) == []
    assert client.get(f"{address(session)}?mal=ukjent").context["form"].initial["text"] == ""


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"to": ["coming"], "text": "ø" * 10_000}, "høyst 400 tegn, og dette er 10000"),
        ({"to": ["coming"], "text": ""}, "Skriv det de skal få vite."),
        ({"to": [], "text": TEXT}, "Velg hvem som skal få beskjeden."),
        ({"to": ["in_line"], "text": TEXT}, "Det er ingen der akkurat nå."),
        ({"to": ["ukjent"], "text": TEXT}, "Velg"),
    ],
)
@pytest.mark.parametrize("step", ["", "send"])
def test_what_cannot_be_sent_is_said_and_nothing_is_half_done(signed_in, sent, said, step):
    here = scene()
    session = ahead(here)
    coming(here, session)
    page = signed_in(here.worker).post(address(session), sent | {"step": step})
    assert page.status_code == 200
    assert said in words(page)
    assert (SessionMessage.objects.count(), Message.objects.count()) == (0, 0)


def test_the_same_words_again_are_said_before_the_press(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session)
    client = signed_in(here.worker)
    press(client, session, look(client, session))
    assert "Alle har fått akkurat disse ordene." in words(look(client, session))
    coming(here, session, name="Ny")
    page = look(client, session)
    assert (page.context["number"], page.context["already"]) == (1, 1)


def test_what_stays_on_the_page_is_told(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session)
    page = look(signed_in(here.worker), session, text="Tor tar med kake.")
    assert page.context["inside"] == ["Tor"]
    assert "Dette går ikke ut på SMS og e-post: Tor." in words(page)


@pytest.mark.parametrize("state", ["draft", "cancelled", "closed"])
def test_what_is_not_open_leads_back_with_a_sentence(signed_in, state):
    here = scene()
    session = ahead(here)
    Session.objects.filter(pk=session.pk).update(state=state)
    client = signed_in(here.worker)
    assert address(session) not in words(client.get(reverse("staff:sheet", args=[session.pk])))
    answer = client.get(address(session), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("staff:sheet", args=[session.pk])
    assert len(answer.context["messages"]) == 1


def test_each_call_is_ticked_off_with_who_and_when_and_taken_back(signed_in):
    here = scene()
    session = ahead(here)
    unni = coming(here, session, channel=Channel.CALL, name="Unni")
    here.worker.first_name = "Kari"
    here.worker.save()
    message = session_messages.send(session, text=TEXT, to=["coming"], by=here.worker)
    client = signed_in(here.worker)
    url = reverse("staff:session_message", args=[session.pk, message.pk])
    page = client.get(url)
    assert "Det er sagt" in words(page)
    assert "tel:+4791000001" in words(page)
    task = Task.objects.get(participant=unni)
    done = client.post(reverse("staff:task_done", args=[task.pk]), {"next": url}, follow=True)
    assert done.redirect_chain[-1][0] == url
    task.refresh_from_db()
    assert (task.done_by, done.context["message"].unsaid) == (here.worker, 0)
    assert f"✓ {here.worker}" in words(done)
    undone = client.post(reverse("staff:task_undo", args=[task.pk]), {"next": url}, follow=True)
    assert undone.context["message"].unsaid == 1


def test_somebody_elses_person_is_told_by_their_own_team(signed_in):
    here = scene()
    session = ahead(here)
    guest = ParticipantFactory(channel=Channel.CALL, phone="+4791000009")
    signups.join(session, participant=guest)
    looked = words(look(signed_in(here.worker), session))
    assert str(guest.primary_contact) in looked
    assert "+4791000009" not in looked
    message = session_messages.send(session, text=TEXT, to=["coming"], by=here.worker)
    page = signed_in(here.worker).get(
        reverse("staff:session_message", args=[session.pk, message.pk])
    )
    assert "Det er sagt" not in words(page)
    assert str(guest.primary_contact) in words(page)
    assert "+4791000009" not in words(page)


def test_what_grew_too_old_leads_to_the_list_where_it_is_ticked(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session)
    ShiftFactory(session=session, staff=here.colleague())
    to = ["coming", "working"]
    message = session_messages.send(session, text=TEXT, to=to, by=here.worker)
    Message.objects.update(state=Message.State.TOO_OLD)
    page = signed_in(here.worker).get(
        reverse("staff:session_message", args=[session.pk, message.pk])
    )
    never_sent = f"{reverse('staff:never_sent')}?team={here.team.slug}"
    # The colleague's is nobody's to tick.
    assert (words(page).count(never_sent), page.context["message"].unsaid) == (1, 1)
    outbox.mark_told(here.team, by=here.worker)
    assert message.receivers.unsaid().count() == 0


def test_who_wants_no_contact_is_shown_without_a_number(signed_in):
    here = scene()
    session = ahead(here)
    coming(here, session, channel=Channel.NONE, name="Siv")
    page = look(signed_in(here.worker), session)
    assert "Siv" in words(page)
    assert "tel:+4791000001" not in words(page)


def test_names_that_are_shown_are_logged(signed_in):
    here = scene()
    session = ahead(here)
    unni = coming(here, session, channel=Channel.CALL, name="Unni")
    coming(here, session, name="Tor")
    look(signed_in(here.worker), session)
    event = AccessEvent.objects.get(what="staff:session_write")
    shown = AccessSubject.objects.filter(event=event)
    assert list(shown.values_list("participant_number", flat=True)) == [unni.pk]


def test_colleagues_read_it_on_their_day(signed_in):
    here = scene()
    session = here.session()
    coming(here, session)
    session_messages.send(session, text=TEXT, to=["coming"], by=here.worker)
    page = signed_in(here.worker).get(reverse("staff:today"))
    assert TEXT in words(page)


def test_who_sees_no_people_sees_no_messages(staff_client):
    here = scene()
    session = ahead(here)
    coming(here, session, channel=Channel.CALL)
    message = session_messages.send(session, text=TEXT, to=["coming"], by=here.worker)
    url = reverse("staff:session_message", args=[session.pk, message.pk])
    editor = staff_client(role=Role.EDITOR, team=here.team)
    assert TEXT not in words(editor.get(reverse("staff:sheet", args=[session.pk])))
    assert editor.get(url).status_code == 403
    assert staff_client(role=Role.LEADER).get(url).status_code == 404


def test_a_message_of_another_session_is_not_there(signed_in):
    here = scene()
    session, other = ahead(here), ahead(here)
    coming(here, session)
    message = session_messages.send(session, text=TEXT, to=["coming"], by=here.worker)
    url = reverse("staff:session_message", args=[other.pk, message.pk])
    assert signed_in(here.worker).get(url).status_code == 404


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_costs_the_same(signed_in, django_assert_num_queries, item_count):
    here = scene()
    session = ahead(here)
    for number in range(item_count):
        coming(here, session, channel=Channel.CALL, name=f"Unni {number}")
    message = session_messages.send(session, text=TEXT, to=["coming"], by=here.worker)
    client = signed_in(here.worker)
    url = reverse("staff:session_message", args=[session.pk, message.pk])
    with django_assert_num_queries(16):
        client.get(url)


# --- Taking back, and putting right --------------------------------------------------
def at_night(here):
    """Return a session with one who comes, and what was written to them while SMS waits."""
    session = ahead(here, starts_at=timezone.now() + timedelta(days=3))
    person = coming(here, session)
    sent = session_messages.send(session, text=TEXT, to=["coming"], by=here.worker)
    return session, person, sent


def message_at(name, session, message):
    return reverse(f"staff:{name}", args=[session.pk, message.pk])


def test_what_nobody_has_is_withdrawn_after_one_question(signed_in):
    here = scene()
    session, _person, sent = at_night(here)
    client = signed_in(here.worker)
    url = message_at("session_message_withdraw", session, sent)
    assert "Ingen har fått den ennå." in words(
        client.get(message_at("session_message", session, sent))
    )
    done = press_confirm(client, url)
    assert "Beskjeden er trukket. Ingen har fått den." in words(done)
    assert not SessionMessage.objects.exists()
    assert client.get(url).status_code == 302


def test_what_one_has_can_only_get_new_words(signed_in):
    here = scene()
    session, person, sent = at_night(here)
    client = signed_in(here.worker)
    Message.objects.update(state=Message.State.SENT, attempts=1)
    page = words(client.get(message_at("session_message", session, sent)))
    assert "Noen har fått den, så den kan ikke trekkes." in page
    told = press_confirm(client, message_at("session_message_withdraw", session, sent))
    assert "Noen har fått beskjeden." in words(told)
    assert SessionMessage.objects.count() == 1
    url = f"{address(session)}?retter={sent.pk}"
    assert TEXT in words(client.get(url))
    looked = client.post(url, {"to": ["coming"], "text": "Ved broa."})
    assert f"«{TEXT}»" in words(looked)
    answer = {"to": ["coming"], "text": "Ved broa.", "shown": looked.context["shown"]}
    for _press in range(2):
        client.post(url, answer | {"step": "send"}, follow=True)
    stands = SessionMessage.objects.filter(session=session).shown_to(person)
    assert [one.text for one in stands] == ["Ved broa."]
    assert "Andre ord står i stedet nå." in words(
        client.get(message_at("session_message", session, sent))
    )


def press_confirm(client, url):
    shown = client.get(url).context["shown"]
    return client.post(url, {"shown": shown}, follow=True)
