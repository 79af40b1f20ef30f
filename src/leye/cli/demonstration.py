"""`leye demo`: the made-up region."""

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from leye.cli.answers import Told
from leye.demo.run import prepare

DEMO_BIND = "127.0.0.1:8000"


def demo(given: argparse.Namespace) -> Told:
    """Make the demo region, and serve it when asked."""
    made = prepare(Path(settings.HOME), given.scale, given.seed)
    if given.serve:
        print("\n".join(made.lines), flush=True)
        # A fresh process: this one has compared rosters, and threads that did so do not live on in the
        # processes that a server forks.
        command = [sys.executable, "-m", "leye.cli.main", "serve", "--bind", DEMO_BIND]
        os.execv(sys.executable, command)  # noqa: S606 (our own program)
    return 0, asdict(made), "\n".join(made.lines)


RUN = {"demo": demo}
