"""The carriers of this installation: channels.json in the home folder in, a carrier for each way out.

Without that file everything goes by the file channel. The file holds the accounts' secrets: its owner reads it only.
"""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from leye.core.messages.channels import Way
from leye.gateways.channels.carrier import Carrier
from leye.gateways.channels.file.carrier import FileCarrier

# Named and not imported: the providers' libraries take seconds to load, and most installations use none of them.
MAKERS: Mapping[str, str] = {
    "tencent": "leye.gateways.channels.sms.tencent.Tencent",
    "aliyun": "leye.gateways.channels.sms.aliyun.Aliyun",
    "wechat": "leye.gateways.channels.wechat.account.WeChat",
    "work_wechat": "leye.gateways.channels.wechat.account.WeChat",
}
FILE, OUTBOX = "channels.json", "outbox"


@functools.cache
def _settings(home: Path) -> dict[str, Any]:
    path = home / FILE
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


@functools.cache
def carriers(home: Path) -> Mapping[Way, tuple[Carrier, ...]]:
    """Way → its providers in the order in which they are tried."""
    found: dict[Way, list[Carrier]] = {}
    for one in _settings(home).get("channels", []):
        made = _made(one)
        found.setdefault(made.way, []).append(made)
    found.setdefault(Way.FILE, [FileCarrier(home / OUTBOX)])
    return {way: tuple(some) for way, some in found.items()}


def named(home: Path, provider: str) -> Carrier | None:
    """The carrier of a provider's name."""
    every = (one for some in carriers(home).values() for one in some)
    return next((one for one in every if one.provider == provider), None)


def address(home: Path) -> str:
    """The address under which this installation's pages are reached from a phone."""
    return str(_settings(home).get("address", settings.ADDRESS)).rstrip("/")


def _made(told: Mapping[str, Any]) -> Carrier:
    said = dict(told)
    provider = said.get("provider", "")
    if provider not in MAKERS:
        raise ValueError(f"channels.json names an unknown provider: {provider!r}")
    if provider == "work_wechat":
        said.update(kind="work", way=Way.WORK_WECHAT)
        said.setdefault("base", "https://qyapi.weixin.qq.com")
    made: Carrier = import_string(MAKERS[provider])(**said)
    return made
