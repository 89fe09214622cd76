"""Runs the firmware of the slot that `boot.py` mounted; both stand in the same namespace."""

import sys

import machine

if running_slot is None:  # type: ignore[name-defined]  # noqa: F821  from boot.py
    print("No firmware here can be started. Write one: viewmark firmware flash.")
else:
    try:
        import main  # the image's, which comes first on the path

        main.run("esp32s3", "", running_slot)  # type: ignore[name-defined]  # noqa: F821  from boot.py
    except Exception as error:  # noqa: BLE001  whatever it is, the firmware before may do better
        sys.print_exception(error)  # pyright: ignore[reportAttributeAccessIssue]
        if on_trial:  # type: ignore[name-defined]  # noqa: F821  from boot.py
            machine.reset()  # the next start takes the firmware before
