"""WeChat by a thin client: the official account's template and subscription messages, and 企业微信.

Fields hold at most twenty characters on one line. One access token is shared; when it has run out, whoever notices
first fetches the next and all others use that.
"""

import hashlib
import hmac
import threading
import xml.etree.ElementTree as tree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from leye.core.messages.channels import Answer, Code, Outcome, Parcel, Report, Way, Why
from leye.core.messages.states import State
from leye.core.messages.texts import field as one_line
from leye.gateways.channels.carrier import Forged
from leye.gateways.channels.wechat import codes

TIME_OUT = httpx.Timeout(5)
SCENE_SECONDS = 7 * 24 * 3600  # as long as a link to one's own page
TOKEN_OVER = frozenset({40001, 40014, 42001})


@dataclass(slots=True)
class Token:
    """The access token in force, and the lock under which one caller fetches the next."""

    text: str = field(default="", repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class WeChat:
    """kind: "template", "subscription" (both of the official account) or "work" (企业微信).

    templates: kind of message → (template id, names of its fields in their order). key: the account's own token that
    receipts are signed with.
    """

    app_id: str
    secret: str = field(repr=False)
    templates: Mapping[str, Sequence[Any]]
    key: str = field(repr=False)
    kind: str = "template"
    base: str = "https://api.weixin.qq.com"
    agent: int = 0
    provider: str = "wechat"
    way: Way = Way.WECHAT
    at_once: int = 8
    token: Token = field(default_factory=Token)
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=TIME_OUT), repr=False)

    def hand(self, parcel: Parcel) -> Answer:
        if self.kind != "work" and parcel.kind not in self.templates:
            return Answer(Outcome.NEVER, "", "template", Why.CONTENT)
        used = self._token("")
        told = self._call(parcel, used) if used else Answer(Outcome.AGAIN, "", "token", Why.BUSY)
        if isinstance(told, Answer):
            return told
        if told.get("errcode") in TOKEN_OVER:  # it was not taken: once more with the next token
            used = self._token(used)
            told = self._call(parcel, used) if used else {"errcode": -1}
            if isinstance(told, Answer):
                return told
        return codes.answer(codes.WORK if self.kind == "work" else codes.OFFICIAL, told)

    def _token(self, over: str) -> str:
        """The token in force, another than the one that is over; "" where none can be had."""
        with self.token.lock:
            if self.token.text == over or not self.token.text:
                self.token.text = self._fetch()
            return self.token.text

    def _fetch(self) -> str:
        path, names = ("/cgi-bin/token", ("appid", "secret"))
        if self.kind == "work":
            path, names = ("/cgi-bin/gettoken", ("corpid", "corpsecret"))
        asked = dict(zip(names, (self.app_id, self.secret), strict=True))
        try:
            told = self.http.get(
                self.base + path, params={"grant_type": "client_credential", **asked}
            )
            return str(told.json().get("access_token", ""))
        except (httpx.HTTPError, ValueError):
            return ""

    def _call(self, parcel: Parcel, used: str) -> dict[str, Any] | Answer:
        path, body = self._body(parcel)
        try:
            told = self.http.post(self.base + path, params={"access_token": used}, json=body)
        except httpx.ConnectError:
            return Answer(Outcome.AGAIN, "", "connect", Why.BUSY)  # it never got there
        except httpx.HTTPError as error:
            return Answer(Outcome.UNSURE, "", type(error).__name__, Why.NO_ANSWER)
        if told.status_code in {429, 503}:
            return Answer(Outcome.AGAIN, "", str(told.status_code), Why.BUSY)
        try:
            found = told.json()
        except ValueError:
            return Answer(Outcome.UNSURE, "", str(told.status_code), Why.NO_ANSWER)
        if not isinstance(found, dict) or "errcode" not in found:
            return Answer(Outcome.UNSURE, "", str(told.status_code), Why.NO_ANSWER)
        return found

    def _body(self, parcel: Parcel) -> tuple[str, dict[str, Any]]:
        if self.kind == "work":
            text = parcel.text[:2000]
            return "/cgi-bin/message/send", {
                "touser": parcel.to, "msgtype": "text", "agentid": self.agent, "text": {"content": text},
                "enable_duplicate_check": 1, "duplicate_check_interval": 14_400,
            }  # fmt: skip
        number, names = self.templates[parcel.kind]
        fields = [one_line(one) for one in parcel.fields]
        body: dict[str, Any] = {
            "touser": parcel.to, "template_id": number, "url": parcel.link,
            "data": {name: {"value": one} for name, one in zip(names, fields, strict=False)},
        }  # fmt: skip
        if self.kind == "subscription":
            body["page"] = body.pop("url")
            return "/cgi-bin/message/subscribe/bizsend", body
        return "/cgi-bin/message/template/send", {**body, "client_msg_id": str(parcel.id)}

    def find(self, parcel: Parcel, day: str) -> Answer | None:
        """WeChat cannot be asked: a receipt comes, or the message runs out."""
        return None

    def reports(
        self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> Sequence[Report]:
        root = self._root(query, body)
        told = _flat(root)
        match told.get("Event", ""):
            case "TEMPLATESENDJOBFINISH":
                status = told.get("Status", "")
                means = codes.ENDS.get(status, Code(State.FAILED, Why.UNKNOWN))
                return [Report(None, told.get("MsgID", ""), status, means.state, means.why)]
            case "subscribe_msg_sent_event":
                account = told.get("FromUserName", "")
                return [self._sent(account, _flat(one)) for one in root.iter("List")]
        return []

    def _sent(self, account: str, told: Mapping[str, str]) -> Report:
        """What became of a subscription message: by the number that the answer may have had, or by account and template."""
        means = codes.sent(told["ErrorCode"])
        template = told.get("TemplateId", "")
        kind = next((key for key, some in self.templates.items() if some[0] == template), "")
        return Report(None, told["MsgID"], told["ErrorCode"], means.state, means.why, account, kind)

    def _checked(self, query: Mapping[str, str], body: bytes) -> dict[str, str]:
        """What a call of WeChat tells. Raises Forged."""
        return _flat(self._root(query, body))

    def _root(self, query: Mapping[str, str], body: bytes) -> tree.Element:
        parts = sorted([self.key, query.get("timestamp", ""), query.get("nonce", "")])
        wanted = hashlib.sha1("".join(parts).encode()).hexdigest()  # noqa: S324 (as WeChat signs)
        if not self.key or not hmac.compare_digest(wanted, query.get("signature", "")):
            raise Forged("the signature of the receipt is not right")
        if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
            raise Forged("a receipt declares no entities")
        return tree.fromstring(body)  # noqa: S314

    def replies(self, query: Mapping[str, str], body: bytes) -> Sequence[tuple[str, str]]:
        return ()

    def scene(self, key: str) -> str:
        """What a code holds so that whoever scans it follows the account and brings the key along; "" for none."""
        asked = {
            "expire_seconds": SCENE_SECONDS, "action_name": "QR_STR_SCENE",
            "action_info": {"scene": {"scene_str": key}},
        }  # fmt: skip
        used = self._token("")
        for _ in range(2):
            try:
                told = self.http.post(f"{self.base}/cgi-bin/qrcode/create", params={"access_token": used}, json=asked).json()  # fmt: skip
            except (httpx.HTTPError, ValueError):
                return ""
            if told.get("errcode") not in TOKEN_OVER:
                return str(told.get("url", ""))
            used = self._token(used)
        return ""

    def bindings(self, query: Mapping[str, str], body: bytes) -> Sequence[tuple[str, str]]:
        """(account, key) of whoever scanned a code; the key is "" for whoever does not follow any more. Raises Forged."""
        told = self._checked(query, body)
        account, key = told.get("FromUserName", ""), told.get("EventKey", "")
        match told.get("Event", ""):
            case "subscribe" | "SCAN" if key:
                return [(account, key.removeprefix("qrscene_"))]
            case "unsubscribe":
                return [(account, "")]
        return []


def _flat(element: tree.Element) -> dict[str, str]:
    return {one.tag: (one.text or "").strip() for one in element}
