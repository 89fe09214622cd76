"""Labelled pictures as the camera would show them to the reader."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Frame = NDArray[np.uint8]
FRAME_PX = (320, 240)
BOX_PX = (320, 64)


def frame_of(picture: Image.Image) -> Frame:
    """The camera frame of a picture: a line crop fills the aiming box, others the frame."""
    grey = picture.convert("L")
    if grey.width < 2 * grey.height:
        return np.asarray(grey.resize(FRAME_PX, Image.Resampling.LANCZOS))
    scale = min(BOX_PX[0] / grey.width, BOX_PX[1] / grey.height)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    crop = np.asarray(grey.resize(size, Image.Resampling.LANCZOS))
    border = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    frame = np.full(FRAME_PX[::-1], int(np.median(border)), np.uint8)
    top, left = (FRAME_PX[1] - size[1]) // 2, (FRAME_PX[0] - size[0]) // 2
    frame[top : top + size[1], left : left + size[0]] = crop
    return frame


def folder_of(folder: Path) -> tuple[list[Frame], list[str], list[str]]:
    """Frames, texts (empty for none) and file names of a folder with `labels.json`."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    frames = []
    for label in labels:
        with Image.open(folder / label["file"]) as picture:
            frames.append(frame_of(picture))
    return frames, [label["text"] or "" for label in labels], [label["file"] for label in labels]
