"""推送, who acts where no person does: a worker sees the whole region, for every message goes through its hands."""

from leye.core.scope import Role, Scope

WORKER = Scope("worker", "150000", Role.CLERK)
