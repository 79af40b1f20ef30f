"""An agency's fee from the verified stay to the bank: asked once, and what was paid stands on the agency's page."""

import datetime as dt

import pytest

from leye.apps.pairing import actions
from leye.apps.pairing.actions import AlreadyThere
from leye.apps.pairing.models import Brought
from leye.apps.subsidies.models import Application, Claim
from leye.core.pairing.vocabulary import Proof
from leye.core.payments.steps import State
from leye.core.scope import OutOfScope
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.pairing import agencies, agency_fees
from leye.trips.subsidies import paying, publicity, reconciling, subsidy_applying, subsidy_papers
from tests.integration.local_jobs import county, day
from tests.integration.subsidies import APPROVER, CLERK, PDF, money, published, reviewed
from tests.integration.test_pairing import sent
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, keys, write

pytestmark = pytest.mark.django_db
NAME = "蒙劳人力资源公司"


def asked(tmp_path) -> tuple[int, int]:
    """One person brought by an agency since the notice, his month verified, the fee asked for: (agency, application)."""
    one, *_ = county(tmp_path)
    sent(tmp_path, 2, "王英", "北京市朝阳区", "2020-05-29", "机构介绍")
    with at("2020-07-02"):
        agency = agencies.register_agency(clerk(), QINGSHUIHE, NAME, "")
        agencies.license(clerk(), agency, "1501240001", day("2020-01-01"), day("2020-12-31"))
        brought = agencies.bring(clerk(), agency, one, day("2020-05-29"), 12)
        agencies.verify(clerk(), brought, 1, day("2020-07-01"), Proof.PAYROLL)
        application, many = agency_fees.ask_fee(clerk(), agency, keys())
    assert many == 1
    return agency, application


def test_what_the_bank_paid_for_verified_stays_stands_with_the_agency(tmp_path):
    agency, pk = asked(tmp_path)
    with at("2020-07-03"):
        money()
        [fee] = agency_fees.told(clerk(), agency).rows
        assert (fee.persons, fee.state, fee.yuan, fee.paid) == (1, State.DRAFT.label, "", "0.00")
        subsidy_papers.bring(CLERK, pk, "contract", PDF, keys())
        subsidy_applying.set_account(CLERK, pk, NAME, "农行", "05412301040009999", keys())
        assert subsidy_applying.lacking(CLERK, Application.objects.get(pk=pk)) == []
        subsidy_applying.submit(CLERK, pk)
        reviewed(pk)
        last = published(pk)
    with at((last + dt.timedelta(days=1)).isoformat()):
        publicity.take_down_due(CLERK)
        listed = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        paying.sign(APPROVER, listed, keys())
        assert agency_fees.told(clerk(), agency).paid == "0.00"  # signed is not yet paid
        answer = write(
            tmp_path / "answer.xlsx",
            ("序号", "收款户名", "金额（元）", "处理结果", "失败原因"),
            [[1, NAME, "200.00", "交易成功", ""]],
        )
        reconciling.bring(CLERK, listed, answer, keys())
        told = agency_fees.told(clerk(), agency)
    [claim] = Claim.objects.filter(application_id=pk)
    assert (claim.is_counted, claim.fen, told.paid) == (True, 20_000, "200.00")
    assert [(one.state, one.yuan, one.paid) for one in told.rows] == [
        (State.PAID.label, "200.00", "200.00")
    ]
    with at("2020-07-20"), pytest.raises(OutOfScope):
        agency_fees.told(clerk(HELINGEER), agency)


def test_a_spell_whose_fee_was_asked_for_counts_for_nobody_else_before_that_is_withdrawn(tmp_path):
    agency, pk = asked(tmp_path)
    brought = Brought.objects.get(agency_id=agency)
    with at("2020-07-03"):
        with pytest.raises(NotPossible, match=f"补贴申请 {pk}.*会发两次"):
            agencies.void(clerk(), brought.pk, "不是这家介绍的")
        subsidy_applying.withdraw(CLERK, pk, "记错了机构")
        assert agencies.void(clerk(), brought.pk, "不是这家介绍的") == agency
        with pytest.raises(AlreadyThere):
            actions.ask_fee(
                by="clerk", at=dt.datetime(2020, 7, 3, tzinfo=dt.UTC), unit=QINGSHUIHE,
                brought_ids=[brought.pk], application_id=pk,
            )  # fmt: skip
