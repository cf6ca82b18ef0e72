"""What the desk can do with time: play, stand still, go from event to event."""

from functools import partial
from typing import TYPE_CHECKING

from gridmap.i18n import _
from gridmap.screens.desk.command import Command

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow


def playback_commands(window: "DeskWindow") -> list[Command]:
    """The commands of the time bar; its room is made when it is first opened."""
    docks = window.docks

    def why_not() -> str | None:
        return None if not docks["playback"].isHidden() else _("先打开回放（F5）")

    def play() -> None:
        docks.playback.toggle()

    def step(forward: bool) -> None:
        docks.playback.step(forward)

    def playing() -> bool:
        return docks.made("playback") and docks.playback.player.playing

    return [
        Command(
            "play", _("播放 / 暂停"), "Ctrl+K", _("回放事件、巡防、走访；1–600 倍"), play, why_not, playing
        ),
        Command("step_back", _("上一个事件"), ",", _("回到前一个事件"), partial(step, False), why_not),
        Command("step_on", _("下一个事件"), ".", _("到后一个事件"), partial(step, True), why_not),
    ]
