"""The one door for a site's share of a return: looked through at the site, taken or sent back by the county."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from leye.apps.audit import actions as audit
from leye.apps.reports.actions import NotPossible, Signature
from leye.apps.reports.models import SiteAnswer, SitePart


@dataclass(frozen=True, slots=True)
class Share:
    """One site's share of a month: figures as canonical JSON, by the ledger's entry, and a word about it."""

    notice: str
    month: str
    county: str
    site_id: int
    seq: int
    figures: str
    words: str


def send(*, by: str, at: dt.datetime, share: Share, after: int, signed: Signature) -> SitePart:
    """Keep a site's share; `after` is the number that the page showed as the last. Raises NotPossible."""
    try:
        with transaction.atomic():
            part = SitePart.objects.create(
                notice=share.notice, month=share.month, county=share.county, site_id=share.site_id,
                number=after + 1, seq=share.seq, figures=share.figures, words=share.words,
                filler=signed.filler, phone_cipher=signed.phone_cipher, made_by=by, made_at=at,
            )  # fmt: skip
            audit.record(
                by=by, action="return.site_part", unit=share.county, subject=f"site:{share.site_id}",
                detail={"month": share.month, "number": part.number}, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("另一位工作人员刚刚核对过。请刷新页面。") from None
    return part


def answer(
    *, by: str, at: dt.datetime, part: SitePart, is_taken: bool, column: str, words: str
) -> None:
    """Take a site's share, or send it back with a word; once, and never by who sent it. Raises NotPossible."""
    if part.made_by == by:
        raise NotPossible("核对人不能接收自己的核对，请由旗县另一位工作人员接收。")
    try:
        with transaction.atomic():
            SiteAnswer.objects.create(
                part=part, is_taken=is_taken, column=column, words=words, by=by, at=at
            )
            audit.record(
                by=by, action="return.site_answer", unit=part.county, subject=f"site:{part.site_id}",
                detail={"month": part.month, "number": part.number, "taken": is_taken}, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible("这一步已经做过。请刷新页面。") from None
