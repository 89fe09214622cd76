"""What is attached to a firearm: its name, what it holds, and the way to its file for who is signed in."""

from viewmark.archive.checks import FiledCheck
from viewmark.casework.attachments import Attachment
from viewmark.ui.elements import box, facts, link, section, text
from viewmark.ui.language import N_, _
from viewmark.ui.wording import line, utc

# by ISO 25178-72
_FEATURES = {"SUR": N_("surface (SUR)"), "PRF": N_("profile (PRF)"), "PCL": N_("point cloud (PCL)")}


def attachments_part(filed: FiledCheck, attachments: list[Attachment], may_download: bool) -> None:
    """Put a firearm's attachments; nothing where there are none. Names are whatever somebody wrote."""
    if not attachments:
        return
    with section(_("Attachments"), "attachments"):
        for one in attachments:
            with box(test="attachment"):
                text(line(one.name), "vm-strong vm-raw", "p", "attachment-name")
                facts(
                    [
                        (_("kind"), one.kind.upper()),
                        (_("feature"), _(_FEATURES[one.holds["feature"]])),
                        (_("points"), one.points),
                        (_("axes"), one.axes),
                        (_("size"), _("{0} bytes").format(one.size_bytes)),
                        (_("attached"), _("{0} UTC by {1}").format(utc(one.at_s), line(one.who))),
                    ],
                    "attachment-facts",
                )
                if may_download:
                    link(_("Download"), f"/attachment/{filed.id}/{one.sha256}", test="attachment-download")
        if not may_download:
            with box("vm-row", "p"):
                text(_("Who is signed in can download them."))
                link(_("Sign in"), f"/sign-in?next=/check/{filed.id}", test="attachments-sign-in")
