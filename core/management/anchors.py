"""Telling a verifying command which seals were told outside."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from core import sealing


def add_expected(parser: ArgumentParser) -> None:
    """Declare `--expect` and `--anchors`."""
    parser.add_argument(
        "--expect",
        action="append",
        default=[],
        type=_anchor,
        metavar="NUMBER:DIGEST",
        help="a seal that was told outside; may stand several times",
    )
    parser.add_argument(
        "--anchors", type=Path, help="the file that REIR_ANCHOR_FILE names, or a copy of it"
    )


def expected(chain: str, options: dict[str, Any]) -> list[sealing.Anchor]:
    """Return the seals of `chain` that the words of a command name. Raises CommandError."""
    path = options["anchors"]
    told = list(_in_file(chain, path))
    if path is not None and not told and chain in sealing.newest_anchors():
        # An emptied file, or another one, would hold against anything.
        raise CommandError(_("Fila %(path)s nevner ingen segl av denne kjeden.") % {"path": path})
    return [*options["expect"], *told]


def _in_file(chain: str, path: Path | None) -> Iterator[sealing.Anchor]:
    if path is None:
        return
    try:
        lines = path.read_text().splitlines()
        for line in lines:
            _when, name, anchor = line.split()
            if name == chain:
                yield sealing.read_anchor(anchor)
    except (OSError, ValueError) as error:
        raise CommandError(_("Fila %(path)s kan ikke leses.") % {"path": path}) from error


def _anchor(text: str) -> sealing.Anchor:
    try:
        return sealing.read_anchor(text)
    except ValueError as error:
        raise ArgumentTypeError("NUMBER:DIGEST, as the command printed it") from error
