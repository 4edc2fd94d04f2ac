"""A mailbox behind IMAP, as far as the desk speaks it."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class ImapServer:
    """One mailbox with messages by uid; `refuses` names a command that is answered with NO."""

    messages: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)
    refuses: str = ""
    port: int = 0

    def answer(self, command: str) -> list[bytes]:
        """What is said to a command, apart from its end."""
        words = command.split(" ", 2)
        match words:
            case ["CAPABILITY"]:
                return [b"* CAPABILITY IMAP4rev1"]
            case ["SELECT", *_]:
                return [f"* {len(self.messages)} EXISTS".encode()]
            case ["UID", "SEARCH", _]:
                unseen = " ".join(str(uid) for uid in sorted(set(self.messages) - self.seen))
                return [f"* SEARCH {unseen}".strip().encode()]
            case ["UID", "FETCH", rest]:
                uid, most = re.fullmatch(r"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest).groups()  # type: ignore[union-attr]
                text = self.messages[int(uid)][: int(most)]
                head = f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(text)}}}".encode()
                return [head + b"\r\n" + text + b")"]
            case ["UID", "STORE", rest]:
                self.seen.add(int(rest.split()[0]))
        return []


@contextmanager
def serving(server: ImapServer) -> Iterator[ImapServer]:
    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK hello\r\n")
            while line := self.rfile.readline().decode().strip():
                tag, command = line.split(" ", 1)
                server.heard.append(command)
                if server.refuses and command.startswith(server.refuses):
                    self.wfile.write(f"{tag} NO not you\r\n".encode())
                    continue
                for said in server.answer(command):
                    self.wfile.write(said + b"\r\n")
                self.wfile.write(f"{tag} OK done\r\n".encode())
                if command == "LOGOUT":
                    return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as listening:
        server.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()
