"""Runs on MicroPython: a handheld's TLS alone, on stdin and stdout. `tls_server.py FOLDER PINNED ...`

FOLDER holds `key` and `certificate`; each PINNED is a laptop's certificate. Echoes what is said, in capitals. What
happened goes to stderr: `verify FINGERPRINT DEPTH` for each certificate that is asked about, `heard BYTES`, `end`, or
`refused` and the exception.
"""

import binascii
import hashlib
import io
import select
import sys

from link.contexts import server_context

_POLL = 3


class Wire(io.IOBase):
    """Stdin and stdout as a stream that does not wait."""

    def __init__(self):
        self.has_ended = False

    def readinto(self, buffer):
        count = sys.stdin.buffer.readinto(buffer)
        if count == 0:
            self.has_ended = True
        return count

    def write(self, data):
        return sys.stdout.buffer.write(data)

    def ioctl(self, request, argument):
        return argument if request == _POLL else 0


def read(path):
    with open(path, "rb") as file:
        return file.read()


def tell(*words):
    print(*words, file=sys.stderr)


def verify(certificate, depth):
    tell("verify", binascii.hexlify(hashlib.sha256(certificate).digest()).decode(), depth)
    return 0


def serve(context):
    """Serve one connection to its end."""
    wire, arriving = Wire(), select.poll()
    arriving.register(sys.stdin, select.POLLIN)
    tls = context.wrap_socket(wire, server_side=True, do_handshake_on_connect=False)
    while True:
        heard = tls.read(1024)
        if heard:
            tell("heard", heard)
            tls.write(heard.upper())
        elif wire.has_ended or heard == b"":
            tell("end")
            return
        else:
            arriving.poll()


folder = sys.argv[1]
try:
    pinned = [read(path) for path in sys.argv[2:]]
    serve(server_context(read(folder + "/key"), read(folder + "/certificate"), pinned, verify))
except (OSError, ValueError) as error:  # the latter where a certificate is refused
    tell("refused", repr(error))
