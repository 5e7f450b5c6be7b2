"""Days and clocks as they are written in bokmål, nynorsk and English."""

import pytest

from core.dates import iso_clock, iso_day


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-01",
        "01.12.2026",
        "1.12.26",
        "1/12/2026",
        "1. desember 2026",
        "tirsdag 1. desember 2026",
        "tysdag 1. des. 2026",
        "1 December 2026",
        "December 1, 2026",
        "Tuesday, 1st December 2026",
        "01\u00a0.\u00a012.\u00a02026",
        "0１.12.2026",
        "2026/12/01",
        "2026.12.1",
        "20261201",
        "tirs. 1. des. 2026",
        "den 1. desember 2026",
        "the 1st of December 2026",
        "1.DES.2026",
        "1-des-2026",
        "1. desember 26",
    ],
)
def test_a_day(written):
    assert iso_day(written) == "2026-12-01"


@pytest.mark.parametrize(
    "written",
    [
        "14:30",
        "14.30",
        "kl. 14.30",
        "kl 14:30",
        "klokka 14.30",
        "2:30 pm",
        "1430",
        "14,30",
        "14 30",
        "14h30",
        "2.30 p.m.",
    ],
)
def test_a_clock(written):
    assert iso_clock(written) == "14:30"


@pytest.mark.parametrize("written", ["31.02.2026", "snart", "32. mai 2026", "0 pm"])
def test_what_is_none_is_left_for_the_field_to_say(written):
    assert (iso_day(written), iso_clock(written)) == (written, written)
