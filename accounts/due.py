"""The accounts' step in `manage.py run_due`."""

from accounts import access
from core.schedule import due


@due("seal the access log")
def seal_the_access_log() -> int:
    """Seal what is old enough, and return how many events the seal covers."""
    seal = access.seal()
    return seal.count if seal else 0
