"""Every count on the wall is what a plain SQL query on the store says: a test for each figure of each scene.

The figures are read where everybody in the room reads them, beside or below their title.
"""

import shutil
import sqlite3
from datetime import datetime, timedelta

import numpy as np
import pytest
import shapely

from gridmap.response.alarm_states import AlarmStep, alarm_change
from gridmap.scene.wall import wall_content
from gridmap.scene.wall_grids import worst
from gridmap.screens.wall.corners import corners
from gridmap.screens.wall.face import Face
from gridmap.screens.wall.layout import Layout
from gridmap.screens.wall.sheet import Text
from gridmap.screens.wall.state import WallState
from gridmap.session import Session
from gridmap.store import open_store
from gridmap.township.change import Change

pytestmark = pytest.mark.usefixtures("qapp")

NOW = datetime(2026, 11, 23, 14, 32, 7)  # a Monday
NIGHT = NOW + timedelta(days=1, hours=12)
OPEN = """FROM incidents WHERE happened_at <= :now AND (finished_at > :now OR (finished_at = '' AND
status NOT IN ('已办结', '已移交派出所', '已作废')))"""
COUNT = f"SELECT COUNT(*) {OPEN} "
INSIDE = "FROM inside JOIN households AS h ON h.fid = house JOIN grids AS g ON g.fid = lies_in"
WEEK = (
    "started_at >= date(:today, '-' || ((strftime('%w', :today) + 6) % 7) || ' days') AND started_at <= :now"
)
BY_GROUP = f"""SELECT g.village_fid AS village, MIN(2, COUNT(p.fid)) AS walked FROM groups AS g
LEFT JOIN patrols AS p ON p.group_fid = g.fid AND {WEEK} GROUP BY g.fid"""
VISITED = """WITH past AS (SELECT household_no_fid AS home, substr(visited_at, 1, 10) AS day, tier,
  ROW_NUMBER() OVER (PARTITION BY household_no_fid
    ORDER BY tier <> '' DESC, visited_at DESC, fid DESC) AS back
  FROM visits WHERE visited_at <> '' AND visited_at <= :now),
every AS (SELECT home, CASE tier WHEN 'high' THEN 7 WHEN 'key' THEN 30 WHEN 'general' THEN 91 END AS days
  FROM past WHERE back = 1),
done AS (SELECT DISTINCT home FROM past WHERE day = :today),
due AS (SELECT home FROM past JOIN every USING (home) WHERE day < :today GROUP BY home
  HAVING julianday(:today) - julianday(MAX(day)) >= MAX(days))
"""
LIMIT = """CASE WHEN status IN ('待受理', '已退回') THEN julianday(happened_at)
    + CASE urgency WHEN 'P1' THEN 2 / 1440.0 WHEN 'P2' THEN 15 / 1440.0 ELSE 4 / 24.0 END
  ELSE julianday(accepted_at) + CASE urgency WHEN 'P1' THEN 20 / 1440.0 WHEN 'P2' THEN 1
    ELSE CASE strftime('%w', accepted_at) WHEN '1' THEN 3 WHEN '2' THEN 3 WHEN '0' THEN 3 WHEN '6' THEN 4
    ELSE 5 END END END"""
"""When the time of an open incident is over: minutes, a day, or three days of work."""


@pytest.fixture(scope="module")
def town(tmp_path_factory, sample_store):
    """The sample with a hostel that breaks a cap, a shelved alarm and somebody on his way."""
    path = tmp_path_factory.mktemp("figures") / "town.gpkg"
    shutil.copy(sample_store, path)
    session = Session(open_store(path), "值班员")
    session.load_rest()
    hostel = session.snapshot["households"].take([100]).replace(resident=np.array([900.0]))
    session.write(Change("集体户", {"households": hostel}))
    incidents = session.snapshot["incidents"]
    rows = np.flatnonzero(incidents.text("finished_at") == "")
    sent = incidents.take(rows[:1]).replace(status=np.array(["已派单"], object))
    session.write(Change("派单", {"incidents": sent}))
    key = str(incidents["uuid"][rows[1]])
    session.write(alarm_change([AlarmStep(key, "shelved", NOW, "值班", NOW + timedelta(hours=1), "等料")]))
    yield session
    session.close()


@pytest.fixture(scope="module")
def ask(town):
    """``ask(sql, now)`` -> the first value; ``holds(area, point)`` knows GeoPackage's shapes."""
    connection = sqlite3.connect(f"file:{town.address}?mode=ro", uri=True)
    known = {}

    def holds(area, point):
        if area is None or point is None:
            return False
        if area not in known:
            known[area] = shape(area)
            shapely.prepare(known[area])
        spot = shape(point)
        return bool(shapely.intersects_xy(known[area], spot.x, spot.y))

    connection.create_function("holds", 2, holds, deterministic=True)
    connection.execute("""CREATE TEMP TABLE inside AS SELECT h.fid AS house, g.fid AS lies_in
        FROM households AS h JOIN grids AS g ON holds(g.geom, h.geom)""")
    connection.create_function("placed", 1, lambda blob: blob is not None and not shape(blob).is_empty)

    def ask(sql, now=NOW, **values):
        told = {"now": now.isoformat(), "today": now.date().isoformat(), **values}
        return connection.execute(sql, told).fetchone()[0]

    yield ask
    connection.close()


def shape(blob):
    """The shape in a GeoPackage's blob: its own header, then WKB."""
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    return shapely.from_wkb(blob[8 + envelope :])


@pytest.fixture(scope="module")
def look(town):
    """``look(scene, now, **state)`` -> every text of a very wide wall; contents are counted once."""
    known, layout = {}, Layout.of(7680, 2160)

    def look(scene, now=NOW, **state):
        if now not in known:
            public = town.public
            found = public.findings("resident")
            known[now] = wall_content(public.snapshot, public.census, found, now)
        face = Face(known[now], WallState(clock=now, scene=scene, **state), layout)
        sheets = [*face.sheets(0), corners(known[now], face.state, face.layout, (), 0.05)]
        return Reading(known[now], [m for s in sheets for m in s.marks if isinstance(m, Text)], layout.unit)

    return look


class Reading:
    """The texts of one look, found as a reader finds them."""

    def __init__(self, content, texts, unit):
        self.content, self.texts, self.unit = content, texts, unit

    @property
    def words(self):
        return [text.text for text in self.texts]

    def title(self, name):
        return next(text for text in self.texts if text.text == name)

    def beside(self, name, after=0):
        """The text right of a title on its line; ``after`` skips some."""
        title = self.title(name)
        line = [t for t in self.texts
                if t.baseline == title.baseline and t.zone == title.zone and t.x > title.x]  # fmt: skip
        return sorted(line, key=lambda text: text.x)[after].text

    def below(self, name):
        """The figures below a title, big and small together."""
        title = self.title(name)
        line = [t for t in self.texts if t.baseline == title.baseline + round(96 * self.unit)
                and t.zone == title.zone and t.x > title.x - 10 * self.unit]  # fmt: skip
        first, *rest = [text.text for text in sorted(line, key=lambda text: text.x)]
        return first + (rest[0] if rest and rest[0].startswith("/") else "")


def has(words):
    """The whole text with the figure in it."""
    return lambda reading, figure: words.format(n=figure) in reading.words


def below(title, words="{n}"):
    return lambda reading, figure: reading.below(title) == words.format(n=figure)


def beside(title, words="{n}", after=0):
    return lambda reading, figure: reading.beside(title, after) == words.format(n=figure)


STATUSES = {"待受理": "'待受理', '已退回'", "已受理": "'已受理', '已上交'", "处置中": "'已派单', '处理中'",
            "待核实": "'待核实', '已核实'", "已挂起": "'已挂起'"}  # fmt: skip
SHARE = f"SELECT SUM(walked) || '/' || (2 * COUNT(*)) FROM ({BY_GROUP})"
VISITS = (
    VISITED
    + """SELECT (SELECT COUNT(*) FROM done) || '/' ||
(SELECT COUNT(*) FROM (SELECT home FROM done UNION SELECT home FROM due))"""
)
OUT = "FROM patrols WHERE started_at >= :today AND started_at <= :now AND (ended_at = '' OR ended_at > :now)"
TOWN = {  # scene, how it is said, what SQL says
    "alarms": ("monitor", has("告警 {n}"), COUNT + """AND uuid NOT IN (SELECT alarm FROM alarm_steps
        WHERE state = 'shelved' AND until > :now)""",
        "SELECT COUNT(*) FROM (SELECT g.fid " + INSIDE + " GROUP BY g.fid HAVING SUM(h.resident) > 1000)",
        f"""SELECT COUNT(*) FROM (SELECT a.staff_fid {INSIDE} JOIN assignments AS a ON a.grid_fid = g.fid
        WHERE a.role = 'grid_leader' GROUP BY a.staff_fid HAVING SUM(h.resident) > 2000)"""),
    "shelved": ("monitor", lambda r, n: any(f"搁置 {n}" in words for words in r.words),
        "SELECT COUNT(DISTINCT alarm) FROM alarm_steps WHERE state = 'shelved' AND until > :now"),
    "at_home": ("monitor", below("在家"), "SELECT printf('%,d', COUNT(*)) FROM residents WHERE at_home = 1"),
    "aged": ("monitor", below("在家 60 岁以上"), """SELECT printf('%,d', COUNT(*)) FROM residents
        WHERE at_home = 1 AND birth_date <> '' AND birth_date <= date(:today, '-60 years')"""),
    "visits": ("monitor", below("今日走访"), VISITS),
    "patrols": ("monitor", below("本周巡防"), SHARE),
    "over": ("monitor", beside("超限网格 按常住"),
        "SELECT COUNT(*) FROM (SELECT g.fid " + INSIDE + " GROUP BY g.fid HAVING SUM(h.resident) > 1000)"),
    "unplaced": ("monitor", has("未落图 {n}"), "SELECT COUNT(*) FROM households WHERE NOT placed(geom)"),
    "places": ("monitor", has("{n}"),
        "SELECT (SELECT COUNT(*) FROM villages) || ' 村 ' || (SELECT COUNT(*) FROM grids) || ' 网格'"),
    "cap": ("analyse", lambda r, n: any(f"超限网格 {n}" in words for words in r.words), f"""
        SELECT '常住 ' || SUM(a > 1000) || ' 户籍 ' || SUM(b > 1000) || ' 在家 ' || SUM(c > 1000)
        FROM (SELECT SUM(h.resident) AS a, SUM(h.registered) AS b, SUM(h.at_home) AS c {INSIDE}
        GROUP BY g.fid)"""),
    "week": ("trend", beside("每日事件"), """SELECT '合计 ' || COUNT(*) FROM incidents
        WHERE happened_at >= date(:today, '-6 days') AND happened_at <= :now"""),
    "owed": ("trend", beside("走访 户次"), VISITED + """SELECT '今日应访 ' || COUNT(*)
        FROM (SELECT home FROM done UNION SELECT home FROM due)"""),
    "week_patrols": ("trend", beside("本周巡防"), SHARE),
    "open": ("coordinate", has("在办事件 {n}"), COUNT),
    "reopened": ("coordinate", lambda r, n: any("重新打开" in words for words in r.words) is (n > 0),
        "SELECT COUNT(*) FROM incident_steps WHERE verb = 'reopen'"),
    "out": ("coordinate", beside("巡防在途", "{n} 队"), "SELECT COUNT(*) " + OUT),
    "begun": ("coordinate", beside("今日巡防", "{n} 次"),
        "SELECT COUNT(*) FROM patrols WHERE started_at >= :today AND started_at <= :now"),
    "teams": ("coordinate", beside("今日巡防", "共 {n} 队", 1),
        "SELECT COUNT(*) FROM organisations WHERE kind = 'patrol_team'"),
    "coordinate_patrols": ("coordinate", beside("本周巡防"), SHARE),
    "coordinate_visits": ("coordinate", beside("今日走访"), VISITS),
    "sent": ("coordinate", beside("已派人员", "{n} 人"),
        f"SELECT COUNT(DISTINCT handler) {OPEN} AND status IN ('已派单', '处理中') AND handler <> ''"),
    "leaders": ("coordinate", beside("网格长", "{n} 人"),
        "SELECT COUNT(DISTINCT staff_fid) FROM assignments WHERE role = 'grid_leader'"),
    "workers": ("coordinate", beside("网格员", "{n} 人"),
        "SELECT COUNT(DISTINCT staff_fid) FROM assignments WHERE role = 'grid_worker'"),
    "mediation": ("coordinate", beside("调解队", "{n} 队"),
        "SELECT COUNT(*) FROM organisations WHERE kind IN ('mediation_team', 'womens_mediation_team')"),
    "shelters": ("coordinate", beside("避难场所", "{n} 处"),
        "SELECT COUNT(*) FROM places WHERE kind = 'shelter'"),
    "beds": ("coordinate", beside("避难场所", "可容 {n} 人", 1),
        "SELECT SUM(capacity) FROM places WHERE kind = 'shelter'"),
    "clinics": ("coordinate", beside("卫生院", "{n} 处"),
        "SELECT COUNT(*) FROM places WHERE kind = 'clinic'"),
    "clinic_room": ("coordinate", beside("卫生院", "可容 {n} 人", 1),
        "SELECT SUM(capacity) FROM places WHERE kind = 'clinic'"),
    **{name: ("coordinate", below(name), f"{COUNT}AND status IN ({words})")
       for name, words in STATUSES.items()},
    **{name: ("coordinate", beside(name), f"{COUNT}AND level = '{level}'")
       for name, level in (("微", "micro"), ("小", "small"), ("大", "big"), ("未定", ""))},
}  # fmt: skip


@pytest.mark.parametrize("name", TOWN)
def test_a_figure_of_the_town_is_what_sql_counts(look, ask, name):
    scene, said, *sums = TOWN[name]
    page = {"scene": "analyse", "trend": True} if scene == "trend" else {"scene": scene}
    told = [ask(sql) for sql in sums]
    figure = sum(told) if len(told) > 1 else told[0]
    assert said(look(**page), figure), figure


def test_the_late_ones_are_those_whose_time_is_over(look, ask):
    late = ask(f"{COUNT}AND status <> '已挂起' AND {LIMIT} < julianday(:now)", NIGHT)
    assert late > 0
    assert f"超时 {late}" in look("coordinate", NIGHT).words


def test_the_meter_counts_what_came_in_ten_minutes(look, ask):
    now = datetime(2026, 11, 23, 14, 9)
    came = ask(
        """SELECT COUNT(*) FROM incidents
        WHERE julianday(happened_at) > julianday(:now) - 10 / 1440.0 AND happened_at <= :now""",
        now,
    )
    assert came > 0
    assert any(f"10 分内 {came}" in words for words in look("monitor", now).words)


def test_patrols_under_way_with_their_members(look, ask):
    now = datetime(2026, 11, 23, 9, 0)
    reading = look("coordinate", now)
    out = ask("SELECT COUNT(*) " + OUT, now)
    assert out > 0
    assert reading.beside("巡防在途") == f"{out} 队"
    assert reading.beside("巡防在途", 1) == f"{ask('SELECT SUM(member_count) ' + OUT, now)} 人"


def test_each_day_of_the_two_charts(look, ask):
    content = look("analyse", trend=True).content
    for days, table, column in ((content.week, "incidents", "happened_at"),
                                (content.visits_by_day, "visits", "visited_at")):  # fmt: skip
        sql = f"SELECT COUNT(*) FROM {table} WHERE substr({column}, 1, 10) = :day AND {column} <= :now"
        assert [count for _day, count in days] == [ask(sql, day=day.isoformat()) for day, _count in days]


def test_each_bar_of_the_charts_says_its_count(look):
    reading = look("analyse", trend=True)
    for days in (reading.content.week, reading.content.visits_by_day):
        for _day, count in days:
            assert f"{count:,}" in reading.words


def test_the_patrols_of_each_village(look, ask):
    reading = look("analyse", trend=True)
    for share in reading.content.patrols_by_village:
        sql = f"""SELECT SUM(walked) || '/' || (2 * COUNT(*)) FROM ({BY_GROUP})
            WHERE village = (SELECT fid FROM villages WHERE name = :village)"""
        assert reading.beside(share.village) == ask(sql, village=share.village)


def test_the_people_of_each_grid_on_each_population(look, ask):
    reading = look("analyse")
    for load in reading.content.grids:
        for at, population in enumerate(("resident", "registered", "at_home")):
            sql = f"SELECT printf('%,d', SUM(h.{population})) {INSIDE} WHERE g.uuid = :uuid"
            assert reading.beside(load.name, at) == ask(sql, uuid=load.uuid)


def test_the_figures_of_a_grid_in_the_light(look, ask):
    for load in worst(look("monitor").content.grids):
        reading, values = look("monitor", spot=load.uuid), {"uuid": load.uuid}
        for title, population in (("常住 上限 1,000", "resident"), ("户籍 上限 1,000", "registered"),
                                  ("在家", "at_home")):  # fmt: skip
            sql = f"SELECT printf('%,d', SUM(h.{population})) {INSIDE} WHERE g.uuid = :uuid"
            assert reading.below(title) == ask(sql, **values)
        aged = f"""SELECT COUNT(*) FROM residents AS r JOIN (SELECT h.fid {INSIDE} WHERE g.uuid = :uuid) AS h
            ON r.household_no_fid = h.fid WHERE r.at_home = 1 AND r.birth_date <> ''
            AND r.birth_date <= date(:today, '-60 years')"""
        assert reading.below("在家 60 岁以上") == f"{ask(aged, **values):,}"
        opened = f"{COUNT}AND restricted <> 1 AND grid_fid = (SELECT fid FROM grids WHERE uuid = :uuid)"
        assert reading.beside("在办事件") == str(ask(opened, **values))


def test_the_visits_of_the_news_are_those_of_the_village_and_the_hour(look, ask):
    content = look("monitor").content
    told = [news for news in content.feed if news.what.startswith("走访")]
    assert told
    for news in told:
        sql = """SELECT COUNT(*) FROM visits AS v JOIN households AS h ON h.fid = v.household_no_fid
            JOIN villages AS w ON w.fid = h.village_fid WHERE w.name = :village AND v.visited_at <= :now
            AND substr(v.visited_at, 1, 13) = :hour"""
        count = ask(sql, village=news.where, hour=f"{news.at:%Y-%m-%dT%H}")
        assert news.what == f"走访 {count} 户次"


def test_the_marks_of_the_time_line_are_the_incidents_of_a_day(look, ask):
    marks = look("monitor").content.marks
    since = "julianday(happened_at) > julianday(:now) - 1 AND happened_at <= :now"
    assert len(marks) == ask(f"SELECT COUNT(*) FROM incidents WHERE {since}")
    assert sum(mark.open for mark in marks) == ask(f"{COUNT}AND {since}")
