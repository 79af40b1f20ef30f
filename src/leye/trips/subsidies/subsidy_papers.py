"""Papers of an application: judged by their content, sealed under their digest, opened by reviewers with a trace."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.subsidies import actions, selectors
from leye.core.payments.evidence import Medium, medium, refusal
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.trips.subsidies.subsidy_drafts import NotAccepted, kind_of

FILLED_IN = frozenset({"form", "account"})  # said by the application itself


def bring(scope: Scope, application_id: int, kind: str, content: bytes, keys: Keyring) -> bool:
    """Keep a paper; False when the very same is there. Raises OutOfScope, NotAccepted, actions.NotPossible."""
    row = selectors.application(scope, application_id)
    if not scope.may(Capability.APPLY_FOR_SUBSIDY):
        raise OutOfScope(application_id)
    if kind not in papers_of(row.kind):
        raise NotAccepted("没有选是哪一种材料。请选一种。")
    if words := refusal(content):
        raise NotAccepted(words)
    found = medium(content)
    digest = vault.keep(_folder(), content, keys)
    return actions.add_evidence(
        by=scope.actor, at=clock.now(), application=row, kind=kind, digest=digest,
        medium=found.value if found else "", size=len(content),
    )  # fmt: skip


def opened(
    scope: Scope, application_id: int, evidence_id: int, keys: Keyring
) -> tuple[bytes, Medium | None]:
    """A paper and what it is (None: a list of workers), for who reviews or approves; opening it is an audit event. Raises OutOfScope."""
    row = selectors.application(scope, application_id)
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)):
        raise OutOfScope(application_id)
    papers = {one.pk: one for one in selectors.evidence(scope, application_id) if one.digest}
    if evidence_id not in papers:
        raise OutOfScope(evidence_id)
    paper = papers[evidence_id]
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="subsidy.paper.read", unit=row.county,
            subject=f"subsidy:{row.pk}", detail={"evidence": paper.pk},
        )  # fmt: skip
    kind = None if paper.medium == "sheet" else Medium(paper.medium)
    return vault.fetch(_folder(), paper.digest, keys), kind


def papers_of(kind: str) -> dict[str, str]:
    """The papers that a kind asks for, and others: key → words. The form is what is filled in here."""
    asked = {key: words for key, words in kind_of(kind).papers.items() if key not in FILLED_IN}
    return {**asked, "other": "其他材料"}


def _folder() -> Path:
    return Path(settings.UPLOADS) / "papers"
