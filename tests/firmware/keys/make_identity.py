"""Runs on MicroPython: makes an identity, FOLDER/key and FOLDER/certificate. `make_identity.py FOLDER NAME`"""

import os
import sys

from keys.identity import make_identity


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


folder, name = sys.argv[1:]
key, certificate = make_identity(os.urandom, name)
write(folder + "/key", key)
write(folder + "/certificate", certificate)
