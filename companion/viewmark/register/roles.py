"""The roles that an API key can have, and what each may do."""

POST, FOCAL_POINT, LIST_ISSUER, ADMINISTRATOR = "post", "focal-point", "list-issuer", "administrator"
ASK, SEND, CARRY, REPORT, RECOVER, ADMINISTER = "ask", "send", "carry", "report", "recover", "administer"
# What a role may do: ask for weapons, send what was recorded, carry lists, report weapons, recover keys, administer.
RIGHTS = {
    POST: {ASK, SEND, CARRY},
    FOCAL_POINT: {ASK, SEND, CARRY, REPORT, RECOVER},
    LIST_ISSUER: {CARRY, REPORT},
    ADMINISTRATOR: {ASK, SEND, CARRY, REPORT, RECOVER, ADMINISTER},
}
