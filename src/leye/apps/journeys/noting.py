"""The audit row that each write about journeys brings."""

from collections.abc import Mapping

from leye.apps.audit import actions as audit


def told(
    by: str, unit: str, what: str, subject: str, detail: Mapping[str, object] | None = None
) -> None:
    """The audit row of a write."""
    audit.record(by=by, action=f"journey.{what}", unit=unit, subject=subject, detail=detail or {})
