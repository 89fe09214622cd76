"""The other side of a gateway: a real HTTP server whose ledger is in SQLite, and which answers by a plan.

Its ledger has a row for each idempotency key, whatever else a request says: a sender with a new key at each try would
be found by its rows.
"""

import contextlib
import hashlib
import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

# The answer to a message's request, by id and how often it came, from 1.
Plan = Callable[[str, int], str]
LATE_S = 0.2
GOOD, LATE, TWICE, FAILS, FAILS_AFTER, NEVER, NEVER_AFTER, CUT, WRONG = (
    *("good", "late", "twice", "500", "500 after taking it", "never", "never after taking it", "cut", "wrong"),
)
FAULTS = (LATE, TWICE, FAILS, FAILS_AFTER, NEVER, NEVER_AFTER, CUT, WRONG)
_TAKES_NOTHING = (FAILS, NEVER)


class OtherSide:
    """Serves at `url` until it is closed; a plan's word that is none of the above is the head and body to answer."""

    def __init__(self, ledger: Path, plan: Plan) -> None:
        self.plan = plan
        self.requests: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._ledger = sqlite3.connect(ledger, check_same_thread=False, isolation_level=None)
        self._ledger.execute("CREATE TABLE ledger (key TEXT PRIMARY KEY, message_id TEXT, digest TEXT, content BLOB)")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/messages"

    def close(self) -> None:
        """Answer nobody any more."""
        self._is_over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._ledger.close()

    def rows(self) -> list[tuple[str, str, str]]:
        """Return key, message id and digest of everything that arrived."""
        with self._lock:
            return self._ledger.execute("SELECT key, message_id, digest FROM ledger").fetchall()

    def answered(self, key: str, content: bytes, headers: dict[str, str]) -> bytes:
        """Take a message by the plan; return the bytes to answer, none to say nothing."""
        with self._lock:
            self.requests[key] += 1
            self.headers.append(headers)
            word = self.plan(key, self.requests[key])
            digest = hashlib.sha256(content).hexdigest()
            if word in (GOOD, *FAULTS) and word not in _TAKES_NOTHING:
                values = (key, json.loads(content)["id"], digest, content)
                self._ledger.execute("INSERT OR IGNORE INTO ledger VALUES (?, ?, ?, ?)", values)
            kept = self._ledger.execute("SELECT message_id, digest FROM ledger WHERE key = ?", (key,)).fetchone()
        good = http(json.dumps({"message_id": kept[0], "digest": kept[1], "reference": "L"} if kept else {}).encode())
        if word == LATE:
            self._is_over.wait(LATE_S)
        if word in (NEVER, NEVER_AFTER):
            self._is_over.wait(5)
            return b""
        if word in (FAILS, FAILS_AFTER):
            return http(b"oops", "500 Internal Server Error")
        if word == WRONG:
            return http(json.dumps({"message_id": "siena-" + "0" * 32, "digest": digest}).encode())
        return {GOOD: good, LATE: good, TWICE: good + good, CUT: good[:-9]}.get(word) or word.encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        other_side = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                key = self.headers["Idempotency-Key"].strip('"')
                answer = other_side.answered(key, content, dict(self.headers.items()))
                with contextlib.suppress(ConnectionError):  # who asked was killed, or has no more patience
                    self.wfile.write(answer)
                self.close_connection = True

            def log_message(self, format: str, *values: Any) -> None:
                """Say nothing."""

        return Handler


def http(content: bytes, status: str = "200 OK", kind: str = "application/json") -> bytes:
    """Return a whole HTTP answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content
