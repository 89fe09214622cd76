"""The Schengen Information System: what a SIRENE bureau is told of a firearm that may be the object of an alert.

That firearms are objects for seizure or as evidence stands in Regulation (EU) 2018/1862 Art. 38(2)(j). The fields of an
object stand in implementing acts that are not public here.
"""

from viewmark.gateways.profiles.profile import Field, Profile

PROFILE = Profile(
    key="sis",
    title="Schengen Information System by SIRENE",
    about="Goes to the national SIRENE bureau; a check never makes an alert by itself.",
    addressee="SIRENE bureau",
    fields=(
        Field("object category", constant="firearm", source="Regulation (EU) 2018/1862 Art. 38(2)(j)"),
        Field("identification number", "serial", is_required=True),
        Field("identification number state", "serial_state"),
        Field("make", "manufacturer"),
        Field("model", "model"),
        Field("calibre", "calibre"),
        Field("type", "type"),
        Field("country of origin", "country_of_origin"),
        Field("result of the offline check", "verdict"),
        Field("reason of that result", "verdict_reason"),
        Field("date of the check", "opened"),
        Field("place of the check", "recovered_at"),
        Field("ground of the check", "legal_ground"),
        Field("own reference", "check_id"),
    ),
)
