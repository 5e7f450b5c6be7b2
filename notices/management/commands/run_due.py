"""`manage.py run_due`: everything that has to happen by itself, once or every so many seconds."""

import signal
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from core import schedule


class Command(BaseCommand):
    """Run the due steps of all apps."""

    help = "Deliver messages, seal the access log, find earnings, forget what is old."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--every`."""
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="go on until ended (SIGTERM or Ctrl-C), with this pause between the rounds",
        )

    def handle(self, *, every: int | None = None, **options: Any) -> None:
        """Run once and exit with 1 when a step failed, or go round until ended."""
        if every is None:
            failed = schedule.run()
            if failed:
                raise CommandError(f"Failed: {', '.join(failed)}")
            return
        if every < 1:
            raise CommandError("--every takes a whole number of seconds, 1 or more.")
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_arguments: ended.set())
        self.stdout.write(f"Doing what is due, every {every} seconds.")
        while not ended.is_set():
            close_old_connections()
            for name in schedule.run(stop=ended.is_set):
                self.stderr.write(f"Failed: {name}")
            sys.stderr.flush()
            ended.wait(every)
