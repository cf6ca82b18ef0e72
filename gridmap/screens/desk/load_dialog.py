"""How much each kind of person and each kilometre adds to a grid worker's load."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QWidget

from gridmap.i18n import _
from gridmap.screens.desk.parts import button, column, label, line, row
from gridmap.township.load import KILOMETRE, KINDS
from gridmap.township.settings import DEFAULT_LOAD

MOST = 100.0


class LoadDialog(QDialog):
    """A number for each kind; ``weights`` are those on screen."""

    def __init__(self, parent: QWidget, weights: Mapping[str, float]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("负荷权重"))
        self._fields = {name: _field(float(weights.get(name, 0.0))) for name in (*KINDS, KILOMETRE)}
        titles = {**KINDS, KILOMETRE: _("每户到网格住户中心的路程")}
        rows = [
            row(label(_(titles[name])), None, field, _unit(name), gap=8)
            for name, field in self._fields.items()
        ]
        hint = label(_("只算在家的人；不知道在不在家的也算。负荷不计入人数上限，只与各网格的平均相比。"),
                     12, tone="second", wrap=True)  # fmt: skip
        self.reset = button(_("恢复默认"), lambda: self.show_weights(DEFAULT_LOAD), "small")
        self.cancel = button(_("取消"), self.reject)
        self.save = button(_("保存"), self.accept, "primary")
        self.save.setDefault(True)
        foot = row(self.reset, None, self.cancel, self.save, gap=8)
        self.setLayout(column(*rows, hint, line(), foot, margins=(16, 16, 16, 12), gap=12))
        self.setFixedWidth(380)

    @property
    def weights(self) -> dict[str, float]:
        """Points by kind."""
        return {name: field.value() for name, field in self._fields.items()}

    def field(self, name: str) -> QDoubleSpinBox:
        """The number of one kind."""
        return self._fields[name]

    def show_weights(self, weights: Mapping[str, float]) -> None:
        """Show other numbers; nothing is saved yet."""
        for name, field in self._fields.items():
            field.setValue(float(weights.get(name, 0.0)))


def ask_weights(parent: QWidget, weights: Mapping[str, float]) -> dict[str, float] | None:
    """The weights that the user wants; None when nothing is to change."""
    dialog = LoadDialog(parent, weights)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    wanted = dialog.weights
    dialog.deleteLater()
    return wanted if agreed and wanted != dict(weights) else None


def _field(value: float) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setRange(0.0, MOST)
    made.setSingleStep(0.5)
    made.setDecimals(1)
    made.setValue(value)
    made.setFixedSize(72, 32)
    made.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)  # arrow keys and the wheel do it
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


def _unit(name: str) -> QWidget:
    made = label(_("分 / 公里") if name == KILOMETRE else _("分 / 人"), 12, tone="second")
    made.setFixedWidth(56)
    return made
