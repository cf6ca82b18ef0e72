"""Which incidents are open."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gridmap.township.table import Table

CLOSED = (
    "办结", "已办结", "结案", "已结案", "已结", "关闭", "已关闭", "销号", "已销号", "已化解",
    "closed", "finished",
)  # fmt: skip
"""Words of the free column ``status`` that end an incident even when no time of it was written."""


def is_open(incidents: Table, now: datetime | None = None) -> NDArray[np.bool_]:
    """Which incidents are not settled; at ``now``, only those that have happened by then."""
    finished = incidents.text("finished_at")
    written = finished != ""
    ended = ~written & np.isin(incidents.text("status"), CLOSED)
    if now is None:
        return np.asarray(~(ended | written), bool)
    moment = now.isoformat(timespec="seconds")
    happened = incidents.text("happened_at") <= moment
    return np.asarray(happened & ~(ended | (written & (finished <= moment))), bool)
