"""Debian's fonts that look like markings; the test fonts are never trained on."""

from functools import lru_cache
from pathlib import Path

FOLDER = Path("/usr/share/fonts")

TRAIN = """OCRB.otf OCRA.ttf OCRABold.ttf osifont.ttf routed-gothic.ttf routed-gothic-narrow.ttf
routed-gothic-wide.ttf B612Mono-Regular.otf B612-Bold.otf DejaVuSans.ttf DejaVuSans-Bold.ttf
DejaVuSansMono.ttf DejaVuSansCondensed-Bold.ttf DejaVuSerif-Bold.ttf LiberationSans-Regular.ttf
LiberationSans-Bold.ttf LiberationSansNarrow-Regular.ttf LiberationMono-Bold.ttf
LiberationSerif-Bold.ttf FreeSans.ttf FreeSansBold.ttf FreeMonoBold.ttf Roboto-Regular.ttf
Roboto-Medium.ttf RobotoCondensed-Bold.ttf RobotoCondensed-Regular.ttf Inconsolata.otf
JetBrainsMono-Regular.ttf Hack-Regular.ttf GNUTypewriter.ttf CourierPrimeSans.otf Jura-Bold.otf
Jura-Medium.otf ClearSans-Bold.ttf ClearSans-Medium.ttf Lato-Regular.ttf Lato-Bold.ttf
OpenSans-Semibold.ttf OpenSans-CondBold.ttf Play-Regular.ttf Dosis-Medium.otf Dosis-Bold.otf
LeagueSpartan-Bold.otf BebasNeue-Regular.otf NimbusSans-Regular.otf NimbusSans-Bold.otf
NimbusSansNarrow-Bold.otf NimbusMonoPS-Bold.otf NimbusRoman-Bold.otf URWGothic-Book.otf
URWGothic-Demi.otf Carlito-Bold.ttf""".split()
TEST = """OSP-DIN.ttf B612-Regular.otf Roboto-Bold.ttf NotoSansMono-Regular.ttf BebasNeue-Book.otf
Lato-Semibold.ttf LiberationMono-Regular.ttf FreeMono.ttf Jura-SemiBold.otf Play-Bold.ttf
Lato-Heavy.ttf NimbusSansNarrow-Regular.otf OpenSans-Bold.ttf""".split()


@lru_cache(maxsize=1)
def _installed() -> dict[str, str]:
    return {path.name: str(path) for path in sorted(FOLDER.rglob("*.[ot]tf"))}


def paths(split: str) -> list[str]:
    """Installed font files of the split `train` or `test`, in a fixed order."""
    names = TRAIN if split == "train" else TEST
    return [_installed()[name] for name in names if name in _installed()]
