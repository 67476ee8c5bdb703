"""A timestamp authority on this machine: openssl behind a small HTTP server."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIG = """\
[ req ]
distinguished_name = dn
[ dn ]
[ root ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[ authority ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = stamping
[ stamping ]
serial = serial
crypto_device = builtin
signer_cert = authority.pem
signer_key = authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True)
class Authority:
    """Its folder of keys, and the certificate that whoever trusts it needs."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, question: bytes) -> bytes:
        (self.folder / "question").write_bytes(question)
        self._openssl("ts -reply -config tsa.cnf -queryfile question -out answer")
        return (self.folder / "answer").read_bytes()

    def _openssl(self, words: str) -> None:
        command = ["openssl", *words.split()]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)

    @classmethod
    def make(cls, folder: Path, name: str) -> Authority:
        folder.mkdir()
        made = cls(folder)
        (folder / "tsa.cnf").write_text(CONFIG)
        (folder / "serial").write_text("01\n")
        made._openssl(
            f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key "
            f"-out root.pem -days 3650 -subj /CN={name}-root -config tsa.cnf -extensions root"
        )
        made._openssl(
            f"req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout authority.key "
            f"-out authority.csr -subj /CN={name} -config tsa.cnf"
        )
        made._openssl(
            "x509 -req -in authority.csr -CA root.pem -CAkey root.key -CAcreateserial "
            "-out authority.pem -days 3650 -extfile tsa.cnf -extensions authority"
        )
        return made


@contextmanager
def served(authority: Authority, spoil=lambda answer: answer) -> Iterator[str]:
    """The address of an authority; spoil: what becomes of its answers on the way."""

    class Stamping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            question = self.rfile.read(int(self.headers["Content-Length"]))
            body = spoil(authority.answer(question))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stamping)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
