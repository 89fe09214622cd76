"""A photo of a check: larger, turned, with more contrast, or the sentence that says where it is."""

from nicegui import html

from viewmark.ui.elements import box, marked, text

_PHOTO_STATES = {
    "wanted": "The photo is still on the handheld. It comes with the next sync.",
    "damaged": "The photo came damaged. It is asked for again at each sync.",
    "lost": "The handheld no longer has the photo that this check names.",
    None: "This check names a photo that is not here.",
}

_ACTS = (
    ("larger", "+", "Enlarge"),
    ("smaller", "−", "Shrink"),
    ("left", "↺", "Turn left"),
    ("right", "↻", "Turn right"),
    ("contrast", "◐", "More contrast"),
    ("reset", "1:1", "As it was taken"),
)


def photo(check_id: str, digest: bytes, state: str | None) -> None:
    """Put a photo of a check with what can be done to its view, or say where it is."""
    if state not in ("here", "acknowledged"):
        text(_PHOTO_STATES.get(state, _PHOTO_STATES[None]), "vm-empty", "p", "photo-missing")
        return
    address = f"/photo/{check_id}/{digest.hex()}"
    with box("vm-photo-view", test="photo-view"):
        with box("vm-photo-acts"):
            for act, sign, title in _ACTS:
                button = text(sign, "vm-button vm-quiet", "button", f"photo-{act}")
                button.props.update({"type": "button", "data-photo-act": act, "title": title, "aria-label": title})
        with marked(html.a(href=address, target="_blank"), "photo-link").classes("vm-photo"):
            marked(html.img(src=address, alt="The photo that this mark was read from"), "photo")
