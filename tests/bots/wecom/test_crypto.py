"""The envelope against Tencent's published vectors and against wechatpy."""

from __future__ import annotations

import base64
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import BasePrpCrypto

from assistant.errors import ConfigError
from bots.errors import BadEnvelope
from bots.wecom.crypto import Crypt
from bots.wecom.xml import read_fields

CORP, TOKEN, KEY = "wx5823bf96d3bd56c7", "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
POSTED = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXx"
    "accAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP"
    "7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XX"
    "ZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
ECHOES = [
    (
        Crypt(TOKEN, KEY, CORP),
        ("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780"),
        "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
        "1616140317555161061",
    ),
    (
        Crypt("hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt", "ww1436e0e65a779aee"),
        ("012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb", "1476416373", "47744683"),
        "fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA==",
        "1288432023552776189",
    ),
]
POST_SIGNED = ("477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149")


@pytest.mark.parametrize(("crypt", "signed", "echo", "expected"), ECHOES)
def test_tencents_echo_is_read(crypt: Crypt, signed: tuple[str, str, str], echo: str, expected: str) -> None:
    assert crypt.open(*signed, echo) == expected


def test_tencents_message_is_read() -> None:
    fields = read_fields(Crypt(TOKEN, KEY, CORP).open(*POST_SIGNED, POSTED))
    assert fields["FromUserName"] == "mycreate"
    assert (fields["Content"], fields["MsgId"], fields["AgentID"]) == ("hello", "4561255354251345929", "218")


def test_the_same_random_prefix_gives_the_same_bytes() -> None:
    assert Crypt(TOKEN, KEY, CORP).encrypt("1616140317555161061", prefix=b"c41b64491c2468d0") == ECHOES[0][2]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=80), st.sampled_from([CORP, ""]))
def test_wechatpy_and_this_read_each_other(text: str, receiver: str) -> None:
    crypt, other = Crypt(TOKEN, KEY, receiver), BasePrpCrypto(base64.b64decode(KEY + "="))
    assert other._decrypt(crypt.encrypt(text), receiver, ValueError) == text
    assert crypt.decrypt(other._encrypt(text, receiver).decode()) == text


def sealed(plain: bytes) -> str:
    """Raw bytes under the key, padding and all."""
    key = base64.b64decode(KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def framed(length: int, pad: int) -> bytes:
    body = b"r" * 16 + struct.pack(">I", length) + b"hello" + CORP.encode()
    room = -len(body) % 32
    return body + bytes([pad]) * room


@pytest.mark.parametrize(
    "encrypted",
    [
        "AAAA",
        "not base64!",
        "",
        "ÄÖ",
        sealed(framed(5, 0)),
        sealed(framed(5, 33)),
        sealed(framed(5, 7)),
        sealed(b"\x20" * 32),
        Crypt(TOKEN, KEY, "another").encrypt("hello"),
        sealed(b"r" * 16 + struct.pack(">I", 900) + b"hello" + CORP.encode() + b"\x15" * 21),
    ],
    ids=[
        "short",
        "no base64",
        "empty",
        "no ASCII",
        "pad 0",
        "pad 33",
        "wrong pad",
        "only pad",
        "other receiver",
        "length",
    ],
)
def test_what_the_platform_would_not_send_is_refused(encrypted: str) -> None:
    with pytest.raises(BadEnvelope):
        Crypt(TOKEN, KEY, CORP).decrypt(encrypted)


def test_a_wrong_signature_is_refused() -> None:
    signature, timestamp, nonce = POST_SIGNED
    with pytest.raises(BadEnvelope, match="签名"):
        Crypt(TOKEN, KEY, CORP).open(signature[::-1], timestamp, nonce, POSTED)


@pytest.mark.parametrize("key", ["short", KEY + "A", "!" * 43])
def test_a_key_that_is_none_is_told_at_the_start(key: str) -> None:
    with pytest.raises(ConfigError, match="EncodingAESKey"):
        Crypt(TOKEN, key, CORP)


@pytest.mark.parametrize(
    "text",
    ['<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>', "<!DOCTYPE xml><xml/>", "<xml>", "", "\x00", "无"],
)
def test_dangerous_and_broken_xml_is_refused(text: str) -> None:
    with pytest.raises(BadEnvelope):
        read_fields(text)
