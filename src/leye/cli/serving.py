"""`leye serve`, the pages, with the waiting work in a process of its own; and `leye migrate`.

Nothing that starts threads of its own may be imported here: DuckDB starts one with its import, and a process that a
server forks has the thread's object without the thread, on which the library ends it (SIGABRT, "terminate called
without an active exception") when it stops. So this command does not stand among the others.
"""

import argparse
import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command

from leye.cli.answers import Told
from leye.web.serving import serve as serve_web


def address_of(bind: str) -> str:
    """Where a browser of this machine finds what is served; "" where the name to ask for is not known."""
    return "" if bind.startswith(("0.0.0.0:", "[::]:", "unix:")) else f"http://{bind}"


def serve(given: argparse.Namespace) -> Told:
    """Serve the pages until stopped."""
    call_command("migrate", verbosity=0)
    if (own := address_of(given.bind)) and "LEYE_ADDRESS" not in os.environ:
        os.environ["LEYE_ADDRESS"] = settings.ADDRESS = own  # for the worker, and for these pages
    worker = subprocess.Popen([sys.executable, "-m", "leye.cli.main", "work"])
    try:
        serve_web(given.bind)
    finally:
        worker.terminate()
        worker.wait()
    return 0, {}, ""


def migrate(given: argparse.Namespace) -> Told:
    """Make or update the tables."""
    call_command("migrate", verbosity=0)
    return 0, {"migrated": True}, "数据库已就绪。"


RUN = {"serve": serve, "migrate": migrate}
