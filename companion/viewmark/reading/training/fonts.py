"""Debian's fonts that look like markings; the test fonts are never trained on."""

from functools import lru_cache
from pathlib import Path

FOLDER = Path("/usr/share/fonts")
# What the fonts lie in: `apt-get install` these before making lines.
PACKAGES = """fonts-ocr-a fonts-ocr-b fonts-opendin fonts-osifont fonts-routed-gothic fonts-b612 fonts-roboto
fonts-liberation fonts-dejavu fonts-freefont-ttf fonts-lato fonts-play fonts-jura fonts-dosis
fonts-league-spartan fonts-bebas-neue fonts-inconsolata fonts-jetbrains-mono fonts-hack fonts-urw-base35
fonts-courier-prime fonts-gnutypewriter fonts-clear-sans fonts-crosextra-carlito fonts-open-sans
fonts-noto-mono""".split()

# Sans, as most marks are; listed twice: those that marking machines and name plates use most.
PLAIN = """OCRB.otf OCRA.ttf OCRABold.ttf OCRACondensed.ttf osifont.ttf osifont.ttf routed-gothic.ttf
routed-gothic.ttf routed-gothic-narrow.ttf routed-gothic-narrow.ttf routed-gothic-wide.ttf
routed-gothic-wide.ttf B612Mono-Regular.otf B612Mono-Bold.otf B612-Bold.otf DejaVuSans.ttf
DejaVuSans-Bold.ttf DejaVuSansMono.ttf DejaVuSansMono-Bold.ttf DejaVuSansCondensed.ttf
DejaVuSansCondensed-Bold.ttf LiberationSans-Regular.ttf LiberationSans-Regular.ttf
LiberationSans-Bold.ttf LiberationSansNarrow-Regular.ttf LiberationSansNarrow-Bold.ttf
LiberationMono-Bold.ttf FreeSans.ttf FreeSansBold.ttf FreeMonoBold.ttf Roboto-Regular.ttf
Roboto-Medium.ttf Roboto-Light.ttf Roboto-Black.ttf RobotoCondensed-Bold.ttf
RobotoCondensed-Regular.ttf RobotoCondensed-Light.ttf Inconsolata.otf JetBrainsMono-Regular.ttf
JetBrainsMono-Bold.ttf JetBrainsMono-Light.ttf Hack-Regular.ttf Hack-Bold.ttf GNUTypewriter.ttf
Jura-Bold.otf Jura-Medium.otf Jura-Regular.otf ClearSans-Bold.ttf ClearSans-Medium.ttf
ClearSans-Light.ttf Lato-Regular.ttf Lato-Bold.ttf Lato-Light.ttf Lato-Black.ttf
OpenSans-Semibold.ttf OpenSans-Regular.ttf OpenSans-CondBold.ttf OpenSans-CondLight.ttf
OpenSans-ExtraBold.ttf Play-Regular.ttf Dosis-Book.otf Dosis-Medium.otf Dosis-Bold.otf
Dosis-ExtraBold.otf LeagueSpartan-Bold.otf LeagueSpartan-Medium.otf LeagueSpartan-Light.otf
BebasNeue-Regular.otf BebasNeue-Bold.otf NimbusSans-Regular.otf NimbusSans-Bold.otf
NimbusSansNarrow-Bold.otf URWGothic-Book.otf URWGothic-Demi.otf Carlito-Bold.ttf
Carlito-Regular.ttf""".split()
SERIF = """DejaVuSerif.ttf DejaVuSerif-Bold.ttf DejaVuSerifCondensed-Bold.ttf LiberationSerif-Regular.ttf
LiberationSerif-Bold.ttf NimbusRoman-Bold.otf NimbusRoman-Regular.otf NimbusMonoPS-Bold.otf
C059-Bold.otf C059-Roman.otf P052-Bold.otf P052-Roman.otf URWBookman-Demi.otf URWBookman-Light.otf
FreeSerifBold.ttf""".split()
ITALIC = """LiberationSans-BoldItalic.ttf LiberationSans-Italic.ttf NimbusSans-BoldItalic.otf
FreeSansBoldOblique.ttf Roboto-BoldItalic.ttf Roboto-Italic.ttf Lato-BoldItalic.ttf
OpenSans-SemiboldItalic.ttf RobotoCondensed-BoldItalic.ttf B612-BoldItalic.otf DejaVuSans-BoldOblique.ttf
routed-gothic-italic.ttf URWGothic-DemiOblique.otf C059-BdIta.otf LiberationSerif-BoldItalic.ttf""".split()
TEST = """OSP-DIN.ttf B612-Regular.otf Roboto-Bold.ttf NotoSansMono-Regular.ttf BebasNeue-Book.otf
Lato-Semibold.ttf LiberationMono-Regular.ttf FreeMono.ttf Jura-SemiBold.otf Play-Bold.ttf
Lato-Heavy.ttf NimbusSansNarrow-Regular.otf OpenSans-Bold.ttf""".split()
_KINDS = {"plain": PLAIN, "serif": SERIF, "italic": ITALIC, "test": TEST}


@lru_cache(maxsize=1)
def _installed() -> dict[str, str]:
    return {path.name: str(path) for path in sorted(FOLDER.rglob("*.[ot]tf"))}


@lru_cache(maxsize=8)
def paths(kind: str) -> tuple[str, ...]:
    """Installed font files of a kind (`plain`, `serif`, `italic`, `test`), in a fixed order.

    FileNotFoundError where one is missing: the same seed must give the same lines everywhere.
    """
    installed = _installed()
    missing = [name for name in _KINDS[kind] if name not in installed]
    if missing:
        raise FileNotFoundError(f"fonts missing: {' '.join(missing)}. Install: apt-get install {' '.join(PACKAGES)}")
    return tuple(installed[name] for name in _KINDS[kind])
