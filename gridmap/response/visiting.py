"""Writing down that somebody was visited."""

from datetime import datetime
from uuid import uuid4

import numpy as np

from gridmap.errors import StepRefused
from gridmap.i18n import _
from gridmap.township.change import Change
from gridmap.township.schemas import SCHEMAS
from gridmap.township.snapshot import Snapshot
from gridmap.township.table import Table


def visited(snapshot: Snapshot, household: str, by: str, now: datetime, content: str = "") -> Change:
    """The change that writes a visit of a household (its uuid) down: ``by`` whom, as a name.

    The tier stays what it was. Raises StepRefused when the household is no more, and when it was visited
    today already: a key that is pressed twice is one visit.
    """
    homes, visits = snapshot["households"], snapshot["visits"]
    found = homes.rows_of([household])
    if not len(found):
        raise StepRefused(_("这一户已不在名册里"))
    fid, moment = int(homes.fids()[found[0]]), now.isoformat(timespec="seconds")
    own = visits.text("visited_at")[visits.fids("household_no_fid") == fid]
    if any(str(at).startswith(moment[:10]) for at in own):
        raise StepRefused(_("今天已经登记过这一户的走访"))
    staff = snapshot["staff"]
    known = np.flatnonzero((staff.text("name") == by) & (by != ""))
    row = Table.of(SCHEMAS["visits"], {
        "uuid": [uuid4().hex], "household_no": [str(homes["household_no"][found[0]])],
        "household_no_fid": [fid], "visited_at": [moment], "visitor": [by],
        "visitor_fid": [int(staff.fids()[known[0]]) if len(known) == 1 else 0], "tier": [""],
        "content": [content.strip()],
    })  # fmt: skip
    return Change(_("登记走访"), {"visits": row})
