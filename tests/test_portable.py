"""The laptop app installs and imports on Windows too: nothing POSIX-only outside the simulator."""

import subprocess
import sys

POSIX_ONLY = ("tty", "pty", "fcntl", "resource", "viewmark.handheld.cable", "viewmark.handheld.process")

# pyserial chooses its own module by system: the POSIX one may be loaded here, by pyserial alone.
PROGRAM = f"""
import builtins, sys
import serial
for name in {POSIX_ONLY!r}:
    sys.modules.pop(name, None)
real = builtins.__import__
def guarded(name, *rest, **named):
    if name in {POSIX_ONLY!r}:
        raise ImportError(name + " is not on Windows")
    return real(name, *rest, **named)
builtins.__import__ = guarded
{{module}}
print("imported")
"""


def run(module: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.replace("{module}", module)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


def test_the_command_line_imports_without_posix_modules():
    done = run("import viewmark.cli.commands\nlist(viewmark.cli.commands.Commands().values())")
    assert done.stdout.strip() == "imported", done.stderr


def test_a_posix_only_import_is_found_by_this_test():
    done = run("import viewmark.handheld.cable")
    assert "is not on Windows" in done.stderr
