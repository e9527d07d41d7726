"""Turn bytes of any claimed charset into text that PostgreSQL can store; knows nothing of mail."""

import codecs
import re

# Mislabelled more often than not: read the narrow name as the wider set that contains it.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "windows-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac-roman",
}
# Python codecs that are no charsets, or that take quadratic time (punycode, idna).
_NOT_CHARSETS = frozenset(
    (
        *("punycode", "idna", "unicodeescape", "rawunicodeescape", "undefined", "mbcs", "oem"),
        *("base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib"),
    )
)
_NAME = re.compile(r"[A-Za-z0-9_:-]{1,40}", re.ASCII)
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def decode(data: bytes, charset: str = "") -> str:
    """Decode by the claimed charset if it is true, else by what the bytes say; never raises."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    codec = _codec(charset)
    # Bytes that happen to be valid UTF-8 are UTF-8, whatever western charset the header claims.
    order = ("utf-8", "cp1252") if codec in ("", "cp1252") else (codec, "utf-8")
    for name in order:
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    return _decode_damaged(data, codec)


def storable(text: str) -> str:
    """Return the text with line ends as \\n and without anything PostgreSQL or a terminal chokes on."""
    return _SURROGATE.sub("\ufffd", _UNSTORABLE.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str, limit: int = 500) -> str:
    """Return the text as one storable line of at most `limit` characters, without direction overrides."""
    return " ".join(_DIRECTION.sub("", storable(text[: limit * 4])).split())[:limit].rstrip()


def _codec(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if not _NAME.fullmatch(name):
        return ""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if re.sub("[-_]", "", known) in _NOT_CHARSETS else _WIDER.get(known, known)


def _decode_damaged(data: bytes, codec: str) -> str:
    text = data.decode("utf-8", "replace")
    if any(char > "\x7f" and char != "\ufffd" for char in text):
        return text  # it holds real UTF-8 sequences: UTF-8 with a few bad bytes
    return data.decode(codec if codec not in ("", "utf-8") else "cp1252", "replace")
