"""Which incidents are open, and what may be said of them to everyone in the room.

A title is free text of whoever wrote it, so it is said only when it is one of the ordinary words
below; otherwise the wall and the masked screens say the category.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gridmap.response.incidents import ENDED, stage_of
from gridmap.township.table import Table

PLAIN_TITLES = frozenset((
    "道路中断", "道路塌方", "道路积水", "桥梁受损", "交通事故", "树木倒伏", "水管漏水", "停水", "停电",
    "燃气泄漏", "路灯不亮", "线路老化", "井盖缺失", "火情", "火灾", "山林火情", "秸秆焚烧", "江水漫堤",
    "山洪", "河道堵塞", "山体滑坡", "山坡出现裂缝", "房屋受损", "垃圾清运不及时", "农药包装物乱扔",
    "污水外溢", "占道经营", "噪音扰民", "犬只伤人", "老人跌倒", "跌倒", "溺水", "走失",
))  # fmt: skip


def public_title(title: str, category: str) -> str:
    """``title`` if it is an ordinary word, else ``category`` ('' when there is none)."""
    return title if title in PLAIN_TITLES else category


def is_open(incidents: Table, now: datetime | None = None) -> NDArray[np.bool_]:
    """Which incidents have neither a time of their end nor a status that ends them.

    At ``now``, only those that have happened by then.
    """
    finished = incidents.text("finished_at")
    written = finished != ""
    status = incidents.text("status")
    over = [word for word in set(status.tolist()) if stage_of(word) in ENDED]
    ended = ~written & np.isin(status, over)
    if now is None:
        return np.asarray(~(ended | written), bool)
    moment = now.isoformat(timespec="seconds")
    happened = incidents.text("happened_at") <= moment
    return np.asarray(happened & ~(ended | (written & (finished <= moment))), bool)
