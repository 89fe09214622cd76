"""The only file of the protocol that knows which interpreter runs it."""

import sys
from array import array

# Pyright reads this name as true; at run time nothing is imported for types alone.
TYPE_CHECKING = False


def words(count: int) -> "array[int]":
    """Return room for so many 32-bit words, as `ptr32` takes it."""
    return array("I", bytes(4 * count))


MICROPYTHON = sys.implementation.name == "micropython"

if TYPE_CHECKING or not MICROPYTHON:
    from collections.abc import Callable
    from typing import Any

    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    class micropython:
        """CPython stand-in: the emitters that MicroPython's compiler knows change nothing here."""

        @staticmethod
        def viper(function: Any) -> Any:
            """Return `function` as it is."""
            return function

        @staticmethod
        def native(function: Any) -> Any:
            """Return `function` as it is."""
            return function

    def const(value: int) -> int:
        """Return `value`: a compile-time constant on MicroPython."""
        return value

    def ptr8(buffer: Any) -> Any:
        """Return `buffer`: a pointer cast inside viper functions."""
        return buffer

    ptr16 = ptr32 = ptr8
    uint = int

    def cbc_encryptor(key: bytes, iv: bytes) -> "Callable[[bytes], bytes]":
        """Return what encrypts whole blocks by AES-CBC (SP 800-38A), call after call."""
        return _cipher(key, modes.CBC(iv)).encryptor().update

    def cbc_decryptor(key: bytes, iv: bytes) -> "Callable[[bytes], bytes]":
        """Return what decrypts whole blocks by AES-CBC, call after call."""
        return _cipher(key, modes.CBC(iv)).decryptor().update

    def block_encryptor(key: bytes) -> "Callable[[bytes], bytes]":
        """Return what encrypts one block of 16 bytes by AES alone."""
        return _cipher(key, modes.ECB()).encryptor().update

    def block_decryptor(key: bytes) -> "Callable[[bytes], bytes]":
        """Return what decrypts one block of 16 bytes by AES alone."""
        return _cipher(key, modes.ECB()).decryptor().update

    def _cipher(key: bytes, mode: "modes.Mode") -> "Cipher[Any]":
        return Cipher(algorithms.AES(key), mode)

else:
    import cryptolib  # type: ignore[import-not-found]
    import micropython  # type: ignore[no-redef]  # noqa: F401
    from micropython import const  # type: ignore[no-redef]

    _ECB, _CBC = const(1), const(2)

    def cbc_encryptor(key, iv):  # type: ignore[no-redef]
        return cryptolib.aes(key, _CBC, iv).encrypt

    def cbc_decryptor(key, iv):  # type: ignore[no-redef]
        return cryptolib.aes(key, _CBC, iv).decrypt

    def block_encryptor(key):  # type: ignore[no-redef]
        return cryptolib.aes(key, _ECB).encrypt

    def block_decryptor(key):  # type: ignore[no-redef]
        return cryptolib.aes(key, _ECB).decrypt
