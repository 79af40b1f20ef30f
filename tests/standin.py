"""Stand-ins of the providers on this machine: they answer rightly, wrongly, late, twice or not at all, and keep a log."""

import datetime as dt
import gc
import ipaddress
import json
import ssl
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Log:
    """taken: our own ids in the order in which the provider took them. fault: request no. → what goes wrong with it.

    Faults: "" none, "500", "lost" (taken, then the line breaks), "silent" (waits), "nonsense", or a provider's code.
    """

    taken: list[str] = field(default_factory=list)
    fault: Callable[[int], str] = lambda number: ""
    calls: int = 0
    tokens: int = 0
    bodies: list[dict] = field(default_factory=list)
    wait: float = 0.0
    also: dict[str, str] = field(default_factory=dict)  # what WeChat's answer says beside its code
    has_ids: bool = True  # whether WeChat's answer brings the number of the message
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ref(self, own: str) -> str:
        return f"ref-{own}"

    def sent_event(self, number: int, error: str = "0") -> str:
        """What WeChat calls back after the number-th call for a subscription message: what became of it."""
        body = self.bodies[number]
        one = f"""<List><TemplateId><![CDATA[{body["template_id"]}]]></TemplateId><MsgID>{self.ref(f"bizsend-{number + 1}")}</MsgID>
            <ErrorCode>{error}</ErrorCode><ErrorStatus><![CDATA[told]]></ErrorStatus></List>"""
        return f"""<xml><FromUserName><![CDATA[{body["touser"]}]]></FromUserName><MsgType>event</MsgType>
            <Event><![CDATA[subscribe_msg_sent_event]]></Event><SubscribeMsgSentEvent>{one}</SubscribeMsgSentEvent></xml>"""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    log: Log

    def log_message(self, *_):
        pass

    def do_GET(self):
        with self.log.lock:
            self.log.tokens += 1
            told = {"access_token": f"token-{self.log.tokens}", "expires_in": 7200}
        self.tell(told)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        asked = {key: value[0] for key, value in parse_qs(url.query).items()}
        if "json" in (self.headers.get("Content-Type") or ""):
            asked.update(json.loads(body or b"{}"))
        else:
            asked.update({key: value[0] for key, value in parse_qs(body.decode()).items()})
        action = self.headers.get("X-TC-Action") or self.headers.get("x-acs-action") or url.path
        if "qrcode" in action:
            return self.tell({"ticket": "t", "url": "http://weixin.qq.com/q/" + asked["action_info"]["scene"]["scene_str"]})  # fmt: skip
        if "Pull" in action or "QuerySend" in action:
            return self.found(asked, action)
        with self.log.lock:
            self.log.calls += 1
            fault = self.log.fault(self.log.calls)
            own = str(
                asked.get("SessionContext")
                or asked.get("OutId")
                or asked.get("client_msg_id")
                or f"bizsend-{self.log.calls}"
            )
            if fault in {"", "lost"}:
                self.log.taken.append(own)
            self.log.bodies.append(asked)
        if self.log.wait:
            time.sleep(self.log.wait)
        if fault == "lost":
            return self.hang_up()
        if fault == "silent":
            time.sleep(3)
            return self.hang_up()
        if fault == "500":
            return self.tell({"oops": 1}, 500)
        if fault == "nonsense":
            return self.tell([1, 2])
        return self.answer(action, own, fault)

    def answer(self, action, own, code):
        if self.headers.get("X-TC-Action"):
            status = {"SerialNo": self.log.ref(own), "Code": code or "Ok", "Message": ""}
            return self.tell({"Response": {"SendStatusSet": [status], "RequestId": "r"}})
        if self.headers.get("x-acs-action"):
            return self.tell({"Code": code or "OK", "BizId": self.log.ref(own), "RequestId": "r"})
        number = {"msgid": self.log.ref(own)} if self.log.has_ids else {}
        return self.tell({"errcode": int(code or 0), **number, **self.log.also})

    def found(self, asked, action):
        taken = list(self.log.taken)
        if "Pull" in action:
            some = [{"SerialNo": self.log.ref(x), "SessionContext": x} for x in taken]
            return self.tell({"Response": {"PullSmsSendStatusSet": some, "RequestId": "r"}})
        some = [{"OutId": x, "SendStatus": 1} for x in taken]
        return self.tell(
            {"Code": "OK", "RequestId": "r", "SmsSendDetailDTOs": {"SmsSendDetailDTO": some}}
        )

    def tell(self, told, status=200):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self):
        self.close_connection = True
        self.connection.close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # lines that we broke on purpose


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "strange.pem"
    path.write_bytes(own + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def provider(log: Log, strange: Path | None = None) -> Iterator[str]:
    """host:port of a stand-in that writes into the log. strange: a certificate, with which it speaks TLS only."""
    server = Server(("127.0.0.1", 0), type("Own", (Handler,), {"log": log}))
    if strange is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(strange)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        with (
            warnings.catch_warnings()
        ):  # the providers' libraries leave their open lines to the collector
            warnings.simplefilter("ignore")
            gc.collect()
