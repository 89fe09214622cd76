"""A photo of a check: larger, turned, with more contrast, or the sentence that says where it is."""

from nicegui import html

from viewmark.ui.elements import box, marked, text
from viewmark.ui.language import N_, _

_PHOTO_STATES = {
    "wanted": N_("The photo is still on the handheld. It comes with the next sync."),
    "damaged": N_("The photo came damaged. It is asked for again at each sync."),
    "lost": N_("The handheld no longer has the photo that this check names."),
    None: N_("This check names a photo that is not here."),
}

_ACTS = (
    ("larger", "+", N_("Enlarge")),
    ("smaller", "−", N_("Shrink")),
    ("left", "↺", N_("Turn left")),
    ("right", "↻", N_("Turn right")),
    ("contrast", "◐", N_("More contrast")),
    ("reset", "1:1", N_("As it was taken")),
)


def photo(check_id: str, digest: bytes, state: str | None) -> None:
    """Put a photo of a check with what can be done to its view, or say where it is."""
    if state not in ("here", "acknowledged"):
        text(_(_PHOTO_STATES.get(state, _PHOTO_STATES[None])), "vm-empty", "p", "photo-missing")
        return
    address = f"/photo/{check_id}/{digest.hex()}"
    with box("vm-photo-view", test="photo-view"):
        with box("vm-photo-acts"):
            for act, sign, title in _ACTS:
                button = text(sign, "vm-button vm-quiet", "button", f"photo-{act}")
                button.props.update(
                    {"type": "button", "data-photo-act": act, "title": _(title), "aria-label": _(title)}
                )
        with marked(html.a(href=address, target="_blank"), "photo-link").classes("vm-photo"):
            marked(html.img(src=address, alt=_("The photo that this mark was read from")), "photo")
