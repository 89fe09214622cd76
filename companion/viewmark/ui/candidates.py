"""The register's answer: every weapon it names under the one at hand, with each disagreement marked."""

from viewmark.archive.checks import RegisterAnswer, confirmed, confirmed_serial
from viewmark.archive.entries import Entry
from viewmark.ui.comparing import compared
from viewmark.ui.elements import box, section, text
from viewmark.ui.language import N_, _, sentence
from viewmark.ui.wording import ANSWERS, DECISIONS, MATCHED, SIGNS, counted, line, utc, words
from viewmark_protocol.checks import Firearm
from viewmark_protocol.messages.downward import Candidate

_HEADINGS = ("", N_("serial"), N_("maker"), N_("model"), N_("calibre"), N_("status"), N_("found by"), N_("record"))
_FIELDS = ("maker", "model", "calibre")


def register_part(firearm: Firearm, answer: RegisterAnswer | None, decisions: dict[str, Entry]) -> None:
    """Put the register's answer to a check, None where it was never asked, and what was decided on each candidate."""
    with section(_("Register"), "register"):
        word = answer.word if answer else "queued"
        with box("vm-answer-head"):
            sign = SIGNS.get(word, "")
            text(f"{sign} {_(word)}".strip(), f"vm-answer vm-answer-{word}", test="answer-word")
            text(_sentence(answer), test="answer-sentence")
        if answer is None or word in ("queued", "error"):
            return
        text(
            _("{0}, asked {1} UTC").format(counted(len(answer.candidates), "candidate"), utc(answer.answered_s)),
            "vm-label",
            "p",
        )
        if answer.candidates:
            ours = {name: confirmed(firearm.marks, name) for name in _FIELDS}
            candidates_table(confirmed_serial(firearm) or "", ours, answer.candidates, decisions)


def _sentence(answer: RegisterAnswer | None) -> str:
    if answer is None:
        return _(ANSWERS["queued"])
    if answer.word == "none" and answer.candidates:
        return _("The register names no weapon with this serial. These come nearest.")
    if answer.word == "error":
        return f"{_(ANSWERS['error'])} {sentence(answer.text)}"
    return sentence(answer.text) if answer.word == "none" and "not asked" in answer.text else _(ANSWERS[answer.word])


def candidates_table(
    serial: str, ours: dict[str, str | None], candidates: list[Candidate], decisions: dict[str, Entry]
) -> None:
    """Put candidates under the weapon at hand (serial; maker, model, calibre), with each disagreement marked."""
    with box("vm-scroll"), box("vm-table vm-candidates", "table", "candidates"):
        with box("", "thead"), box("", "tr"):
            for heading in _HEADINGS:
                text(_(heading), tag="th")
        with box("", "tbody"):
            with box("vm-ours", "tr", "ours"):
                text(_("at the weapon"), tag="td")
                text(line(serial or "–"), "vm-raw vm-wide", "td")
                for name in _FIELDS:
                    text(line(ours[name] or _("not given")), "" if ours[name] else "vm-none", "td")
                for empty in ("", "", ""):
                    text(empty, tag="td")
            places = [one.place or number for number, one in enumerate(candidates, 1)]
            for place, candidate in zip(places, candidates, strict=True):
                # As in a ranking: those that are equally good share their place, and say so.
                _candidate(f"{place}=" if places.count(place) > 1 else str(place), candidate, serial, decisions)


def _candidate(place: str, candidate: Candidate, serial: str, decisions: dict[str, Entry]) -> None:
    with box("", "tr", "candidate") as row:
        row.props["data-register-id"] = candidate.register_id
        text(place, "vm-label", "td", "place")
        with box("vm-raw vm-wide", "td", "candidate-serial"):
            for one in compared(serial, candidate.serial):
                text(one.character, f"vm-character-{one.state}", test="" if one.state == "same" else "difference")
        for name in _FIELDS:
            disagrees = name in candidate.disagrees
            value = line(getattr(candidate, name) or "–")
            text(
                value,
                "vm-disagrees" if disagrees else "",
                "td",
                "disagreement" if disagrees else "",
            )
        text(words(candidate.status), "" if candidate.status == "registered" else "vm-reported", "td")
        found_by = str(candidate.matched_key)
        text(_(MATCHED.get(found_by, found_by)), tag="td", test="matched-key")
        with box("", "td"):
            text(candidate.register_id, "vm-raw")
            if decided := decisions.get(candidate.register_id):
                said = _("{0}, says {1}").format(_(DECISIONS[str(decided.content["decision"])]), line(decided.who))
                text(said, "vm-decided", test="decided")
