"""The file for the bank: valid by the XSD, the same bytes each time, nothing changed in it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
import sepaxml
import xmlschema

from payouts import bank_characters
from payouts.bank import pain001
from payouts.bank.pain001 import Transfer
from payouts.models import BankProfile, Batch

XSD = Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"
SPACE = {"p": pain001.NAMESPACE}


@pytest.fixture(scope="module")
def schema() -> Any:
    return xmlschema.XMLSchema(str(XSD))


TWO = [
    Transfer("REIR-P1", "Bjørg Ærlig Ås", "86011117947", 15_000, "Utbetaling 1"),
    Transfer("REIR-P2", "O'Hara & <Sønn>", "NO9386011117947", 12_550, "Utbetaling 2"),
]


def written(
    *, message_id: str = "REIR-B7", transfers: list[Transfer] = TWO, **changes: str
) -> bytes:
    batch = Batch(
        sealed_as=message_id,
        sealed_at=datetime(2026, 11, 25, 12, 30, tzinfo=UTC),
        execution_on=date(2026, 11, 26),
    )
    ours = {"initiating_party": "Bydel Åsen", "debtor_account": "15032080119"}
    return pain001.document(batch, BankProfile(**ours | changes), transfers=transfers)


FULL = {
    "initiating_party_id": "00912345678",
    "debtor_bic": "DNBANOKKXXX",
    "service_level": "NURG",
    "charge_bearer": "SLEV",
    "category_purpose": "SALA",
    "debtor_clearing_number": "15030000",
    "batch_booking": "one",
}


REGISTER = {"debtor_clearing_system": "NORBN", "debtor_clearing_number": "15030000"}


@pytest.mark.parametrize(
    "changes",
    [{}, FULL, REGISTER, {"batch_booking": "each"}, *({name: FULL[name]} for name in FULL)],
)
def test_the_file_is_valid_by_the_schema(schema: Any, changes: dict[str, Any]) -> None:
    schema.validate(written(**changes).decode())


def test_longest_values_are_valid(schema: Any) -> None:
    longest = Transfer("E" * 35, "Ø" * 70, "86011117947", 10**11, "U" * 140)
    schema.validate(written(message_id="M" * 35, transfers=[longest]).decode())


def test_what_stands_in_it() -> None:
    found = fromstring(written(**FULL))  # noqa: S314 - our own bytes

    def texts(path: str) -> list[str | None]:
        return [element.text for element in found.findall(path, SPACE)]

    assert texts(".//p:NbOfTxs") == ["2", "2"]
    assert texts(".//p:CtrlSum") == ["275.50", "275.50"]
    assert texts(".//p:Cdtr/p:Nm") == ["Bjørg Ærlig Ås", "O'Hara & <Sønn>"]
    assert texts(".//p:CdtrAcct/p:Id/p:Othr/p:Id") == ["86011117947"]
    assert texts(".//p:CdtrAcct//p:SchmeNm/p:Cd") == ["BBAN"]
    assert texts(".//p:CdtrAcct/p:Id/p:IBAN") == ["NO9386011117947"]
    assert texts(".//p:InstdAmt") == ["150.00", "125.50"]
    assert {element.get("Ccy") for element in found.findall(".//p:InstdAmt", SPACE)} == {"NOK"}
    assert texts(".//p:EndToEndId") == ["REIR-P1", "REIR-P2"]
    assert texts(".//p:ReqdExctnDt/p:Dt") == ["2026-11-26"]
    assert texts(".//p:CreDtTm") == ["2026-11-25T13:30:00+01:00"]
    assert texts(".//p:Ustrd") == ["Utbetaling 1", "Utbetaling 2"]
    assert texts(".//p:InitgPty//p:Othr/p:Id") == ["00912345678"]
    assert texts(".//p:SvcLvl/p:Cd") == ["NURG"]
    assert texts(".//p:ChrgBr") == ["SLEV"]
    assert texts(".//p:CtgyPurp/p:Cd") == ["SALA"]
    assert texts(".//p:BtchBookg") == ["true"]
    assert texts(".//p:DbtrAgt//p:MmbId") == ["15030000"]
    assert texts(".//p:DbtrAgt//p:BICFI") == ["DNBANOKKXXX"]


def test_empty_codes_leave_their_elements_out() -> None:
    text = written().decode()
    for name in ("PmtTpInf", "ChrgBr", "BICFI", "OrgId", "BtchBookg", "ClrSysMmbId"):
        assert f"<{name}>" not in text
    assert "<Id>NOTPROVIDED</Id>" in text


def test_the_same_facts_give_the_same_bytes() -> None:
    assert written() == written()


@pytest.mark.parametrize(
    "changes",
    [
        {"transfers": []},
        {"message_id": "M" * 36},
        {"initiating_party": ""},
        {"transfers": [Transfer("REIR-P1", "Ola", "86011117947", 0, "U")]},
        {"transfers": [Transfer("REIR-P1", "", "86011117947", 1, "U")]},
        {"transfers": [Transfer("REIR-P1", "O" * 71, "86011117947", 1, "U")]},
        {"transfers": [Transfer("REIR-P1", "Ola", "86011117947", 1, "U" * 141)]},
        {"transfers": [Transfer("REIR-P1", "Ola", "86011117947", 1, "U")] * 2},
    ],
)
def test_what_no_bank_takes_is_never_written(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"value|nothing|transfers|twice"):
        written(**changes)


@pytest.mark.parametrize(
    ("text", "letters", "wrong"),
    [
        ("Bjørg Ærlig Ås", "norwegian", []),
        ("Bjørg Ærlig Ås", "basic", ["Å", "Æ", "ø"]),
        ("André Čálli", "norwegian", ["Č"]),
        ("áäçđéíóöúüýß ÁÄÇĐÉÍÓÖÚÜÝ %&=@§ æøåÆØÅ", "norwegian", []),
        ("áäß%", "basic", ["%", "ß", "á", "ä"]),
        ("Ola\nNordmann", "norwegian", ["\n"]),
        ("O'Hara-Berg", "basic", []),
    ],
)
def test_what_a_profile_does_not_hold_is_told(text: str, letters: str, wrong: list[str]) -> None:
    assert bank_characters.unsupported(text, letters=letters) == wrong


@pytest.mark.parametrize(("ore", "kroner"), [(1, "0.01"), (100, "1.00"), (123_456, "1234.56")])
def test_amounts_are_kroner_with_a_point(ore: int, kroner: str) -> None:
    assert pain001.amount(ore) == kroner


@pytest.mark.parametrize(
    ("text", "letters", "spelled"),
    [
        ("Šárka Łuczak", "norwegian", "Sárka Luczak"),
        ("Thảo Nguyễn", "norwegian", "Thao Nguyen"),
        ("Zoë d’Été – Ñandú", "norwegian", "Zoe d'Été - Nandú"),
        ("Máret Ŋáŋŋa Ŧ", "norwegian", "Máret Nánna T"),
        ("Bjørg Ærlig Åß & Öst", "basic", "Bjoerg Aerlig Aass + Ost"),
        ("Ǿrjan Þór Ðuro", "norwegian", "Ørjan Thór Duro"),
        ("Ola «Ole»; Berg!", "norwegian", "Ola Ole Berg"),
        ("Bjørg Ås", "norwegian", "Bjørg Ås"),
        ("Ǿrjan Ǻs", "basic", "Oerjan Aas"),
        ("Ǻse Đặng", "norwegian", "Åse Đang"),
        ("Kaʻala ʿAlī", "norwegian", "Ka'ala 'Ali"),
        ("Дмитрий", "norwegian", ""),
        ("محمد", "norwegian", ""),
        ("Li 李", "norwegian", ""),
    ],
)
def test_a_spelling_is_proposed_only_where_one_is_known(
    text: str, letters: str, spelled: str
) -> None:
    assert bank_characters.spelling(text, letters=letters) == spelled
    assert not bank_characters.unsupported(spelled, letters=letters)
