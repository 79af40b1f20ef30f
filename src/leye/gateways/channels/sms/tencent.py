"""SMS by Tencent Cloud, through its own SDK."""

import datetime as dt
import hmac
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models
from tencentcloud.sms.v20210111.sms_client import SmsClient

from leye.core.messages.channels import Answer, Outcome, Parcel, Report, Way, Why
from leye.gateways.channels.carrier import Forged
from leye.gateways.channels.sms import codes

A_PAGE = 100  # messages of a number and day that one question brings
REFUSED = ("RequestLimitExceeded", "AuthFailure", "UnauthorizedOperation", "InvalidParameter")


@dataclass(frozen=True, slots=True)
class Tencent:
    """templates: kind of message → approved template; its parameters are the message's fields and the key of the link.

    The link's address stands in the template itself (…/p/#{4}): the provider refuses one as a parameter.

    key: what the address of receipts ends with (?key=…), since the provider signs none.
    """

    secret_id: str = field(repr=False)
    secret_key: str = field(repr=False)
    app_id: str
    sign: str
    templates: Mapping[str, str]
    key: str = field(repr=False)
    endpoint: str = "sms.tencentcloudapi.com"
    scheme: str = "https"
    region: str = "ap-beijing"
    provider: str = "tencent"
    way: Way = Way.SMS
    at_once: int = 16
    time_out: int = 5  # seconds
    kept: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    def _client(self) -> SmsClient:
        """The thread's own client, whose connection stays open from one call to the next."""
        found: SmsClient | None = getattr(self.kept, "client", None)
        if found is None:
            http = HttpProfile(
                protocol=self.scheme, endpoint=self.endpoint, reqTimeout=self.time_out,
                keepAlive=True,
            )  # fmt: skip
            found = self.kept.client = SmsClient(
                Credential(self.secret_id, self.secret_key),
                self.region,
                ClientProfile(httpProfile=http),
            )
        return found

    def hand(self, parcel: Parcel) -> Answer:
        if parcel.kind not in self.templates:
            return Answer(Outcome.NEVER, "", "template", Why.CONTENT)
        wanted = models.SendSmsRequest()
        wanted.PhoneNumberSet = [f"+86{parcel.to}"]
        wanted.SmsSdkAppId, wanted.SignName = self.app_id, self.sign
        wanted.TemplateId = self.templates[parcel.kind]
        wanted.TemplateParamSet = [*parcel.fields, key_of(parcel)]
        wanted.SessionContext = str(parcel.id)
        try:
            told = self._client().SendSms(wanted)
        except TencentCloudSDKException as error:
            return _failed(error)
        except Exception:  # an answer that is no answer: it may have been taken
            return Answer(Outcome.UNSURE, "", "unreadable", Why.NO_ANSWER)
        status = (told.SendStatusSet or [None])[0]
        if status is None:
            return Answer(Outcome.UNSURE, "", "empty", Why.NO_ANSWER)
        return codes.answer(codes.TENCENT, status.Code or "", status.SerialNo or "")

    def find(self, parcel: Parcel, day: str) -> Answer | None:
        wanted = models.PullSmsSendStatusByPhoneNumberRequest()
        began = dt.datetime.strptime(day, "%Y%m%d").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        wanted.BeginTime, wanted.Offset, wanted.Limit = int(began.timestamp()), 0, A_PAGE
        wanted.PhoneNumber, wanted.SmsSdkAppId = f"+86{parcel.to}", self.app_id
        try:
            told = self._client().PullSmsSendStatusByPhoneNumber(wanted)
        except Exception:  # it cannot be asked now: nothing is known
            return None
        some = told.PullSmsSendStatusSet or []
        for one in some:
            if one.SessionContext == str(parcel.id):
                return Answer(Outcome.TAKEN, one.SerialNo or "")
        # It brings our own number back only where that was switched on for the account, and a hundred at most:
        # without it nobody can tell, and the message must not be sent again.
        if len(some) >= A_PAGE or any(not one.SessionContext for one in some):
            return None
        return Answer(Outcome.NEVER)

    def reports(
        self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> Sequence[Report]:
        check_key(self.key, query)
        found = []
        for one in listed(body):
            if "sid" not in one and "text" in one:
                continue  # what somebody wrote back
            has_arrived = one.get("report_status") == "SUCCESS"
            code = str(one.get("errmsg", ""))
            means = codes.receipt(code, has_arrived)
            found.append(Report(None, str(one["sid"]), code, means.state, means.why))
        return found

    def replies(self, query: Mapping[str, str], body: bytes) -> Sequence[tuple[str, str]]:
        check_key(self.key, query)
        return [
            (str(one.get("mobile", "")), str(one["text"]))
            for one in listed(body)
            if "text" in one and str(one.get("nationcode", "86")) == "86"
        ]


def listed(body: bytes) -> list[dict[str, Any]]:
    """What a call of the provider tells: several things, or one alone."""
    told = json.loads(body)
    return [told] if isinstance(told, dict) else list(told)


def key_of(parcel: Parcel) -> str:
    """The part of the receiver's link that is his own; the rest stands in the approved template."""
    return parcel.link.partition("#")[2]


def check_key(key: str, query: Mapping[str, str]) -> None:
    """The caller knows the key that only the provider was told. Raises Forged."""
    if not key or not hmac.compare_digest(query.get("key", "").encode(), key.encode()):
        raise Forged("the key of the receipt's address is not right")


def _failed(error: TencentCloudSDKException) -> Answer:
    code = str(error.get_code() or "")
    if code in codes.TENCENT:
        return codes.answer(codes.TENCENT, code)
    if code.startswith(REFUSED):
        return Answer(Outcome.AGAIN, "", code, Why.ACCOUNT)
    # Broken connections and times run out have no code of the provider: nobody knows whether it was taken.
    return Answer(Outcome.UNSURE, "", code, Why.NO_ANSWER)
