"""Europol SIENA, in the entities that UMF is said to have. No text of UMF or of SIENA's form is public.

Handling and evaluation codes, which are public, stand in every message's head, whatever the profile.
"""

from viewmark.gateways.profiles.profile import Field, Profile

PROFILE = Profile(
    key="siena",
    title="Europol SIENA in UMF entities",
    about="Goes to the Europol national unit, which sends it in SIENA.",
    addressee="",
    fields=(
        Field("Firearm.SerialNumber", "serial"),
        Field("Firearm.SerialNumberState", "serial_state"),
        Field("Firearm.Make", "manufacturer"),
        Field("Firearm.Model", "model"),
        Field("Firearm.Calibre", "calibre"),
        Field("Firearm.Type", "type"),
        Field("Firearm.CountryOfManufacture", "country_of_origin"),
        Field("Firearm.YearOfManufacture", "year"),
        Field("Firearm.CountryOfImport", "import_country"),
        Field("Firearm.ProofMark", "proof"),
        Field("Firearm.OtherMarkings", "additional_markings"),
        Field("Event.Date", "opened"),
        Field("Event.Kind", "context"),
        Field("Event.Description", "circumstances"),
        Field("Event.LegalGround", "legal_ground"),
        Field("Location.Reference", "recovered_at"),
        Field("MeansOfTransport.Kind", "transport"),
        Field("Relations", "links"),
        Field("Document.Reference", "check_id"),
    ),
)
