"""INTERPOL iARMS over I-24/7: the question by serial, and what a trace request says of the firearm.

Public are the elements of the gun query by way of Nlets (IGQ, destination IP, SER/ alone mandatory) and the modules of
iARMS. The envelope of I-24/7, the form of its records and the requester's identifier are not: the bureau adds them.
"""

from viewmark.gateways.profiles.profile import Field, Profile

_NLETS = "Nlets, INTERPOL legacy text, article 21003101142"

PROFILE = Profile(
    key="iarms",
    title="INTERPOL iARMS by I-24/7",
    about="Goes to the national central bureau, which asks iARMS and traces.",
    addressee="",
    fields=(
        Field("message key", constant="IGQ", source=_NLETS),
        Field("destination", constant="IP", source=_NLETS),
        Field("SER", "serial", _NLETS, is_required=True),
        Field("make", "manufacturer"),
        Field("model", "model"),
        Field("calibre", "calibre"),
        Field("type", "type"),
        Field("country of manufacture", "country_of_origin"),
        Field("country of last legal import", "import_country"),
        Field("year of import", "import_year"),
        Field("serial state", "serial_state"),
        Field("other markings", "additional_markings"),
        Field("record category", "category"),
        Field("date of finding", "opened"),
        Field("place of finding", "recovered_at"),
        Field("circumstances", "circumstances"),
        Field("intended use of the reply", "intended_use"),
        Field("own reference", "check_id"),
    ),
)
