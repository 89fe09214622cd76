"""Runs every test function of one case file on MicroPython: `micropython run_cases.py test_cbor [FOLDER]`.

Prints `ok NAME` or `FAILED NAME` with the traceback, then how many ran; exit code 1 where one failed or none ran.
FOLDER is an empty folder for the firmware's cases that need a file of the host.
"""

import gc
import sys


def run(module_name: str) -> int:
    """Run the file's tests; return the exit code."""
    module = __import__(module_name)
    names = sorted([name for name in dir(module) if name.startswith("test_") and callable(getattr(module, name))])
    failed = 0
    for name in names:
        gc.collect()
        try:
            getattr(module, name)()
        except Exception as error:  # noqa: BLE001  a failing test is reported, the next one still runs
            failed += 1
            print("FAILED", name)
            sys.print_exception(error)  # type: ignore[attr-defined]
        else:
            print("ok", name)
    print(len(names), "ran,", failed, "failed")
    return 1 if failed or not names else 0


sys.path.pop(0)  # this file's own folder: its folders would be taken for packages
sys.exit(run(sys.argv[1]))
