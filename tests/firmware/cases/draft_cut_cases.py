"""The power goes while a check is made: its draft is there whole with its photo, or neither is; nothing is doubled."""

import asyncio

from checks import files, photos, settings
from checks.draft import Answer, Draft
from checks.flow import CheckFlow
from checks.taken import Taken
from disk import NEXT, MemoryPhoto, blank, boot
from files_cut_cases import cut_points
from guide_cases import left_half_made
from keys import secrets
from laptop import Counted
from ports import StorageError
from viewmark_protocol.sealing.box import open_box

SERIAL, PICTURE = "CAB123", b"picture " * 200


def image():
    secrets.unlock(bytes(32), Counted(b"draft"))
    return boot(blank())


def done(action):
    """Return whether an action that the power cut may end was told as done."""
    try:
        return action()
    except (OSError, StorageError):
        return False


def begin():
    """Keep a photo and the draft that names it, as the flow does."""
    kept = photos.keep(MemoryPhoto(PICTURE), NEXT, Counted(b"photo"))
    return drafted(kept).keep()


def drafted(kept):
    taken = Taken(None, [[(character, 99)] for character in SERIAL], [], None)
    return Draft(taken, SERIAL, "camera", kept, (NEXT.log_id, NEXT.next_sequence))


def started():
    """Do what power on does with drafts and photos; return the draft."""
    draft = Draft.load() if settings.load("draft", b"") != b"" else None
    if draft is None:
        photos.settle(NEXT)
    return draft


def test_a_draft_is_there_whole_with_its_photo_or_neither_is():
    for mode, number, flash in cut_points(image, begin):
        is_done = done(begin)
        boot(flash.rebooted())
        draft = started()
        assert draft or not is_done, (mode, number)
        there = list(files.names("taken"))
        if draft is None:
            assert there == [], (mode, number)
            continue
        digest, key = draft.photo
        assert draft.serial == SERIAL and len(there) == 1, (mode, number)
        assert open_box(key, photos.read(digest, 0, 100000)) == PICTURE, (mode, number)


def test_an_answer_is_there_or_the_draft_is_as_before():
    def answered():
        draft = Draft.load()
        draft.answers["maker"] = Answer("clear", confirmed="GLOCK")
        return draft.keep()

    def with_draft():
        flash = image()
        begin()
        return flash

    for mode, number, flash in cut_points(with_draft, answered):
        is_done = done(answered)
        boot(flash.rebooted())
        draft = started()
        assert draft and draft.serial == SERIAL, (mode, number)
        assert draft.maker == "GLOCK" or (draft.maker is None and not is_done), (mode, number)


def test_a_check_that_was_recorded_when_the_power_went_is_not_recorded_twice():
    whole = left_half_made()
    whole.restart()
    draft = Draft.load()
    whole.app.store.log.append(b"the record of this check", 1790000000)
    whole.restart()
    assert whole.app.has_draft and draft.is_recorded(whole.app.ring)
    asyncio.run(asyncio.wait_for(CheckFlow(whole.app).resume(), 1))
    assert whole.app.ring.next_sequence == 2 and Draft.load() is None
    assert "UNFINISHED" not in [texts[0] for _, texts in whole.ports.screen.pages]
