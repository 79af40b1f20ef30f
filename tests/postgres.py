"""A PostgreSQL server for the tests: Debian's programs, a folder and a socket of its own."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first; None when there is none."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)
    return Path(found[0]).parent if found else None


@contextmanager
def running() -> Iterator[str]:
    """The address of a fresh server; it is stopped and thrown away afterwards."""
    programs = find_programs()
    if programs is None:
        raise RuntimeError("no PostgreSQL server programs")
    folder = Path(tempfile.mkdtemp(prefix="leye-pg-"))
    owner: str | None = None
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = "postgres"
        entry = pwd.getpwnam(owner)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data = folder / "data"

    def call(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            user=owner,
            group=owner,
            extra_groups=[] if owner else None,
        )

    call("initdb", "-D", str(data), "-U", "leye", "-A", "trust", "-E", "UTF8", "--no-locale")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    call("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://leye@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
