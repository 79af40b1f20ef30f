"""Reading links. Whoever holds a key has no scope yet; the link is what gives one."""

import datetime as dt

from leye.apps.passes.models import Pass
from leye.core.scope import Scope


def standing(scope: Scope, at: dt.datetime, *, digest: str = "", pass_id: int = 0) -> Pass | None:
    """A link that holds at an instant, by the digest of its key or by its id; None for any other."""
    rows = Pass.objects.filter(revoked_at=None, expires_at__gt=at)
    return rows.filter(digest=digest).first() if digest else rows.filter(pk=pass_id).first()
