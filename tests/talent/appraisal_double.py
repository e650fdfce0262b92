"""A local double of an appraisal system: it speaks HTTP on this machine, keeps what it was told, and answers as
karmayogi/talent/FEED.md asks. It is no SPARROW, and knows nothing of it."""

import base64
import contextlib
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.server import free_port


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def padded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class AppraisalDouble:
    """lines: number -> what it stored. refuses: employee codes that it does not know. broken: how it fails next."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.public = unpadded(self.key.public_key().public_bytes_raw())
        self.lines: dict[int, dict] = {}
        self.answers: dict[str, str] = {}
        self.texts: list[str] = []
        self.last = 0
        self.previous = ""
        self.refuses: set[str] = set()
        self.broken: list[str] = []

    def take(self, text: str) -> tuple[int, str]:
        self.texts.append(text)
        said = json.loads(padded(text.split(".")[1]))
        fault = self.broken.pop(0) if self.broken else ""
        if fault == "silent":
            return 503, "busy"
        if said["batch"] in self.answers:
            return 200, self.answers[said["batch"]]
        if said["sequence"] != self.last + 1 or said["previous"] != self.previous:
            return 409, json.dumps({"expected": self.last + 1})
        taken, refused = [], []
        for line in said["lines"]:
            assert line["number"] not in self.lines, "told twice"
            if line["employee_code"] in self.refuses:
                refused.append({"line": line["number"], "reason": "Employee code is not known."})
            else:
                taken.append(line["number"])
            self.lines[line["number"]] = line
        self.last, self.previous = said["sequence"], hashlib.sha256(text.encode()).hexdigest()
        answer = self.answer(said, text, taken, refused)
        self.answers[said["batch"]] = answer
        if fault == "lost":  # it stored the batch, and its answer never came
            return 504, ""
        if fault == "forged":
            del self.answers[said["batch"]]
            return 200, self.sign({"batch": said["batch"]}, Ed25519PrivateKey.generate())
        return 200, answer

    def answer(self, said: dict, text: str, taken: list[int], refused: list[dict], **other) -> str:
        seen = hashlib.sha256(text.encode()).hexdigest()
        told = {"batch": said["batch"], "sequence": said["sequence"], "digest": seen, "taken": taken}
        return self.sign(told | {"refused": refused} | other)

    def sign(self, told: dict, key: Ed25519PrivateKey | None = None) -> str:
        head = unpadded(json.dumps({"alg": "EdDSA", "typ": "karmayogi-appraisal-ack+jws"}).encode())
        body = unpadded(json.dumps(told).encode())
        return f"{head}.{body}.{unpadded((key or self.key).sign(f'{head}.{body}'.encode()))}"

    @contextlib.contextmanager
    def served(self) -> Iterator[str]:
        """Its address while it listens."""
        double = self

        class Door(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, answer = double.take(text)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *_arguments: object) -> None: ...

        server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Door)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/batches"
        finally:
            server.shutdown()
            server.server_close()
