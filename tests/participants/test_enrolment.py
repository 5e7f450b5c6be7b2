"""Coming in and leaving, and at most ten for each primary contact."""

import pytest
from django.utils import timezone

from accounts.models import Role
from core.errors import RuleBroken
from participants import cards, enrolment
from participants.models import Channel, ContactException, Participant
from tests.factories.accounts import MembershipFactory, TeamFactory, UserFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db


def enrol(contact, *, by=None, **others):
    fields = {"team": contact.team, "chosen_name": "Ola", "primary_contact": contact.user}
    named = [name for name in ("channel", "phone", "email", "language") if name in others]
    if named:
        others["reach"] = enrolment.Reach(**{name: others.pop(name) for name in named})
    return enrolment.enrol(**(fields | {"by": by or contact.user} | others))


def test_somebody_comes_in_by_chosen_name():
    kari = MembershipFactory()
    ola = enrol(kari, chosen_name="  Ola ")
    assert (ola.chosen_name, ola.primary_contact, ola.channel, len(ola.code)) == (
        "Ola",
        kari.user,
        Channel.PAPER,
        6,
    )


def test_there_is_a_warning_at_nine_and_a_stop_at_ten():
    kari = MembershipFactory()
    ParticipantFactory.create_batch(8, team=kari.team, primary_contact=kari.user)
    warnings = [enrolment.warning_for(kari.user)]
    enrol(kari)
    warnings.append(enrolment.warning_for(kari.user))
    enrol(kari)
    warnings.append(enrolment.warning_for(kari.user))
    with pytest.raises(RuleBroken) as broken:
        enrol(kari)
    assert warnings == [
        "",
        f"{kari.user} er primærkontakt for 9. Ti er det meste.",
        broken.value.message,
    ]
    assert enrolment.load_of(kari.user) == 10


def test_past_ten_only_with_a_leaders_reason():
    kari = MembershipFactory()
    leader = MembershipFactory(team=kari.team, role=Role.LEADER)
    ParticipantFactory.create_batch(10, team=kari.team, primary_contact=kari.user)
    for by, reason in ((kari.user, "Per er syk."), (leader.user, "  ")):
        with pytest.raises(RuleBroken):
            enrol(kari, by=by, exception_reason=reason)
    enrol(kari, by=leader.user, exception_reason="Per er syk i mars.")
    assert list(ContactException.objects.values_list("contact", "reason", "given_by")) == [
        (kari.user.pk, "Per er syk i mars.", leader.user.pk)
    ]


def test_those_who_left_do_not_count():
    kari = MembershipFactory()
    ParticipantFactory.create_batch(
        10, team=kari.team, primary_contact=kari.user, left_at=timezone.now()
    )
    enrol(kari)
    assert enrolment.load_of(kari.user) == 1


def test_both_contacts_must_be_at_work_in_the_team():
    kari = MembershipFactory()
    elsewhere, ended, finance = (
        MembershipFactory(team=TeamFactory()),
        MembershipFactory(team=kari.team, ended_at=timezone.now()),
        MembershipFactory(team=kari.team, role=Role.FINANCE),
    )
    for other in (elsewhere, ended, finance):
        with pytest.raises(RuleBroken):
            enrol(kari, primary_contact=other.user)
        with pytest.raises(RuleBroken):
            enrol(kari, deputy_contact=other.user)
    assert Participant.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"chosen_name": "   "}, "Skriv navnet personen vil bli kalt."),
        ({"channel": "sms"}, "Skriv et telefonnummer, eller velg en annen måte."),
        ({"channel": "email"}, "Skriv en e-postadresse, eller velg en annen måte."),
        ({"chosen_name": "Ola 01010012356"}, None),
        ({"chosen_name": "O" * 10_000_000}, None),
        ({"phone": "12"}, None),
        ({"email": "nei"}, None),
        ({"language": "xx"}, None),
    ],
)
def test_wrong_input_gets_a_sentence_and_stores_nothing(wrong, sentence):
    with pytest.raises(RuleBroken) as broken:
        enrol(MembershipFactory(), **wrong)
    assert broken.value.message == (sentence or broken.value.message)
    assert (Participant.objects.count(), bool(broken.value.message)) == (0, True)


def test_the_deputy_is_another():
    kari = MembershipFactory()
    with pytest.raises(RuleBroken) as broken:
        enrol(kari, deputy_contact=kari.user)
    assert broken.value.message == "Stedfortrederen må være en annen enn primærkontakten."


def test_a_change_keeps_what_it_does_not_name():
    kari = MembershipFactory()
    per = MembershipFactory(team=kari.team)
    ola = enrol(kari, reach=enrolment.Reach(channel="sms", phone="+4791000000"))
    enrolment.edit(ola, by=kari.user, chosen_name="Ole", primary_contact=per.user)
    ola.refresh_from_db()
    assert (ola.chosen_name, ola.primary_contact, str(ola.phone)) == (
        "Ole",
        per.user,
        "+4791000000",
    )


def test_a_new_contact_is_taken_under_the_same_limit():
    kari = MembershipFactory()
    per = MembershipFactory(team=kari.team)
    ParticipantFactory.create_batch(10, team=kari.team, primary_contact=per.user)
    ola = enrol(kari)
    with pytest.raises(RuleBroken):
        enrolment.edit(ola, by=kari.user, primary_contact=per.user)
    ola.refresh_from_db()
    assert ola.primary_contact == kari.user


def test_code_and_team_are_not_edited():
    ola = ParticipantFactory()
    with pytest.raises(TypeError):
        enrolment.edit(ola, by=UserFactory(), code="ABC123")


def test_leaving_stops_the_card_and_loses_nothing_else():
    kari = MembershipFactory()
    ola = enrol(kari, reach=enrolment.Reach(channel="sms", phone="+4791000000"))
    _card, token = cards.issue(ola, by=kari.user)
    first = enrolment.leave(ola)
    again = enrolment.leave(ola, by=kari.user)
    assert (cards.card_of_token(token), first.left_at == again.left_at) == (None, True)
    assert (again.chosen_name, str(again.phone)) == ("Ola", "+4791000000")
    assert enrolment.farewell() == "Takk for at du sa fra. Plassen din er her når du vil tilbake."


def test_coming_back_is_under_the_limit_and_a_repeat_is_as_once():
    kari = MembershipFactory()
    ola = enrolment.leave(enrol(kari))
    enrolment.readmit(ola, by=kari.user)
    assert enrolment.readmit(ola, by=kari.user).left_at is None
    enrolment.leave(ola)
    ParticipantFactory.create_batch(10, team=kari.team, primary_contact=kari.user)
    with pytest.raises(RuleBroken):
        enrolment.readmit(ola, by=kari.user)


@pytest.mark.both
def test_many_at_once_never_pass_ten(race):
    done = race.run("tests.participants.racing_enrolment", processes=6)
    values = [act.get("value") for act in done["acts"]]
    assert (values.count("in"), values.count("full"), done["look"]) == (1, 5, 10)
