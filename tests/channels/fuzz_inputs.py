"""Inputs for fuzzing: samples bent in the ways that have broken readers of mail and JSON before. Pure."""

from base64 import b64encode
from collections.abc import Callable
from random import Random

LONGEST = 1024 * 1024
TOKENS = (
    b"\x00", b"\r", b"\n", b"\r\n\r\n", b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9f", b"\xe2\x80\xae", b">",
    b"<",
    b"=?utf-8?Q?", b"?=", b"=?a?b?", b"=?iso-2022-jp?B?GyRC?=", b"=?utf-8?b?////?=", b"--b", b"--b--",
    b"charset=utf-16", b"charset=utf-7", b"charset=punycode", b"charset=idna", b"charset=unicode_escape",
    b"charset=hz", b"charset=zip", b"charset=\"\"", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b"Content-Type: multipart/report;", b"boundary=",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Type: message/delivery-status\r\n\r\n",
    b"Content-Type: message/feedback-report\r\n\r\n", b"Final-Recipient: rfc822;", b"Status: 5.", b"Action: ",
    b"name*0*=utf-8''%", b"name*1=", b"filename*=iso-2022-jp''%1b$B", b"Date: 99 Foo -1 -9999",
    b"Date: Mon, 31 Dec 9999 23:59:59 -2359", b"On 1 wrote:", b"-- \n", b"From: ", b"<!--", b"<![CDATA[",
    b"<svg><style>", b"&#x110000;", b"&#0;", b"begin 644 a\n", b"null", b"true", b"-0", b"1e999", b"NaN",
    b"Infinity", b"-" + b"9" * 30, b"9" * 4400, b'"\\ud800"', b'"\\u0000"', b"{}", b"[]", b'""', b'{"a":',
    b"[" * 300, b'{"":' * 300, b"%00", b"%ff", b"&a=", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59+14:00",
    b"\x1b\x1b", b"\x05\x00\x03\x01\x02\x03", b"id:1 stat:DELIVRD err:000",
)  # fmt: skip


def mutated(chance: Random, samples: list[bytes]) -> bytes:
    """Bend one of the samples, in one to five ways."""
    data = chance.choice(samples)
    for _ in range(chance.choice((1, 1, 2, 3, 5))):
        data = chance.choices(_WAYS, _WEIGHTS)[0](chance, data, samples)[:LONGEST]
    return data


def _flip(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    bent = bytearray(data)
    for _ in range(chance.randint(1, 8) if bent else 0):
        bent[chance.randrange(len(bent))] = chance.choice((chance.randrange(256), 0, 0x7F, 0xFF, 0x0A))
    return bytes(bent)


def _cut(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _leave_out(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    at, size = chance.randint(0, len(data)), chance.choice((1, 4, 40, 400))
    return data[:at] + data[at + size :]


def _put_in(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    at, times = chance.randint(0, len(data)), chance.choice((1, 1, 1, 2, 30))
    return data[:at] + chance.choice(TOKENS) * times + data[at:]


def _instead(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    """Put a token in the place of a value: between two quotes, colons or commas."""
    ends = [at for at, octet in enumerate(data[:20_000]) if octet in b'":,=;\n']
    if len(ends) < 2:
        return data
    begin = chance.randrange(len(ends) - 1)
    return data[: ends[begin] + 1] + chance.choice(TOKENS) + data[ends[begin + 1] :]


def _again(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    """Say a piece over and over."""
    at, size = chance.randint(0, len(data)), chance.choice((1, 2, 10, 100, 1000))
    times = chance.choice((2, 20, 1000, 30_000))
    return data[:at] + (data[at : at + size] * times)[:LONGEST] + data[at:]


def _splice(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    other = chance.choice(samples)
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _swap_lines(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    lines = data.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _nest(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    """Put it into so many multiparts, messages, lists or objects."""
    levels = chance.choice((1, 3, 60, 1000))
    kind = chance.randrange(4)
    if kind == 0:
        heads = (
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(levels)
        )
        return b"From: a@b.example\n" + b"".join(heads) + data
    if kind == 1:
        return b"From: a@b.example\nContent-Type: message/rfc822\n\n" * levels + data
    if kind == 2:
        return b"[" * levels + data + b"]" * levels
    return b'{"a":' * levels + data + b"}" * levels


def _head(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    """Put a header on top that is long in some way."""
    many = chance.choice((10, 1000, 50_000))
    value = chance.choice(
        (
            b"=?utf-8?b?" + b"QUJD" * many + b"?=",
            b"=?utf-8?q?a?=\n " * many,
            b"=?a?q?" * many,
            b"(" * many,
            b"<a@b>," * many,
            b"a;x*%d*=%%41;" * 1 % many
            + b";".join(b"name*%d*=%%41" % each for each in range(min(many, 3000))),
            b"\\" * many,
            b'"' * many,
        )
    )
    name = chance.choice(
        (b"Subject", b"From", b"To", b"References", b"Content-Type", b"Date", b"Content-Disposition")
    )
    return name + b": " + value + b"\n" + data


def _encode(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    """Wrap it in base64, several times over."""
    for _ in range(chance.randint(1, 6)):
        data = b"Content-Transfer-Encoding: base64\n\n" + b64encode(data[:100_000])
    return b"From: a@b.example\nContent-Type: message/rfc822\n" + data


def _recode(chance: Random, data: bytes, samples: list[bytes]) -> bytes:
    """Say it in another charset than it says it is in."""
    text = data[:100_000].decode("latin-1")
    return text.encode(chance.choice(("utf-16", "utf-7", "utf-8", "utf-32-be", "cp037")), "replace")


_Way = Callable[[Random, bytes, list[bytes]], bytes]
_CHOICES: tuple[tuple[_Way, int], ...] = (
    (_flip, 6), (_cut, 3), (_leave_out, 4), (_put_in, 8), (_instead, 8), (_again, 2), (_splice, 3),
    (_swap_lines, 2), (_nest, 1), (_head, 1), (_encode, 1), (_recode, 1),
)  # fmt: skip
_WAYS = [way for way, _ in _CHOICES]
_WEIGHTS = [weight for _, weight in _CHOICES]
