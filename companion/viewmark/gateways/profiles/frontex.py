"""Frontex: an incident at the external border, for JORA or EUROSUR. The fields of their forms are not public here.

Public is that an event report is rated by the credibility of its information and the reliability of its source
(Implementing Regulation (EU) 2021/581 Art. 16): the evaluation codes in every message's head.
"""

from viewmark.gateways.profiles.profile import Field, Profile

PROFILE = Profile(
    key="frontex",
    title="Frontex incident report",
    about="Goes to the national coordination centre or the local coordinator. It names no person and nothing linked.",
    addressee="national coordination centre",
    fields=(
        Field("incident kind", constant="cross-border crime: firearm"),
        Field("incident date", "opened"),
        Field("trust in the clock", "clock"),
        Field("border section or post", "recovered_at"),
        Field("means of transport", "transport"),
        Field("context", "context"),
        Field("firearm of the incident", "firearm"),
        Field("firearms of the incident", "firearms"),
        Field("make", "manufacturer"),
        Field("model", "model"),
        Field("calibre", "calibre"),
        Field("type", "type"),
        Field("serial number", "serial"),
        Field("serial number state", "serial_state"),
        Field("result of the offline check", "verdict"),
        Field("circumstances", "circumstances"),
        Field("own reference", "check_id"),
    ),
)
