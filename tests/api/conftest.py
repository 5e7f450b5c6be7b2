"""Each test begins with nobody counted."""

from collections.abc import Iterator

import pytest

from api.throttling import PublicThrottle


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> Iterator[None]:
    PublicThrottle.cache.clear()
    yield
