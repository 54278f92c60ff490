"""The encryption of WeCom callbacks: SHA-1 signature, AES-256-CBC, PKCS#7 to 32-byte blocks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from assistant.errors import ConfigError
from bots.errors import BadEnvelope

_BLOCK = 32
_PREFIX = 16  # random bytes before the length


class Crypt:
    """Opens and seals messages of one callback.

    `receiver` is the corp id for a self-built app and empty for an AI bot. Raises `ConfigError` for a key that is
    not an EncodingAESKey.
    """

    def __init__(self, token: str, encoding_aes_key: str, receiver: str) -> None:
        try:
            key = base64.b64decode(encoding_aes_key + "=", validate=True)
        except (binascii.Error, ValueError) as exc:
            raise ConfigError("EncodingAESKey 不是有效的 Base64,应为 43 个字符。") from exc
        if len(key) != _BLOCK or len(encoding_aes_key) != 43:
            raise ConfigError("EncodingAESKey 长度不对,应为 43 个字符。")
        self._token = token
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._receiver = receiver.encode()

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        joined = "".join(sorted((self._token, timestamp, nonce, encrypted)))
        return hashlib.sha1(joined.encode("utf-8", "replace")).hexdigest()  # noqa: S324 - WeCom's choice

    def open(self, signature: str, timestamp: str, nonce: str, encrypted: str) -> str:
        """The message inside. Raises `BadEnvelope` for anything that the platform would not have sent."""
        expected = self.sign(timestamp, nonce, encrypted)
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
            raise BadEnvelope("签名不符")
        return self.decrypt(encrypted)

    def decrypt(self, encrypted: str) -> str:
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as exc:
            raise BadEnvelope("密文不是 Base64") from exc
        if not sealed or len(sealed) % 16:
            raise BadEnvelope("密文长度不对")
        decryptor = self._cipher.decryptor()
        plain = _unpadded(decryptor.update(sealed) + decryptor.finalize())
        if len(plain) < _PREFIX + 4:
            raise BadEnvelope("密文过短")
        (length,) = struct.unpack(">I", plain[_PREFIX : _PREFIX + 4])
        body = plain[_PREFIX + 4 :]
        if length > len(body):
            raise BadEnvelope("长度字段不对")
        if not hmac.compare_digest(body[length:], self._receiver):
            raise BadEnvelope("接收方不符")
        try:
            return body[:length].decode()
        except UnicodeDecodeError as exc:
            raise BadEnvelope("内容不是 UTF-8") from exc

    def encrypt(self, text: str, *, prefix: bytes | None = None) -> str:
        """Seal a message. `prefix` is for test vectors; it is random otherwise."""
        message = text.encode()
        plain = (prefix or os.urandom(_PREFIX)) + struct.pack(">I", len(message)) + message + self._receiver
        pad = _BLOCK - len(plain) % _BLOCK
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()


def _unpadded(plain: bytes) -> bytes:
    pad = plain[-1]
    if not 1 <= pad <= min(_BLOCK, len(plain)) or plain[-pad:] != bytes([pad]) * pad:
        raise BadEnvelope("填充不对")
    return plain[:-pad]
