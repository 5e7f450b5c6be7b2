"""The accounts' steps in `manage.py run_due`."""

from django.core.management import call_command

from accounts import access_log
from core.schedule import due


@due("seal the access log")
def seal_the_access_log() -> int:
    """Seal what is old enough, and return how many events the seal covers."""
    seal = access_log.seal()
    return seal.count if seal else 0


@due("forget ended sign-ins", irreversible=True)
def forget_ended_sign_ins() -> None:
    """Delete sessions that have run out; nothing reads them, but they name who was signed in."""
    call_command("clearsessions")
