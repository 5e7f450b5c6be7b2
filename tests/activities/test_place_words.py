"""A place is told once: its name, and what the address adds."""

import pytest

from activities.models import Place


@pytest.mark.parametrize(
    ("name", "address", "where", "alone"),
    [
        ("Kolstadgata 1", "Kolstadgata 1", "Kolstadgata 1", ""),
        ("Kolstadgata 1", "kolstadgata  1", "kolstadgata  1", ""),
        ("Kolstadgata 1", "Kolstadgata 1, 0653 Oslo", "Kolstadgata 1, 0653 Oslo", None),
        ("Kolstadgata 1", "Kolstadgata 10", "Kolstadgata 1, Kolstadgata 10", "Kolstadgata 10"),
        ("Kolstadgata 1, kjelleren", "Kolstadgata 1", "Kolstadgata 1, kjelleren", ""),
        ("Verkstedet", "Torggata 2", "Verkstedet, Torggata 2", "Torggata 2"),
        ("Verkstedet", "", "Verkstedet", ""),
    ],
)
def test_name_and_address_are_told_once(name, address, where, alone):
    place = Place(name=name, address=address)
    assert place.where == where
    assert place.address_alone == (address if alone is None else alone)
