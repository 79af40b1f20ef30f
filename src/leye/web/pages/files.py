"""Files in and out of a page: an upload as a path for as long as it is read, a download with its name."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def kept_upload(file: "UploadedFile[Any] | None") -> Iterator[Path | None]:
    """The uploaded file on disk, under a name with its own ending; None where there is none."""
    if file is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / f"file{Path(file.name or '').suffix[:8]}"
        with path.open("wb") as target:
            for part in file.chunks():
                target.write(part)
        yield path


def download(content: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """A file that the browser saves under a name."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
