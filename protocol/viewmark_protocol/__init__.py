"""What the handheld and the laptop agree on: plain Python that both interpreters run, without input or output."""

PROTOCOL_VERSION = 1
