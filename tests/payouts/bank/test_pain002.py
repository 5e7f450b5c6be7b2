"""The bank's answer: settles, fails, or waits; another batch's, a repeated or a hostile file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import RuleBroken
from ledger import books
from payouts.bank import batches, pain002, statuses
from payouts.models import BankAnswer, Batch, Payout
from tests.payouts import helpers
from tests.payouts.helpers import Scene, bank_people, scene, sealed

pytestmark = pytest.mark.django_db


def sent(count: int = 3) -> tuple[Scene, Batch, list[Payout]]:
    stage = scene(places=count)
    bank_people(stage, count=count)
    batch = sealed(stage)
    batches.mark_sent(batch, by=stage.by)
    return stage, batch, list(Payout.objects.order_by("pk"))


def states() -> list[str]:
    return list(Payout.objects.order_by("pk").values_list("state", flat=True))


def test_each_row_gets_what_the_bank_says_and_the_same_file_changes_nothing_twice() -> None:
    stage, batch, (first, second, third) = sent()
    said = {first.end_to_end_id: "ACSC", second.end_to_end_id: "RJCT", third.end_to_end_id: "ACSP"}
    data = helpers.pain002(batch.message_id, rows=said)

    answers = [statuses.apply_answer(batch, data, by=stage.by) for _twice in range(2)]

    assert answers[0] == answers[1]
    assert (answers[0].settled, answers[0].failed) == (1, 1)
    assert states() == ["paid", "failed", "sending"]
    second.refresh_from_db()
    assert second.failed_reason == "Banken: AC04"
    assert [books.balance(name) for name in ("owed", "in_transit", "bank")] == [
        -15_000, -15_000, -15_000,
    ]  # fmt: skip
    batch.refresh_from_db()
    assert batch.state == "sent"


@pytest.mark.parametrize(
    ("word", "after", "batch_is"),
    [
        ("ACSC", "paid", "settled"), ("RJCT", "failed", "settled"), ("ACTC", "sending", "sent"),
        ("ACCP", "sending", "sent"), ("PART", "sending", "sent"),
    ],
)  # fmt: skip
def test_one_word_for_the_whole_file(word: str, after: str, batch_is: str) -> None:
    stage, batch, _payouts = sent()
    data = helpers.pain002(batch.message_id, status=word, version="03")
    statuses.apply_answer(batch, data, by=stage.by)
    batch.refresh_from_db()
    assert (set(states()), batch.state) == ({after}, batch_is)


def test_an_answer_proves_that_a_sealed_file_was_sent() -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)
    statuses.apply_answer(batch, helpers.pain002(batch.message_id, status="ACSC"), by=stage.by)
    assert states() == ["paid"]
    assert (books.balance("owed"), books.balance("in_transit")) == (0, 0)


def test_what_was_taken_out_of_the_draft_is_not_touched() -> None:
    stage = scene()
    bank_people(stage, count=2)
    batch = batches.make(stage.session.team, by=stage.by)
    out, _stays = Payout.objects.order_by("pk")
    batches.remove(out)
    by = stage.by
    from tests.factories.accounts import MembershipFactory

    other = MembershipFactory(team=batch.team, role="finance").user
    batches.seal(batch, by=other, execution_on=timezone.localdate() + timedelta(days=1))
    statuses.apply_answer(batch, helpers.pain002(batch.message_id, status="ACSC"), by=by)
    assert states() == ["failed", "paid"]


def test_another_batch_and_a_stranger_s_payment_are_refused_in_a_sentence() -> None:
    stage, batch, _payouts = sent()
    files = {
        helpers.pain002("REIR-B999", status="ACSC"): (
            f"Fila gjelder en annen bunke (REIR-B999). Denne heter {batch.message_id}."
        ),
        helpers.pain002(batch.message_id, rows={"REIR-P999": "ACSC"}): (
            "Fila har utbetalinger som ikke er i bunken. Den er ikke tatt inn."
        ),
    }
    for data, sentence in files.items():
        with pytest.raises(RuleBroken) as told:
            statuses.apply_answer(batch, data, by=stage.by)
        assert told.value.message == sentence
    assert (states(), BankAnswer.objects.count()) == (["sending"] * 3, 0)


def test_a_batch_put_away_that_the_bank_has_is_told_loudly() -> None:
    stage = scene()
    bank_people(stage)
    batch = sealed(stage)
    batches.void(batch, reason="Feil dag", by=stage.by)
    with pytest.raises(RuleBroken) as told:
        statuses.apply_answer(batch, helpers.pain002(batch.message_id, status="ACSC"), by=stage.by)
    assert told.value.message == (
        "Bunken er lagt bort, men banken har den. Ring banken før noe betales på nytt."
    )
    assert states() == ["failed"]


@pytest.mark.parametrize(("booked", "word"), [("settle", "RJCT"), ("fail", "ACSC")])
def test_an_answer_that_says_the_opposite_changes_nothing(booked: str, word: str) -> None:
    stage, batch, (first, *_rest) = sent()
    if booked == "settle":
        statuses.settle(first, by=stage.by)
    else:
        statuses.fail(first, reason="Kontoen er stengt", by=stage.by)
    before = states()
    with pytest.raises(RuleBroken) as told:
        statuses.apply_answer(batch, helpers.pain002(batch.message_id, status=word), by=stage.by)
    name = first.earning.participant.chosen_name
    because = {
        "RJCT": f"noe annet om pengene til {name} enn det som er ført. Ring banken.",
        "ACSC": f"at pengene til {name} kom fram."
        " Før det som «Kom fram likevel», og ta inn fila på nytt.",
    }
    assert told.value.message == f"Banken sier {because[word]}"
    assert states() == before


def test_a_file_that_says_two_things_of_one_payment_is_not_taken_in() -> None:
    stage, batch, (first, *_rest) = sent()
    key = first.end_to_end_id
    data = helpers.pain002(batch.message_id, rows={key: "ACSC"})
    row = data[data.index(b"<TxInfAndSts>") : data.index(b"</OrgnlPmtInfAndSts>")]
    twice = data.replace(row, row + row.replace(b"ACSC", b"RJCT"))

    with pytest.raises(RuleBroken) as told:
        statuses.apply_answer(batch, twice, by=stage.by)

    assert told.value.message == (f"Fila sier to ting om {key}. Den er ikke tatt inn. Ring banken.")
    assert (states(), BankAnswer.objects.count()) == (["sending"] * 3, 0)
    statuses.apply_answer(batch, data.replace(row, row + row), by=stage.by)
    assert states() == ["paid", "sending", "sending"]


@pytest.mark.parametrize(
    ("whole", "word", "after"),
    [("ACSC", "PDNG", "sending"), ("ACSC", "RJCT", "failed"), ("RJCT", "ACSP", "sending")],
)
def test_the_word_about_one_payment_stands_before_the_word_about_all(
    whole: str, word: str, after: str
) -> None:
    stage, batch, (first, *_rest) = sent()
    rows = {first.end_to_end_id: word}
    data = helpers.pain002(batch.message_id, status=whole, rows=rows)
    statuses.apply_answer(batch, data, by=stage.by)
    assert states() == [after, *[{"ACSC": "paid", "RJCT": "failed"}[whole]] * 2]


WHOLE = helpers.pain002("REIR-B1", status="ACSC").decode()
HOSTILE = {
    "nothing": b"",
    "text": b"Hei",
    "half": WHOLE[:200].encode(),
    "another message": WHOLE.replace("pain.002.001.10", "camt.054.001.08").encode(),
    "another root": b"<svg xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'/>",
    "no message id": WHOLE.replace("REIR-B1", "").encode(),
    "an entity": WHOLE.replace(
        "<Document", '<!DOCTYPE Document [<!ENTITY x "ACSC">]><Document'
    ).encode(),
    "a file of the server": WHOLE.replace(
        "<Document", '<!DOCTYPE Document SYSTEM "file:///etc/passwd"><Document'
    ).encode(),
    "an unknown encoding": WHOLE.replace("UTF-8", "klingon").encode(),
    "wrong bytes": WHOLE.encode().replace(b"ACSC", b"\xff\xfe"),
    "very deep": WHOLE.replace("<GrpSts>", "<a>" * 100_000).encode(),
    "zeros": b"\0" * 1000,
    **{
        f"a day that no calendar of ours has, {moment}": WHOLE.replace(
            "</OrgnlGrpInfAndSts>",
            f"</OrgnlGrpInfAndSts><TxInfAndSts><AccptncDtTm>{moment}</AccptncDtTm></TxInfAndSts>",
        ).encode()
        for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-02-30T10:00")
    },
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_answer_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(RuleBroken) as told:
        pain002.read(data)
    assert told.value.message == (
        "Vi kan ikke lese fila som et svar fra banken. Velg en pain.002-fil."
    )


def test_a_huge_file_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pain002, "MOST_BYTES", 100)
    with pytest.raises(RuleBroken) as told:
        pain002.read(WHOLE.encode())
    assert told.value.message == "Fila er for stor til å være et svar fra banken."


def test_other_encodings_are_read() -> None:
    for name in ("utf-16", "iso-8859-1"):
        data = WHOLE.replace("UTF-8", name).encode(name)
        assert (pain002.read(data).message_id, pain002.read(data).code) == ("REIR-B1", "ACSC")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Banken: AC04", "Banken: AC04 (kontoen er avsluttet)"),
        ("Banken: AM04 Ring oss", "Banken: AM04 (ikke nok penger på kontoen vår) Ring oss"),
        ("Banken: ZZ99", "Banken: ZZ99"),
        ("Hun sier at AC04X er feil", "Hun sier at AC04X er feil"),
        ("", ""),
    ],
)
def test_the_banks_codes_have_words_beside_them(stored: str, shown: str) -> None:
    assert pain002.in_words(stored) == shown


KNOWN = {
    "none": WHOLE.replace(' xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"', ""),
    "a later one": WHOLE.replace("pain.002.001.10", "pain.002.001.14"),
    "German banks'": WHOLE.replace("pain.002.001.10", "pain.002.003.03"),
    "SWIFT's": WHOLE.replace(
        "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10", "urn:swift:xsd:$pain.002.002.02"
    ),
    "Swiss banks'": WHOLE.replace(
        "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10",
        "http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd",
    ),
    "a prefix": WHOLE.replace("<", "<p:").replace("<p:/", "</p:").replace("<p:?", "<?").replace(
        "xmlns=", "xmlns:p="
    ),
    "an empty line first": "\n  " + WHOLE,
    "a mark of order first": "\ufeff" + WHOLE,
}  # fmt: skip


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN.keys())
def test_every_known_namespace_and_none_is_read(text: str) -> None:
    answer = pain002.read(text.encode())
    assert (answer.message_id, answer.code) == ("REIR-B1", "ACSC")


@pytest.mark.parametrize(
    "text",
    [
        KNOWN["none"].replace("CstmrPmtStsRpt", "CstmrCdtTrfInitn"),
        WHOLE.replace("pain.002.001.10", "pain.002.001.10.evil"),
    ],
)
def test_what_only_resembles_one_is_not(text: str) -> None:
    with pytest.raises(RuleBroken):
        pain002.read(text.encode())


def test_the_reason_is_what_stands_in_rsn_alone() -> None:
    said = (
        "<StsRsnInf><Orgtr><Nm>Banken</Nm><Id><OrgId><Othr><Id>1</Id><SchmeNm><Cd>BANK</Cd>"
        "</SchmeNm></Othr></OrgId></Id></Orgtr><Rsn><Cd>AC04</Cd></Rsn>"
        "<AddtlInf>Konto 8601 11 17947 er avsluttet</AddtlInf></StsRsnInf>"
        "<StsRsnInf><Rsn><Prtry>X9</Prtry></Rsn></StsRsnInf>"
        "<OrgnlTxRef><PmtTpInf><SvcLvl><Cd>NURG</Cd></SvcLvl></PmtTpInf></OrgnlTxRef>"
    )
    data = helpers.pain002("REIR-B1", rows={"REIR-P1": "RJCT"}).decode()
    old = "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"
    (row,) = pain002.read(data.replace(old, said).encode()).rows
    assert row.why == "AC04 X9"


@pytest.mark.parametrize("code", ["AM05", "DUPL", "DU01", "DU02", "DU03", "DU04"])
def test_that_the_bank_had_the_file_before_is_no_word_that_it_did_not_arrive(code: str) -> None:
    stage, batch, _payouts = sent()
    why = f"</GrpSts><StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>"
    again = helpers.pain002(batch.message_id, status="RJCT").replace(b"</GrpSts>", why.encode())

    with pytest.raises(RuleBroken, match="har fått betalingen til"):
        statuses.apply_answer(batch, again, by=stage.by)
    assert (states(), books.balance("in_transit")) == (["sending"] * 3, -45_000)

    first = helpers.pain002(batch.message_id, status="ACSC")
    assert statuses.apply_answer(batch, first, by=stage.by).settled == 3
    late = statuses.apply_answer(batch, again, by=stage.by)
    assert (late.settled, late.failed, states()) == (0, 0, ["paid"] * 3)


def test_a_later_report_of_what_has_come_back_since_changes_nothing() -> None:
    stage, batch, (payout,) = sent(1)
    data = helpers.pain002(batch.message_id, status="ACSC")
    statuses.apply_answer(batch, data, by=stage.by)
    statuses.reverse(payout, reason="Kontoen er avsluttet", by=stage.by)

    again = statuses.apply_answer(batch, data.replace(b"BANK-1", b"BANK-2"), by=stage.by)
    assert (again.settled, again.failed, states()) == (0, 0, ["failed"])


def of_another_sum(batch: Batch, *, group: str = "", amount: str = "") -> bytes:
    """Return an answer that every payment arrived, with what it says of the file and of each."""
    rows = dict.fromkeys(batch.payouts.values_list("sealed_as", flat=True), "ACSC")
    data = helpers.pain002(batch.message_id, rows=rows).decode()
    data = data.replace("</OrgnlMsgNmId>", f"</OrgnlMsgNmId>{group}")
    told = f'<OrgnlTxRef><Amt><InstdAmt Ccy="NOK">{amount}</InstdAmt></Amt></OrgnlTxRef>'
    return data.replace("</TxInfAndSts>", f"{told if amount else ''}</TxInfAndSts>").encode()


@pytest.mark.parametrize(
    "said",
    [
        {"group": "<OrgnlNbOfTxs>3</OrgnlNbOfTxs>"},
        {"group": "<OrgnlCtrlSum>450.00</OrgnlCtrlSum>"},
        {"amount": "100.00"},
        {"amount": "150.5"},
    ],
)
def test_a_file_of_a_lost_day_with_the_same_name_is_not_taken_in(said: dict[str, str]) -> None:
    """After an old backup the same numbers are given out anew, and the bank knows the first."""
    stage, batch, _payouts = sent(2)
    with pytest.raises(RuleBroken, match="et annet antall eller en annen sum"):
        statuses.apply_answer(batch, of_another_sum(batch, **said), by=stage.by)
    assert states() == ["sending"] * 2


@pytest.mark.parametrize(
    "said",
    [
        {"group": "<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>300</OrgnlCtrlSum>"},
        {"group": "<OrgnlNbOfTxs>00002</OrgnlNbOfTxs><OrgnlCtrlSum>300.00</OrgnlCtrlSum>"},
        {"amount": "150.00"},
        {"amount": "150"},
    ],
)
def test_the_same_number_and_sum_are_read_however_they_are_written(said: dict[str, str]) -> None:
    stage, batch, _payouts = sent(2)
    statuses.apply_answer(batch, of_another_sum(batch, **said), by=stage.by)
    assert states() == ["paid"] * 2


def test_one_payment_that_the_bank_had_before_is_settled_by_a_person_first() -> None:
    stage, batch, (first, second) = sent(2)
    data = helpers.pain002(
        batch.message_id, rows={first.end_to_end_id: "ACSC", second.end_to_end_id: "RJCT"}
    ).replace(b"AC04", b"AM05")
    with pytest.raises(RuleBroken, match=second.earning.participant.chosen_name):
        statuses.apply_answer(batch, data, by=stage.by)
    assert states() == ["sending", "sending"]
    statuses.settle(second, by=stage.by)
    statuses.apply_answer(batch, data, by=stage.by)
    assert states() == ["paid", "paid"]
