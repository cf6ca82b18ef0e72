"""What a step needs to have said with it: only the fields that this one asks for."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from gridmap.i18n import _
from gridmap.response.incidents import VERBS
from gridmap.screens.desk.parts import button, column, label, row
from gridmap.township.mask import mask_name
from gridmap.township.snapshot import Snapshot

ASKED = {"reason": _("原因或结果"), "evidence": _("办结依据（照片编号、回执、签字）")}


class StepForm(QWidget):
    """One line for each thing to say. ``agreed`` carries the verb and what was said, by the name of a
    field of ``Step``; ``cancelled`` that it was given up."""

    agreed = Signal(str, dict)
    cancelled = Signal()

    def __init__(self, verb: str, snapshot: Snapshot) -> None:
        super().__init__()
        self._verb = verb
        self.lines: dict[str, QLineEdit] = {}
        self.helpers = QComboBox()
        self.called_back = QCheckBox(_("已回访当事人"))
        needs = VERBS[verb].needs
        fields: list[QWidget] = []
        for name in (name for name in needs if name in ASKED):
            self.lines[name] = QLineEdit()
            self.lines[name].setPlaceholderText(ASKED[name])
            self.lines[name].returnPressed.connect(self.agree)
            fields.append(self.lines[name])
        if "handler" in needs:
            self._list_staff(snapshot)
            fields.append(self.helpers)
        if "called_back" in needs:
            fields.append(self.called_back)
        agree = button(VERBS[verb].title, self.agree, "primary")
        stop = button(_("取消"), self.cancelled.emit)
        head = label(_("{verb}：请填写").format(verb=VERBS[verb].title), 12, tone="second")
        self.setLayout(column(head, *fields, row(None, stop, agree), margins=(12, 8, 12, 8), gap=8))
        if fields:
            self.setFocusProxy(fields[0])

    def _list_staff(self, snapshot: Snapshot) -> None:
        """Everybody on the staff, by name, shown masked with their title."""
        staff = snapshot["staff"]
        for at in np.argsort(staff.text("name").astype("U16"), kind="stable").tolist():
            name, title = str(staff["name"][at]), str(staff["title"][at])
            number = str(staff["staff_no"][at])
            words = " ".join(part for part in (mask_name(name), title, number) if part)
            self.helpers.addItem(words, name)

    def agree(self) -> None:
        """Say it; whether it is enough the incident decides."""
        said: dict[str, object] = {name: line.text().strip() for name, line in self.lines.items()}
        if "handler" in VERBS[self._verb].needs:
            said["handler"] = self.helpers.currentData(Qt.ItemDataRole.UserRole) or ""
        if "called_back" in VERBS[self._verb].needs:
            said["called_back"] = self.called_back.isChecked()
        self.agreed.emit(self._verb, said)
