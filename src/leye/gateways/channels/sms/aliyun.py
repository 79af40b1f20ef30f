"""SMS by Alibaba Cloud, through its own SDK."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alibabacloud_dysmsapi20170525 import models
from alibabacloud_dysmsapi20170525.client import Client
from alibabacloud_tea_openapi import models as open_api
from alibabacloud_tea_util.models import RuntimeOptions

from leye.core.messages.channels import Answer, Outcome, Parcel, Report, Way, Why
from leye.gateways.channels.sms import codes
from leye.gateways.channels.sms.tencent import check_key, key_of, listed

A_PAGE = 50  # messages of a number and day that one question brings


@dataclass(frozen=True, slots=True)
class Aliyun:
    """templates: kind → (code of the approved template, names of its parameters in the order of the fields, key last)."""

    access_key_id: str = field(repr=False)
    access_key_secret: str = field(repr=False)
    sign: str
    templates: Mapping[str, Sequence[Any]]
    key: str = field(repr=False)
    endpoint: str = "dysmsapi.aliyuncs.com"
    scheme: str = "https"
    provider: str = "aliyun"
    way: Way = Way.SMS
    at_once: int = 16
    time_out: int = 5  # seconds
    kept: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    def _client(self) -> Client:
        """The thread's own client; the SDK keeps the connections of all of them."""
        found: Client | None = getattr(self.kept, "client", None)
        if found is None:
            found = self.kept.client = Client(
                open_api.Config(
                    access_key_id=self.access_key_id, access_key_secret=self.access_key_secret,
                    endpoint=self.endpoint, protocol=self.scheme,
                )
            )  # fmt: skip
        return found

    def _options(self) -> RuntimeOptions:
        # The SDK's own retries would send twice: what came of a lost answer is asked for instead.
        return RuntimeOptions(
            autoretry=False,
            max_attempts=1,
            read_timeout=self.time_out * 1000,
            connect_timeout=self.time_out * 1000,
        )

    def hand(self, parcel: Parcel) -> Answer:
        if parcel.kind not in self.templates:
            return Answer(Outcome.NEVER, "", "template", Why.CONTENT)
        code, names = self.templates[parcel.kind]
        told = dict(zip(names, [*parcel.fields, key_of(parcel)], strict=False))
        wanted = models.SendSmsRequest(
            phone_numbers=parcel.to, sign_name=self.sign, template_code=code,
            template_param=json.dumps(told, ensure_ascii=False), out_id=str(parcel.id),
        )  # fmt: skip
        try:
            body = self._client().send_sms_with_options(wanted, self._options()).body
        except Exception as error:
            return _failed(error)
        if not body or not body.code:
            return Answer(Outcome.UNSURE, "", "empty", Why.NO_ANSWER)
        return codes.answer(codes.ALIYUN, body.code, body.biz_id or "")

    def find(self, parcel: Parcel, day: str) -> Answer | None:
        wanted = models.QuerySendDetailsRequest(
            phone_number=parcel.to, send_date=day, page_size=A_PAGE, current_page=1
        )
        try:
            body = self._client().query_send_details_with_options(wanted, self._options()).body
        except Exception:  # it cannot be asked now: nothing is known
            return None
        if body.code != "OK":
            return None
        details = body.sms_send_detail_dtos.sms_send_detail_dto if body.sms_send_detail_dtos else []
        if len(details or []) >= A_PAGE:
            return None
        is_there = any(one.out_id == str(parcel.id) for one in details or [])
        return Answer(Outcome.TAKEN if is_there else Outcome.NEVER)

    def reports(
        self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> Sequence[Report]:
        check_key(self.key, query)
        found = []
        for one in listed(body):
            if "biz_id" not in one and "content" in one:
                continue  # what somebody wrote back
            code, own = str(one.get("err_code", "")), str(one.get("out_id", ""))
            means = codes.receipt(code, bool(one.get("success")))
            number = int(own) if own.isdecimal() else None
            found.append(Report(number, str(one["biz_id"]), code, means.state, means.why))
        return found

    def replies(self, query: Mapping[str, str], body: bytes) -> Sequence[tuple[str, str]]:
        check_key(self.key, query)
        return [
            (str(one.get("phone_number", "")), str(one["content"]))
            for one in listed(body)
            if "content" in one
        ]


def _failed(error: Exception) -> Answer:
    """An error with a code is the provider's refusal; one without is a broken connection or a time that ran out."""
    code = str(getattr(error, "code", "") or "")
    if code in codes.ALIYUN:
        return codes.answer(codes.ALIYUN, code)
    if code.startswith(("isv.", "isp.", "Throttling")):
        return codes.answer(codes.ALIYUN, code)
    return Answer(Outcome.UNSURE, "", code[:60], Why.NO_ANSWER)
