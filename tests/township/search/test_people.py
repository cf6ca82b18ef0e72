"""The search finds what a patient look through every row finds, in the order that is promised."""

from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import make_table

from gridmap.township.mask import mask_name
from gridmap.township.search import NOBODY, People, SearchIndex
from gridmap.township.search.phones import numbers_in
from gridmap.township.search.pinyin import readings_of, sounds
from gridmap.township.search.texts import folded
from gridmap.township.settings import Settings
from gridmap.township.snapshot import Snapshot

NAMES = st.text("王张曾单小红aB·", max_size=4)
NUMBERS = st.text("019a", min_size=1, max_size=5)
PHONES = st.one_of(st.just("无"), st.text("01", min_size=3, max_size=12), st.just("1380000、1390101"))
RESIDENT = st.tuples(NAMES, PHONES, st.integers(0, 6))
HOUSEHOLD = st.tuples(NUMBERS, NAMES, PHONES)
TYPED = st.one_of(
    NAMES, NUMBERS, st.text("01", min_size=4, max_size=12), st.text("wangzhexio", min_size=1, max_size=4),
    st.sampled_from(["wang", "zhang", "zeng", "shan", "xiaohong", "xh", "网", "a", "1"]),
)  # fmt: skip


def town(households, residents):
    numbers, heads, phones = zip(*households, strict=True)
    fids = range(1, len(households) + 1)
    tables = {
        "grids": make_table("grids", fid=[1, 2], uuid=["g1", "g2"], code=["1", "01"], name=["王网格", "张"]),
        "households": make_table(
            "households", fid=fids, uuid=[f"h{fid}" for fid in fids], household_no=numbers, head_name=heads,
            phone=phones,
        ),
    }  # fmt: skip
    if residents:
        names, phones, homes = zip(*residents, strict=True)
        homes = [home if home <= len(households) else 0 for home in homes]
        tables["residents"] = make_table("residents", name=names, phone=phones, household_no_fid=homes)
    return Snapshot(Settings(), tables)


def looked_through(town, typed):
    """Every row, one after another: (uuid, masked title) in the order of ``SearchIndex``."""
    households, residents = town["households"], town["residents"]
    persons = [*zip(households["head_name"], households["fid"], households["phone"], strict=True)]
    persons += zip(residents["name"], residents["household_no_fid"], residents["phone"], strict=True)
    calls = [(number[::-1], name, home) for name, home, phone in persons for number in numbers_in(phone)]
    grids = [*zip(town["grids"]["name"], town["grids"]["code"], town["grids"]["uuid"], strict=True)]
    numbers = [*zip(households["household_no"], households["fid"], households["head_name"], strict=True)]
    read = readings_of({letter for name, *_rest in [*persons, *grids] for letter in name})

    def in_order(rows):
        return [row[-1] for row in sorted(rows, key=lambda row: row[:-1])]

    def person(name, home):
        return (f"h{home}" if home else "", mask_name(name))

    def texts(fits):
        yield from in_order(
            (folded(key), at, (grid[2], grid[0])) for at, grid in enumerate(grids) for key in grid[:2]
            if fits(folded(key))
        )  # fmt: skip
        yield from in_order(
            (folded(name), name, home, person(name, home)) for name, home, _phone in persons
            if fits(folded(name))
        )  # fmt: skip
        yield from in_order(
            (folded(number), home, person(head, home)) for number, home, head in numbers
            if fits(folded(number))
        )  # fmt: skip

    def spoken(fits):
        yield from in_order(
            (folded(sound), at, (grid[2], grid[0])) for at, grid in enumerate(grids)
            for sound in sounds(grid[0], read) if fits(folded(sound))
        )  # fmt: skip
        yield from in_order(
            (folded(sound), folded(name), name, home, person(name, home)) for name, home, _phone in persons
            for sound in sounds(name, read) if fits(folded(sound))
        )  # fmt: skip

    key = folded(typed.strip())
    found = [*texts(lambda text: text == key), *texts(lambda text: text.startswith(key))]
    if key.isalpha():
        found += [*spoken(lambda text: text == key), *spoken(lambda text: text.startswith(key))]
    if key.isdigit() and len(key) >= 4:
        found += in_order(
            (backwards, folded(name), name, home, person(name, home)) for backwards, name, home in calls
            if backwards.startswith(typed[::-1])
        )  # fmt: skip
    return [*found, *texts(lambda text: key in text)]


@settings(max_examples=400, deadline=None)
@given(st.lists(HOUSEHOLD, min_size=1, max_size=6), st.lists(RESIDENT, max_size=12), TYPED.filter(str.strip))
def test_the_best_hits_are_those_of_a_patient_look(gather, households, residents, typed):
    snapshot = town(households, residents)
    index = SearchIndex(snapshot, gather(snapshot))
    hits = [(hit.uuid, hit.title) for hit in index.find(typed, limit=10_000)]
    # behind their masks two people of a household may look alike
    assert list(dict.fromkeys(hits)) == list(dict.fromkeys(looked_through(snapshot, typed)))
    assert [(hit.uuid, hit.title) for hit in index.find(typed)] == hits[:12]


@given(st.lists(HOUSEHOLD, min_size=1, max_size=6), st.lists(RESIDENT, max_size=12))
def test_people_survive_the_journey_between_two_processes(gather, households, residents):
    people = gather(town(households, residents))
    arrived = People.of(people.arrays(), people.readings)
    for name, array in people.arrays().items():
        assert arrived.arrays()[name].tolist() == array.tolist()
    assert arrived.readings == people.readings


def test_nobody_is_nobody():
    snapshot = town([("1", "王一", "13812345678")], [])
    assert [hit.table for hit in SearchIndex(snapshot, NOBODY).find("王")] == ["grids"]
