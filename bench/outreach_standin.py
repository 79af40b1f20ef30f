"""A stand-in of an SMS provider in a process of its own, quick enough for a million messages, with faults and receipts.

It knows no idempotency key, as the provider knows none: a message that it is given twice is sent twice, and counted.
It can be asked by telephone number what it has taken, as the provider can; that answer is all that is relied on.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

KEY = "x"
# What goes wrong with a call, a thousandth each; the rest is taken and answered.
FAULTS = {
    "lost": 20,  # taken, then the line breaks
    "silent": 2,  # taken, and no answer within the time
    "500": 20,  # not taken
    "LimitExceeded.PhoneNumberThirtySecondLimit": 4,  # not taken, to be tried again
    "InvalidParameterValue.IncorrectPhoneNumber": 2,  # not taken, never will be
}
OUTAGE_AT, OUTAGE_SECONDS = 0.3, 40  # after that share of the messages, only 500s for so long
NEVER, TWICE, FIRST_BAD, FAILS, STRANGE = 0.001, 0.05, 0.01, 0.005, 0.005  # of the receipts


@dataclass
class Taken:
    """What was taken, in all and by number, and the receipts that are still to come: (when, sid, status, word)."""

    expected: int
    many: Counter[str] = field(default_factory=Counter)
    by_number: dict[str, list[str]] = field(default_factory=dict)
    due: deque = field(default_factory=deque)
    delivered: set[str] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)
    receipts: Counter[str] = field(default_factory=Counter)
    outage_until: float | None = None

    def take(self, own: str, number: str) -> None:
        self.many[own] += 1
        self.by_number.setdefault(number, []).append(own)
        lot, now = random.random(), time.monotonic()
        if lot < NEVER:
            self.receipts["never"] += 1
            return
        word = ("FAIL", "MK:0001") if lot < NEVER + FAILS else ("SUCCESS", "DELIVRD")
        if word[0] == "SUCCESS":
            self.delivered.add(own)
        told = [word]
        if NEVER + FAILS < lot < NEVER + FAILS + FIRST_BAD:  # the bad word comes after the good one
            told.append(("FAIL", "UNDELIV"))
            self.receipts["out of order"] += 1
        for one in told:
            self.due.append((now + random.random() * 3, f"ref-{own}", *one))
        if random.random() < TWICE:
            self.due.append((now + random.random() * 20, f"ref-{own}", *word))
            self.receipts["twice"] += 1
        if random.random() < STRANGE:
            self.due.append((now, f"never-sent-{own}", *word))
            self.receipts["of a message never sent"] += 1

    def fault(self) -> str:
        now = time.monotonic()
        if self.outage_until is None and sum(self.many.values()) > self.expected * OUTAGE_AT:
            self.outage_until = now + OUTAGE_SECONDS
        if self.outage_until is not None and now < self.outage_until:
            return "500"
        lot = random.random() * 1000
        for name, share in FAULTS.items():
            lot -= share
            if lot < 0:
                return name
        return ""

    def next_receipts(self, most: int) -> list[dict[str, str]]:
        now, found, later = time.monotonic(), [], []
        while self.due and len(found) < most:
            one = self.due.popleft()
            if one[0] > now:
                later.append(one)
                if len(later) > most * 4:
                    break
            else:
                found.append({"sid": one[1], "report_status": one[2], "errmsg": one[3]})
        self.due.extend(later)
        random.shuffle(found)
        return found


class Provider(asyncio.Protocol):
    taken: Taken

    def connection_made(self, transport):
        self.transport, self.buffer = transport, b""

    def data_received(self, data):
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            body = self.buffer[end + 4 : end + 4 + length]
            self.buffer = self.buffer[end + 4 + length :]
            self.called(head, json.loads(body) if body else {})

    def called(self, head, asked):
        taken = self.taken
        if head.startswith(b"get /receipts"):
            return self.tell({"due": len(taken.due), "some": taken.next_receipts(200)})
        if head.startswith(b"get /count"):
            return self.tell(self.count())
        if b"pullsmssendstatus" in head:
            own = taken.by_number.get(asked["PhoneNumber"], [])
            some = [{"SerialNo": f"ref-{one}", "SessionContext": one} for one in own]
            taken.calls["asked for"] += 1
            return self.tell({"Response": {"PullSmsSendStatusSet": some, "RequestId": "r"}})
        fault, own = taken.fault(), str(asked["SessionContext"])
        taken.calls[fault or "answered"] += 1
        if fault in {"", "lost", "silent"}:
            taken.take(own, asked["PhoneNumberSet"][0])
        if fault == "lost":
            return self.transport.close()
        if fault == "silent":
            return asyncio.get_running_loop().call_later(20, self.transport.close)
        if fault == "500":
            return self.tell({"oops": 1}, b"500 Oops")
        status = {"SerialNo": f"ref-{own}", "Code": fault or "Ok", "Message": ""}
        return self.tell({"Response": {"SendStatusSet": [status], "RequestId": "r"}})

    def count(self):
        taken = self.taken
        return {
            "taken": len(taken.many), "twice": sum(1 for x in taken.many.values() if x > 1),
            "calls": taken.calls, "receipts": taken.receipts, "due": len(taken.due),
            "cpu": time.process_time(),
        }  # fmt: skip

    def tell(self, told, status=b"200 OK"):
        body = json.dumps(told).encode()
        head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self.transport.write(head % (status, len(body)) + body)


async def serve(port: int, expected: int) -> Taken:
    taken = Taken(expected)
    made = type("Own", (Provider,), {"taken": taken})
    loop = asyncio.get_running_loop()
    server = await loop.create_server(made, "127.0.0.1", port, backlog=256)
    async with server:
        await asyncio.to_thread(sys.stdin.read)  # until whoever started it hangs up
    return taken


def written(taken: Taken, log: str) -> None:
    """What was taken and delivered, for whoever counts."""
    told = {"taken": taken.many, "delivered": sorted(taken.delivered)}
    whole = {**told, "calls": taken.calls, "receipts": taken.receipts}
    Path(log).write_text(json.dumps(whole), encoding="utf-8")


if __name__ == "__main__":
    written(asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]))), sys.argv[3])
