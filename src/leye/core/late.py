"""Modules that take seconds to import (compilers, solvers), imported when something of them is first used.

A process that serves pages starts without them; the type checker and the order of imports see the real module:

    if TYPE_CHECKING:
        from leye.core.matching import kernels
    else:
        kernels = Late("leye.core.matching.kernels")
"""

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module until it is used. Importing takes the module's own lock, so that threads may race for it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(import_module(self._name), attribute)
        setattr(self, attribute, found)  # from now on without asking
        return found
