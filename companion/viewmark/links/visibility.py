"""Who may see which entities: the least that a role's work needs (Directive (EU) 2016/680 Art. 4(1)(c)).

`whole` shows the reference, `numbered` only that it is the same entity again, `nothing` neither it nor its relations.
"""

from viewmark.links.entity import KINDS

OPERATOR, ANALYST, PARTNER = ROLES = ("operator", "analyst", "partner")
WHOLE, NUMBERED, NOTHING = LEVELS = ("whole", "numbered", "nothing")

# The operator works the case. An analyst looks for what comes again, and needs no names. A partner abroad traces the
# weapon: makers, dealers, parcels and vehicles; papers and payments come again under a number; people are asked for by
# the ways of the law.
_TABLE = {
    #                   operator  analyst    partner
    "person": ("whole", "numbered", "nothing"),
    "organisation": ("whole", "whole", "whole"),
    "vehicle": ("whole", "whole", "whole"),
    "parcel": ("whole", "whole", "whole"),
    "document": ("whole", "numbered", "numbered"),
    "payment": ("whole", "whole", "numbered"),
    "communication": ("whole", "numbered", "nothing"),
    "place": ("whole", "whole", "nothing"),
}
VISIBLE = {role: {kind: levels[number] for kind, levels in _TABLE.items()} for number, role in enumerate(ROLES)}
SEES_AUTHORS = (OPERATOR,)  # who added a relation is a person too


def level(role: str, kind: str) -> str:
    """Return what a role sees of entities of a kind."""
    return VISIBLE[role][kind] if kind in KINDS else NOTHING
