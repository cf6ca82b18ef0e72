"""Which incidents are open."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from gridmap.response.incidents import ENDED, stage_of
from gridmap.township.table import Table


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
