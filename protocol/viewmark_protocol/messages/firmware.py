"""What the laptop brings to a handheld so that this becomes another version: a signed firmware image, part by part."""

from .base import Message


class OfferFirmware(Message):
    """Laptop: firmware is here; `head` is head and signature. Answered by FirmwareWanted, or by why it is not taken."""

    ID = 72
    FIELDS = (("head", "bytes"), ("total_bytes", "uint"))


class FirmwareWanted(Message):
    """Handheld: send the file from this offset on; one equal to its size says that it is here, or runs already."""

    ID = 73
    FIELDS = (("offset", "uint"),)


class PushFirmwarePart(Message):
    """Laptop: the file's bytes from an offset on. Answered by FirmwareWanted."""

    ID = 74
    FIELDS = (("offset", "uint"), ("content", "bytes"))


MESSAGES = (OfferFirmware, FirmwareWanted, PushFirmwarePart)
