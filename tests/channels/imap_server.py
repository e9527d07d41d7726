"""A small real IMAP server (RFC 3501, RFC 6851) over sockets: only what taking in a mailbox needs."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailboxes:
    """What the server holds: by folder, by number, the bytes; and how it behaves."""

    port: int = 0
    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    deleted: set[int] = field(default_factory=set)
    has_move: bool = True
    hangs_up_at: str = ""
    """The verb at which it hangs up, before it does what was asked."""
    next_uid: int = 1
    said: list[str] = field(default_factory=list)

    def add(self, *mails: bytes) -> None:
        for raw in mails:
            self.folders["INBOX"][self.next_uid] = raw
            self.next_uid += 1

    def copy(self, uid: int, folder: str) -> None:
        self.folders[folder][self.next_uid] = self.folders["INBOX"][uid]
        self.next_uid += 1


class _Talk(socketserver.StreamRequestHandler):
    boxes: Mailboxes

    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode().strip().partition(" ")
            verb, _, words = rest.partition(" ")
            if verb.upper() == "UID":
                verb, _, words = words.partition(" ")
                verb = f"UID {verb}"
            verb = verb.upper()
            self.boxes.said.append(verb)
            if verb == self.boxes.hangs_up_at:
                return
            answer = getattr(self, f"_{verb.replace(' ', '_').lower()}", None)
            if answer is None:
                self._say(f"{tag} BAD what is {verb}?")
                continue
            self._say(f"{tag} {answer(words) or 'OK done'}")
            if verb == "LOGOUT":
                return

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")

    def _capability(self, words: str) -> None:
        self._say(f"* CAPABILITY IMAP4rev1{' MOVE' if self.boxes.has_move else ''}")

    def _login(self, words: str) -> str | None:
        return None if words == '"mail" "secret"' else "NO who are you?"

    def _logout(self, words: str) -> None:
        self._say("* BYE")

    def _noop(self, words: str) -> None: ...

    _close = _noop

    def _select(self, words: str) -> str | None:
        folder = words.strip('"')
        if folder not in self.boxes.folders:
            return "NO there is no such folder"
        self._say(f"* {len(self.boxes.folders[folder])} EXISTS")
        return "OK [READ-WRITE] selected"

    def _list(self, words: str) -> None:
        wanted = re.findall(r'"([^"]*)"', words)[-1]
        for folder in self.boxes.folders:
            if folder == wanted:
                self._say(f'* LIST () "/" "{folder}"')

    def _create(self, words: str) -> None:
        self.boxes.folders.setdefault(words.strip('"'), {})

    def _uid_search(self, words: str) -> None:
        found = [str(uid) for uid in self.boxes.folders["INBOX"] if uid not in self.boxes.deleted]
        self._say(f"* SEARCH {' '.join(found)}".rstrip())

    def _uid_fetch(self, words: str) -> None:
        uid, _, what = words.partition(" ")
        raw = self.boxes.folders["INBOX"].get(int(uid))
        if raw is None:
            return
        if "SIZE" in what:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            return
        head = f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n"
        self.wfile.write(head.encode() + raw + b")\r\n")

    def _uid_copy(self, words: str) -> None:
        uid, _, folder = words.partition(" ")
        self.boxes.copy(int(uid), folder.strip('"'))

    def _uid_store(self, words: str) -> None:
        self.boxes.deleted.add(int(words.partition(" ")[0]))

    def _uid_move(self, words: str) -> None:
        self._uid_copy(words)
        self.boxes.folders["INBOX"].pop(int(words.partition(" ")[0]))

    def _expunge(self, words: str) -> None:
        for uid in self.boxes.deleted:
            self.boxes.folders["INBOX"].pop(uid, None)
        self.boxes.deleted.clear()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def running() -> Iterator[Mailboxes]:
    boxes = Mailboxes()
    server = _Server(("127.0.0.1", 0), type("Talk", (_Talk,), {"boxes": boxes}))
    boxes.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield boxes
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
