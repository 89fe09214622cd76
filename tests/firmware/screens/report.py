"""What changed on the screens: a page with the accepted picture beside the new one, and the record of what is accepted.

Accepted digests lie in `snapshots/`, one for each screen and language. The accepted pictures themselves are kept beside
the new ones in build/screens, from the last time that they were accepted on this machine.
"""

import hashlib
import html
import json
import shutil
from pathlib import Path

SNAPSHOTS = Path(__file__).resolve().parent / "snapshots"
_STYLE = "body{font:16px sans-serif;margin:2em}td{padding:8px;vertical-align:top}img{border:1px solid #888}"


def digest(page) -> str:
    """Return the SHA-256 of a page's decoded pixels."""
    return hashlib.sha256(page.pixels).hexdigest()


def accepted(language: str) -> dict[str, str]:
    """Return the accepted digests by the page's name."""
    return json.loads((SNAPSHOTS / f"{language}.json").read_text())


def accept(language: str, drawn: dict, pictures: Path) -> None:
    """Accept every page as it is drawn now."""
    digests = {name: digest(page) for name, page in sorted(drawn.items())}
    (SNAPSHOTS / f"{language}.json").write_text(json.dumps(digests, indent=2) + "\n")
    kept = pictures / "accepted"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for name in drawn:
        shutil.copy(pictures / f"{name}.png", kept)


def write_report(language: str, drawn: dict, known: dict[str, str], pictures: Path) -> Path:
    """Write `report.html` beside the pictures: each page that is new, gone or looks otherwise; return its path."""
    rows = []
    for name in sorted(set(drawn) | set(known)):
        if name in drawn and digest(drawn[name]) == known.get(name):
            continue
        what = "gone" if name not in drawn else "new" if name not in known else "changed"
        cells = [f"<td>{html.escape(name)}<br>{what}</td>"]
        for folder, is_there in (("accepted/", name in known), ("", name in drawn)):
            path = pictures / f"{folder}{name}.png"
            picture = f'<img src="{folder}{html.escape(name)}.png" width="640" alt="">'
            cells.append(f"<td>{picture if is_there and path.exists() else '-'}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    table = f"<table><tr><th>page</th><th>accepted</th><th>now</th></tr>{''.join(rows)}</table>"
    body = table if rows else "<p>Every page looks as it was accepted.</p>"
    path = pictures / "report.html"
    head = f"<!doctype html><meta charset=utf-8><title>Screens, {language}</title><style>{_STYLE}</style>"
    path.write_text(f"{head}<h1>Screens, {language}</h1>{body}\n", encoding="utf-8")
    return path
