"""A home of their own for the tests; loaded before the settings are read (see addopts)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="leye-test-"))
(HOME / "static").mkdir()
os.environ["LEYE_HOME"] = str(HOME)
os.environ["LEYE_TEST"] = "1"
os.environ.pop("LEYE_DEMO_DAY", None)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
