"""What is frozen into the board's MicroPython: its start, and what that needs to choose between two images."""

include("$(PORT_DIR)/boards/manifest.py")  # type: ignore[name-defined]  # noqa: F821  names of MicroPython's build
for one in ("boot.py", "main.py"):
    module(one, base_path="frozen")  # type: ignore[name-defined]  # noqa: F821
package("updates", ("choice.py", "slot.py"), base_path="../..")  # type: ignore[name-defined]  # noqa: F821
for one in ("ports.py", "sectors.py", "version.py"):
    module(one, base_path="../..")  # type: ignore[name-defined]  # noqa: F821
package("viewmark_protocol", base_path="../../../protocol")  # type: ignore[name-defined]  # noqa: F821
