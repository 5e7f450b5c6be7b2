"""What waits encrypted in a database is read after every change of the code."""

import pytest
from cryptography.fernet import InvalidToken

from notices import encrypted_text

OF_0_1_0 = (
    "gAAAAABrDDzLQNxqq0pCJiIE0DPFvmiku3CnXWtK2Xap0AkXKR06d7tf3wOL"
    "XwkUKPFqCfgkqblTUxe9cw1IzuV2VggwQnMMjw=="
)


def test_a_letter_that_waits_while_the_code_changes_is_read(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a key of the test", []

    assert encrypted_text.unseal(OF_0_1_0) == "Hei"

    settings.SECRET_KEY = "another"
    with pytest.raises(InvalidToken):
        encrypted_text.unseal(OF_0_1_0)
    settings.SECRET_KEY_FALLBACKS = ["a key of the test"]
    assert encrypted_text.unseal(OF_0_1_0) == "Hei"
