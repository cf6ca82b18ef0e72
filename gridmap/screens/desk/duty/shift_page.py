"""The hand-over page from the desk: asked for, written in the background."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from gridmap.i18n import _
from gridmap.screens import jobs

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow


def ask_shift_page(window: "DeskWindow") -> None:
    """Ask for a file and write the page there."""
    name = _("交接班单 {now:%m%d-%H%M}.pdf").format(now=datetime.now())
    path, _kind = QFileDialog.getSaveFileName(window, _("交接班单"), name, _("PDF (*.pdf)"))
    if path:
        write_shift_page(window, Path(path))


def write_shift_page(window: "DeskWindow", path: Path) -> None:
    """Write the page of the shift that ends, as it stands now."""
    from gridmap.screens.paper.save import save_hand_over

    session, now = window.session, datetime.now()
    snapshot, findings = session.snapshot, session.public.findings("resident")

    def work(_ticket: jobs.Ticket) -> None:
        session.spare(path)
        save_hand_over(path, snapshot, findings, now, session.author)

    def done(_nothing: object) -> None:
        window.status.say(_("已写入 {path}").format(path=path))

    jobs.start(window, work, done, window.fail, _("正在生成 {name}…").format(name=path.name))
