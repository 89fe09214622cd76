"""ATF eTrace: the fields of form 3312.1, National Tracing Center Trace Request, by their numbers.

The form is public (OMB 1140-0043), and which of its fields a trace needs: parts I, II and V were read. What belongs
to parts VIII and IX, which were not, goes beside the form and is named so. The agency's own data (III, IV) are added by
who has the account; possessor and associates (VI, VII) are no business of a check.
"""

from viewmark.gateways.profiles.profile import OURS, Field, Profile

_FORM = "ATF form 3312.1, OMB 1140-0043"

PROFILE = Profile(
    key="etrace",
    title="ATF eTrace, form 3312.1",
    about="Goes to who has the eTrace account. One firearm a request, as on the form.",
    addressee="ATF National Tracing Center",
    fields=(
        Field("1b priority", "priority", f"{_FORM}, part I", is_required=True),
        Field("1c special instructions", "special_instructions", f"{_FORM}, part I"),
        Field("2a NCIC crime code", "crime_code", f"{_FORM}, part II", is_required=True),
        Field("5a serial number", "serial", f"{_FORM}, part V", is_required=True),
        Field("5b obliterated", "serial_obliterated", f"{_FORM}, part V"),
        Field("5c manufacturer", "manufacturer", f"{_FORM}, part V", is_required=True),
        Field("5d type", "type", f"{_FORM}, part V", is_required=True),
        Field("5e caliber", "calibre", f"{_FORM}, part V", is_required=True),
        Field("5f model", "model", f"{_FORM}, part V", is_required=True),
        Field("5g country of origin", "country_of_origin", f"{_FORM}, part V", is_required=True),
        Field("5h importer", "importer", f"{_FORM}, part V", is_required=True),
        Field("5i additional markings", "additional_markings", f"{_FORM}, part V"),
        Field("beside the form: recovery date", "opened", OURS),
        Field("beside the form: recovery place", "recovered_at", OURS),
        Field("beside the form: state of the serial", "serial_state", OURS),
        Field("beside the form: restoration of the serial", "restoration", OURS),
        Field("beside the form: how the serial was removed", "removal", OURS),
        Field("beside the form: circumstances", "circumstances", OURS),
        Field("beside the form: own reference", "check_id", OURS),
    ),
)
