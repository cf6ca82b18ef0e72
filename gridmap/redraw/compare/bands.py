"""What is ordinary here: how the measures range over legal plans drawn at random by nobody's wish."""

import contextlib
import json
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from typing import IO

import numpy as np

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.redraw.compare.comparison import Comparison
from gridmap.redraw.compare.draws import Draw, draw_of
from gridmap.redraw.compare.measures import TITLES, combined
from gridmap.township.child import command, environment

SAMPLES = 200
SEED = 20261126
"""Fixed, so that a band that was shown in public can be shown again."""
LOW, HIGH = 5.0, 95.0
FEWEST = 10
"""Fewer different plans of whole groups say nothing of what is ordinary: then yards are joined."""
LOOK_S = 0.05
"""How often somebody who waits for plans is asked whether to go on."""
Plans = list[dict[str, float]]
Say = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Bands:
    """For each measure the 5 %, 50 % and 95 % of sampled legal plans of the compared villages.

    ``villages`` are those that could be sampled; the others count as they are. ``units`` are what the
    plans are made of. ``notes`` say what to know, one line each; without ``ranges`` why there are none.
    """

    ranges: Mapping[str, tuple[float, float, float]]
    samples: int = 0
    seed: int = SEED
    units: str = "group"
    villages: tuple[str, ...] = ()
    seconds: float = 0.0
    notes: tuple[str, ...] = ()


class SamplingCancelled(GridmapError):
    """The user asked the sampling to stop; nothing was changed."""


class Sampler:
    """The process that samples villages one after the other. Use as a context; ``cancel`` from any
    thread kills the process, and a running ``draw`` raises SamplingCancelled."""

    def __init__(self) -> None:
        self.cancelled = False
        self._guard = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Sampler":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._end()

    def cancel(self) -> None:
        """Stop now."""
        self.cancelled = True
        with self._guard:
            if self._process is not None:
                self._process.kill()

    def draw(self, asked: Draw, beat: Callable[[], None] = lambda: None) -> Plans:
        """The figures of each plan that was drawn; fewer than asked for when there are few, or time is up.

        ``beat`` is called while it waits, and stops everything by raising."""
        with self._guard:
            if not self.cancelled and self._process is None:
                self._process = _start()
        process = self._process
        if self.cancelled or process is None or process.stdin is None or process.stdout is None:
            raise SamplingCancelled(_("已取消，没有改动"))
        with contextlib.suppress(OSError):  # killed meanwhile: no line follows
            process.stdin.write(json.dumps(asdict(asked)) + "\n")
            process.stdin.flush()
        line = _awaited(process.stdout, beat)
        if self.cancelled:
            raise SamplingCancelled(_("已取消，没有改动"))
        if not line:
            self._end()
            return []
        found: Plans = json.loads(line)
        return found

    def _end(self) -> None:
        with self._guard:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _awaited(pipe: IO[str], beat: Callable[[], None]) -> str:
    """The next line, '' when the process has ended."""
    lines: list[str] = []

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError):  # it was ended meanwhile
            lines.append(pipe.readline())

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    while listener.is_alive():
        listener.join(LOOK_S)
        beat()
    return lines[0] if lines else ""


def _start() -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command("gridmap.redraw.compare.sampling"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=environment(), encoding="utf-8",
    )  # fmt: skip


def bands_of(
    found: Comparison, sampler: Sampler, *, samples: int = SAMPLES, seed: int = SEED, units: str = "group",
    say: Say = lambda _done, _total, _words: None,
) -> Bands:  # fmt: skip
    """Sampled legal plans of the villages that are compared, with as many grids as the second plan.

    ``units`` are whole groups, or household yards; a village whose groups make no legal plan gets
    yards. Raises SamplingCancelled, and whatever ``say`` raises, after the process has gone.
    """
    if find_spec("gerrychain") is None:
        return Bands({}, notes=(_("没有安装 gerrychain，不画中性区间：pip install gridmap[bands]"),))
    begun = time.perf_counter()
    drawn: list[Plans] = []
    done, notes = [], []
    for number, village in enumerate(found.scope):
        title = found.after.village_title(village)

        def beat(number: int = number, title: str = title) -> None:
            say(number, len(found.scope), title)

        beat()
        plans, note = _village(found, village, partial(sampler.draw, beat=beat), (units, samples, seed))
        drawn.append(plans)
        notes += [f"{title}：{note}"] if note else []
        done += [title] if len(plans) > 1 else []
    if not done:
        return Bands({}, units=units, seed=seed, notes=tuple(notes))
    sets = [combined([plans[at % len(plans)] for plans in drawn]) for at in range(samples)]
    ranges = {name: _range([plan[name] for plan in sets]) for name in TITLES}
    notes.append(
        _("中性区间：{n} 个随机合法方案（GerryChain ReCom，种子 {seed}）的 5–95 %").format(
            n=samples, seed=seed
        )
    )
    return Bands(ranges, samples, seed, units, tuple(done), time.perf_counter() - begun, tuple(notes))


def _village(
    found: Comparison, village: int, draw: Callable[[Draw], Plans], how: tuple[str, int, int]
) -> tuple[Plans, str]:
    """The plans of one village and what to say of them; only its own one when there is nothing to sample."""
    wanted, samples, seed = how
    own, note = {"grids": 0.0}, ""
    plans: Plans = []
    for units in dict.fromkeys((wanted, "household")):
        asked, own = draw_of(found, village, units, samples, seed)
        drawn = draw(asked) if asked is not None else []
        different = len({tuple(plan.values()) for plan in drawn})
        if len(drawn) and (units == "household" or different >= FEWEST):
            return drawn, note
        plans = plans or drawn
        note = _("整组只抽到 {n} 种合法方案，改按住户院落抽样").format(n=different)
    if len(plans) > 1:
        return plans, _("只抽到很少几种合法方案")
    one = own["grids"] < 2
    return [own], _("只有一个网格，没有别的分法") if one else _("没有抽到合法方案，按现状计")


def _range(values: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = np.nanpercentile(values, (LOW, 50.0, HIGH)).tolist()
    return low, middle, high
