"""The words of the warnings on a serial. Never renumbered: records carry the place."""

WARNINGS = (
    "model-name",  # the serial is the name of a common model
    "calibre",  # the serial is a calibre
    "short",  # three characters or fewer
    "proof-number",  # a proof or PTB approval number
    "licence-prefix",  # a maker's licence prefix alone
    "placeholder",  # a word that says there is none, or zeros alone
    "unusual-shape",  # a shape that this maker is not known to use
    "code-disagrees",  # a Data Matrix or bar code on the weapon bears another serial
)
