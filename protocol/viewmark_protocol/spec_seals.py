"""The document's sections on what lies sealed on a handheld, and what that protects against. CPython only."""

from .lms import PUBLIC_KEY_BYTES
from .pin_reset import reset_message
from .sealing import box, chain, hmac, record

_PROTECTS = (
    ("bytes lost, changed, doubled or late on the pipe", "COBS, CRC-32, sequence, retransmission"),
    ("reading, changing or repeating what passes, by cable or on the air", "TLS 1.2 between paired ones alone"),
    ("a false laptop or handheld", "certificates pinned at the pairing, six digits that two people compare"),
    ("being followed by what is advertised", "a tag that only paired laptops resolve, under changing addresses"),
    ("a cut at any frame", "cursor, offset, acknowledgement only of what is durable"),
    ("a damaged or cut list", "SHA-256 of every segment, a check sum of every bucket; what is damaged is never clear"),
    ("a list that somebody else made, or an older one", "the issuer's LMS signature (RFC 8554), and the version"),
    ("reading a list without its key", "keyed fingerprints and tags; who has the key can test serials one by one"),
    (
        "power lost at any flash operation",
        "one append is one commit; keys are written before the old ones are destroyed",
    ),
    (
        "a thief who reads the flash",
        "records, photos, answers and the list's key lie in boxes; the keys of past records are gone",
    ),
    (
        "a thief who rewrites the flash",
        "each record's own key, the tag of the one before, the proof of the end: the laptop names what does not fit",
    ),
    (
        "a thief who tries PINs on the handheld",
        "PBKDF2, each try counted before it is judged, waits of up to an hour, keys destroyed after ten",
    ),
    ("a thief who tries PINs on a copy of the flash", "the chip's own key, on a board that has one"),
    ("a laptop that is lost", "the first key's escrow at the register, which only the focal point can open"),
    (
        "a thief who reads the laptop's disk",
        "what checks say lies in boxes (AES-256-GCM), each record's key under one that a passphrase guards (argon2id)",
    ),
    (
        "what is left of a check on the disk after its time",
        "its record's key is destroyed: no box of it opens any more",
    ),
    (
        "firmware that somebody else made, or an older one",
        "its maker's LMS signature (RFC 8554), its version; what fails its self-test gives way to the one before",
    ),
    ("a register that is read by a stranger", "first keys lie there encrypted to the focal point (HPKE, RFC 9180)"),
    ("a PIN that is reset by whoever likes", "an administrator's LMS signature over a challenge (RFC 8554)"),
)
_DOES_NOT = (
    ("whoever holds a handheld that is on and unlocked", "nothing: it locks after five minutes and at power on"),
    (
        "who takes keys out of the memory of a running handheld, or finds what it left there when it was locked",
        "nothing: it can seal what comes next, and read what was not yet escrowed; not what came before that",
    ),
    ("a handheld without a PIN, or whose chip keeps no key", "a PIN is set; such a board says so on its screen"),
    ("a laptop that holds a log's first key", "nothing: it can open, and remake, that whole log. Keep it locked"),
    (
        "a laptop without a passphrase, or a copy of its master.json from before it was set",
        "`viewmark protection set` before the first check; counts, times, makers and verdicts lie open all the same",
    ),
    (
        "a whole copy of a laptop's folder from before a check was erased",
        "nothing: the check's key is in it, under the passphrase. Destroy copies after the same time",
    ),
    (
        "what lies in the log until its first key is escrowed",
        "the first sync with a register that has a focal point: until then the key stays on the handheld too",
    ),
    ("the whole flash put back to an earlier state", "nothing here; the laptop that has seen more finds it out"),
    (
        "a tail that is cut off *and* all keys destroyed by ten wrong PINs or by force",
        "nothing: the laptop is told that the keys are gone and that the end is not proved",
    ),
    ("a photo or record deleted by force", "nothing brings it back; it is missed and named"),
    (
        "a paired laptop that acknowledges what it did not keep, or sets a wrong time",
        "nothing: pair only those you run",
    ),
    (
        "being known again by who listens to whole connections on the air",
        "nothing: TLS 1.2 shows certificates in clear",
    ),
    (
        "a handheld whose PIN is forgotten and whose only laptop is lost",
        "ten wrong PINs destroy its keys and let it pair again: its checks come up sealed, and the escrow opens them",
    ),
    (
        "a false authority that is the first whose root a handheld is brought",
        "build the root into the firmware, or let the first sync after pairing be with a laptop that you run",
    ),
)


def sealing() -> str:
    """Return the section on seals, boxes and keys."""
    overhead = f"{record.sealed_bytes(15) - 15} to {record.sealed_bytes(0)}"
    tag = f"HMAC-SHA256 over context, IV and ciphertext under {_derived('authenticate', 'key')}"
    return f"""
## Seals

A log's records lie sealed on the handheld and travel as they lie. `K(1)`, the log's first key, is {hmac.KEY_BYTES}
random bytes; `K(n+1)` is {_derived("next record", "K(n)")}. `K(n)` is destroyed once record n is stored.
(`0` is one zero byte; what stands side by side is hashed as one.)

| bytes | field of a sealed record |
| --- | --- |
| {hmac.TAG_BYTES} | tag of the record before it; before the first, {_derived("log", "log id")}, cut |
| n | a box under `K(n)`, its context the sequence (8 bytes) and the tag before |

| bytes | field of a box |
| --- | --- |
| {box.IV_BYTES} | IV |
| n | AES-256-CBC (SP 800-38A) of the content, padded by PKCS #7, under {_derived("encrypt", "key")} |
| {hmac.TAG_BYTES} | {tag}, cut to 128 bits (RFC 2104 section 5) |

- A seal adds {overhead} bytes. The tag before is part of the record, so that one that is lost does not
  make the next one unreadable: the laptop names the lost one alone.
- The IV of a sealed record is one block of AES under a key of its handheld alone, over sequence (4 bytes), UTC second
  (4), verdict's place (1), clock trust's place (1) and 6 random bytes: fresh each time (SP 800-38A appendix C), and all
  that the handheld can still read of an old record. Its history shows that and no more.
- `end_proof` in Hello: HMAC-SHA256 over log id and next sequence (8 bytes) under {_derived("end of log", "K(next)")},
  its first {hmac.TAG_BYTES} bytes. Who cut the newest records off has no key that makes it.
- A photo is a box of no context under a random key, which lies in its check's record; its name is the box's SHA-256.
- A laptop refuses sequences over {chain.MOST_SEQUENCE} without hashing that far.

**Keys.** The handheld gives `K(1)` to the laptop (FirstKey) while it is unlocked, and keeps it until the laptop says
that it is durable there and escrowed at the register (ForgetFirstKey); a laptop takes no record of a log whose key the
handheld has and does not give. The escrow is HPKE in base mode (X25519, HKDF-SHA256, AES-256-GCM) to the focal point's
public key, its `info` naming device and log. Another laptop keeps the records sealed until the focal point recovers the
key. A laptop gives up nothing for a handheld that does not prove its log's end, and files nothing of it as a check that
does not fit.

**PIN.** All of this lies under the *store key*, which is wrapped under HMAC(chip's key, "viewmark store key", salt,
PBKDF2-HMAC-SHA256(PIN, salt)); the iterations are what the handheld does in a second when the PIN is set, and lie
beside it. After three wrong PINs each further one waits longer, up to an hour, and the wait begins anew at power on.
After ten the store key is destroyed: sealed records still come up, and an administrator puts the handheld back into
service once they have, by an LMS/HSS signature (RFC 8554, public key of {PUBLIC_KEY_BYTES} bytes) over
"{reset_message(b"").decode().rstrip(chr(0))}" 0 and the handheld's challenge. Keys and log are new then. So that ten
wrong PINs lose no check, a PIN is set only once a laptop has the first key (KeepFirstKey)."""


def _derived(purpose: str, key: str) -> str:
    return f'SHA-256("viewmark {purpose}" 0 {key})'


def protection() -> str:
    """Return the section on what all of it protects against."""
    return f"""
## What this protects against, and what not

| protects against | by |
| --- | --- |
{_rows(_PROTECTS)}

| does not protect against | what there is, or until when |
| --- | --- |
{_rows(_DOES_NOT)}

**What a hit of the offline list is worth.** The list holds a fingerprint of the skeleton serial, the maker's code and
a 10-bit tag of the exact serial (for makers that share a code 7 bits, and 3 of the name). A weapon whose skeleton
*and* maker equal a listed one's, but whose serial does not, is told as `near` in 1023 of 1024 cases and as `hit` in
one. With 2 000 000 listed weapons 0.058 % of honest ones are in that place (measured on generated serials), so fewer
than one check in a million is such a hit. The register holds the serials themselves and answers each check: a hit is
acted on as a hit once it has confirmed it."""


def _rows(rows: "tuple[tuple[str, str], ...]") -> str:
    return "\n".join([f"| {one} | {other} |" for one, other in rows])
