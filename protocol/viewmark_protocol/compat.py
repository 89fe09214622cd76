"""The only file of the protocol that knows which interpreter runs it."""

import sys

# Pyright reads this name as true; at run time nothing is imported for types alone.
TYPE_CHECKING = False

MICROPYTHON = sys.implementation.name == "micropython"

if TYPE_CHECKING or not MICROPYTHON:
    from typing import Any

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
else:
    import micropython  # type: ignore[no-redef]  # noqa: F401
    from micropython import const  # type: ignore[no-redef]  # noqa: F401
