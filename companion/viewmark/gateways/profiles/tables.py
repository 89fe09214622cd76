"""The mapping tables of the README: `python -m viewmark.gateways.profiles.tables` writes them anew."""

from pathlib import Path

from viewmark.gateways.profiles import PROFILES
from viewmark.gateways.profiles.facts import FACTS
from viewmark.gateways.profiles.profile import Field, Profile

README = Path(__file__).resolve().parent.parent / "README.md"
MARK = "<!-- what follows is written by: python -m viewmark.gateways.profiles.tables -->\n"


def tables() -> str:
    """Return the tables of all profiles as Markdown."""
    return "\n".join(_table(one) for one in PROFILES.values())


def rewritten(readme: str) -> str:
    """Return a README with the tables as they are now."""
    return readme.partition(MARK)[0] + MARK + "\n" + tables()


def row(field: Field) -> tuple[str, str, str, str]:
    """Return what is shown of a field: name, what it says, whether it is required, its source."""
    says = f"always `{field.constant}`" if field.constant else FACTS[field.fact]
    return field.name, says, "yes" if field.is_required else "", field.source or "not verified"


def _table(profile: Profile) -> str:
    to = profile.addressee or "the country that the marks name, or whom a person names"
    lines = [f"## `{profile.key}`: {profile.name}", "", f"{profile.about} Addressee: {to}.", ""]
    lines += ["| field | says | required | source |", "| --- | --- | --- | --- |"]
    return "\n".join(lines + [f"| {' | '.join(row(one))} |" for one in profile.fields]) + "\n"


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
