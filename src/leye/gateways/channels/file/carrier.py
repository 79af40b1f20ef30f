"""The channel without any account: each message is a file in a folder, from which a clerk sends by her own means."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leye.core.messages.channels import Answer, Outcome, Parcel, Report, Way, Why
from leye.gateways.channels.carrier import Forged

A_FOLDER = 1000  # files of one folder


@dataclass(frozen=True, slots=True)
class FileCarrier:
    """Writes into `folder`, a file for a message: one of the same number (a restored backup) gives way. No names."""

    folder: Path
    provider: str = "file"
    way: Way = Way.FILE
    at_once: int = 1

    def hand(self, parcel: Parcel) -> Answer:
        path = self._path(parcel.id)
        made = path.with_suffix(".part")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            text = parcel.text.replace("{link}", parcel.link)
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            os.replace(made, path)  # whole or not at all
        except OSError as error:  # a full disk: the message waits
            return Answer(Outcome.AGAIN, "", str(error.errno), Why.BUSY)
        return Answer(Outcome.TAKEN, str(parcel.id))

    def find(self, parcel: Parcel, day: str) -> Answer | None:
        if self._path(parcel.id).exists():
            return Answer(Outcome.TAKEN, str(parcel.id))
        return Answer(Outcome.NEVER)

    def reports(
        self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> Sequence[Report]:
        raise Forged("nobody reports for a folder")

    def replies(self, query: Mapping[str, str], body: bytes) -> Sequence[tuple[str, str]]:
        return ()

    def _path(self, number: int) -> Path:
        return self.folder / f"{number // A_FOLDER:06d}" / f"{number}.txt"

    def text_of(self, number: int) -> str:
        """What was written for a message; "" where nothing was."""
        path = self._path(number)
        return path.read_text(encoding="utf-8").strip() if path.exists() else ""
