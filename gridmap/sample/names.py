"""Invented names, numbers and words: fixed lists, and ID numbers that can be nobody's."""

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]

_COMMON = "李王张陈刘杨唐周罗何蒋邓胡彭谢曾冯贺黄吴徐蔡龙代夏姚肖田余郑赵谭廖秦向文段邹舒米"
SURNAMES = np.array([*_COMMON, "欧阳"], object)
_SHARES = 1.0 / (np.arange(len(SURNAMES)) + 4.0)
_MEN = np.array([*"建国明志强德华兴永光福贵松林海涛波斌伟军勇刚平安祥云江川学文武忠良正荣昌"], object)
_WOMEN = np.array([*"秀英芳兰玉珍桂淑华凤琼素碧群丽娟敏霞燕红梅莲菊会容蓉清琴晓雪静婷蕾"], object)
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK = np.array([*"10X98765432"], object)

AWAY = np.array(
    ["重庆市渝北区", "重庆市沙坪坝区", "重庆市合川区", "潼南区城区", "四川省成都市", "四川省遂宁市",
     "广东省东莞市", "广东省深圳市", "浙江省温州市", "福建省泉州市", "贵州省贵阳市", "新疆昌吉州"],
    object,
)  # fmt: skip


def surnames(rng: np.random.Generator, count: int) -> Texts:
    """Surnames, the common ones often."""
    return np.asarray(SURNAMES[rng.choice(len(SURNAMES), count, p=_SHARES / _SHARES.sum())])


def given_names(rng: np.random.Generator, male: NDArray[np.bool_]) -> Texts:
    """Given names of one or two characters."""
    count = len(male)
    first = np.where(
        male, _MEN[rng.integers(len(_MEN), size=count)], _WOMEN[rng.integers(len(_WOMEN), size=count)]
    )
    other = np.where(
        male, _MEN[rng.integers(len(_MEN), size=count)], _WOMEN[rng.integers(len(_WOMEN), size=count)]
    )
    return np.asarray(np.where(rng.random(count) < 0.8, first + other, first))


def unique_names(rng: np.random.Generator, male: NDArray[np.bool_], used: set[str]) -> list[str]:
    """Full names of which no two are equal and none is in ``used``, which takes them up."""
    found: list[str] = []
    for one in male:
        name = ""
        while not name or name in used:
            name = str(surnames(rng, 1)[0] + given_names(rng, np.array([one]))[0])
        used.add(name)
        found.append(name)
    return found


def phones(rng: np.random.Generator, count: int) -> Texts:
    """Eleven digits that begin with 12: no such mobile number exists."""
    return np.array([f"12{number:09d}" for number in rng.integers(0, 10**9, count).tolist()], object)


def id_numbers(region: str, birth: Texts, male: NDArray[np.bool_]) -> Texts:
    """Different 18-digit numbers with a valid check digit (ISO 7064 MOD 11-2).

    ``region`` has six digits and begins with 99, which no region does; ``birth`` is YYYY-MM-DD.
    """
    days = np.array([text.replace("-", "") for text in birth.tolist()], object)
    order = np.lexsort((np.arange(len(days)), male, days.astype(np.int64)))
    same = (days[order][1:] == days[order][:-1]) & (male[order][1:] == male[order][:-1])
    begin = np.flatnonzero(np.r_[True, ~same])
    rank = np.empty(len(days), np.int64)
    rank[order] = np.arange(len(days)) - np.repeat(begin, np.diff(np.r_[begin, len(days)]))
    serial = 2 * rank + male
    if len(serial) and serial.max() > 999:
        raise ValueError("too many people of one birthday in one region")
    heads = [f"{region}{day}{number:03d}" for day, number in zip(days, serial.tolist(), strict=True)]
    digits = np.array([[int(c) for c in head] for head in heads], np.int64).reshape(-1, 17)
    return np.array([*np.array(heads, object) + _CHECK[(digits @ _WEIGHTS) % 11]], object)
