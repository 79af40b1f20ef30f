"""Serving the pages with gunicorn: two processes with threads, static files by whitenoise."""

from typing import Any

from django.core.management import call_command
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with its settings given by the program."""

    def __init__(self, bind: str) -> None:
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", self.bind)
        self.cfg.set("workers", 2)
        self.cfg.set("threads", 8)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("accesslog", None)
        self.cfg.set("loglevel", "warning")

    def load(self) -> Any:
        from leye.web.wsgi import (
            application,
        )  # after the fork: each process has its own connections

        # seconds of imports: before the process takes requests, and not while the first of them waits
        _ = get_resolver().url_patterns
        return application


def serve(bind: str) -> None:
    """Collect the static files and serve until stopped."""
    call_command("collectstatic", interactive=False, verbosity=0)
    Server(bind).run()
