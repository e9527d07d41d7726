"""Sample mails in the style of real servers and programs, and small ones made on the spot."""

from pathlib import Path

from channels.mailreading import Reading, read

SAMPLES = Path(__file__).parent.parent / "payloads" / "mail"


def raw_sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def sample(name: str) -> Reading:
    return read(raw_sample(name))


def mail(body: str, *headers: str) -> bytes:
    top = ["From: Ann <ann@customer.example>", "To: reply+t@news.hub.example", *headers]
    return "\n".join([*top, "", body]).encode()
