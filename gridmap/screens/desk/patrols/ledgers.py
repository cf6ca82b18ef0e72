"""Which columns the desk shows of a week's groups and of their tracks; nobody is named."""

import numpy as np

from gridmap.i18n import _
from gridmap.response.patrol_details import PatrolDetails
from gridmap.response.patrols import STATES, GroupPatrols
from gridmap.screens.desk.ledger import Column, Ledger, whole
from gridmap.screens.desk.ledgers import names_of
from gridmap.township.snapshot import Snapshot

OVERDUE = _("▲ 该出发了")
TONES = {"fail": "failed", "warn": "warning", "done": "passed"}


def group_ledger(found: PatrolDetails, snapshot: Snapshot) -> Ledger:
    """Every group: patrols of those owed, members, coverage, how it stands; what is short comes first."""
    groups, order = snapshot["groups"], sorted(found.week.groups, key=_gravity)
    rows = np.array([one.group for one in order], np.int64)
    villages = snapshot["villages"]
    own = groups.take(rows)
    place = np.where(own.fids("village_fid") > 0, villages.index_of(own.fids("village_fid")), -1)
    village = names_of(villages, place, own.text("village"))
    name = np.array([f"{one}{two}" for one, two in zip(village, own.text("name"), strict=True)], object)
    states = np.array([_state(one) for one in order], object)
    tones = {word: tone for one in order if (tone := _tone(one)) for word in (_state(one),)}
    counts = np.array([f"{one.count} / {one.planned}" for one in order], object)
    members = np.array([np.nan if one.members is None else one.members for one in order], float)
    coverage = np.array([np.nan if one.coverage is None else one.coverage for one in order], float)
    return Ledger("groups", len(rows), own.text("uuid"), (
        Column(_("小组"), name, width=96),
        Column(_("次数"), counts, width=52, number=True),
        Column(_("人数"), members, whole, 48, number=True),
        Column(_("覆盖"), coverage, _share, 56, number=True),
        Column(_("状态"), states, width=0, tone=lambda word: tones.get(word, "")),
    ))  # fmt: skip


def track_ledger(found: PatrolDetails) -> Ledger:
    """Every track of the week, the latest first."""
    order = sorted(found.ways, key=lambda way: str(found.walked["started_at"][way.patrol]), reverse=True)
    rows = np.array([way.patrol for way in order], np.int64)
    walked = found.walked.take(rows)
    pauses = np.array([f"{len(way.stops)} / {len(way.gaps)}" for way in order], object)
    return Ledger("patrols", len(rows), walked.text("uuid"), (
        Column(_("出发"), walked.text("started_at"), _minute, 84),
        Column(_("队伍"), walked.text("team"), width=112),
        Column(_("公里"), np.array([way.metres / 1000 for way in order], float), _tenth, 48, number=True),
        Column(_("分钟"), np.array([way.seconds / 60 for way in order], float), whole, 48, number=True),
        Column(_("停 / 断"), pauses, width=0, number=True),
    ))  # fmt: skip


def _gravity(one: GroupPatrols) -> tuple[bool, bool, float]:
    return not one.short, not one.overdue, 2.0 if one.coverage is None else one.coverage


def _state(one: GroupPatrols) -> str:
    if one.overdue and one.state in ("running", "warn"):
        return OVERDUE
    if one.short and one.count >= one.planned:
        return _("人数不足")
    return _(STATES[one.state])


def _tone(one: GroupPatrols) -> str:
    return "failed" if _state(one) == OVERDUE else TONES.get(one.state, "")


def _share(share: float) -> str:
    return "—" if np.isnan(share) else f"{share:.0%}"


def _tenth(value: float) -> str:
    return f"{value:,.1f}"


def _minute(moment: str) -> str:
    return moment[5:16].replace("T", " ")
