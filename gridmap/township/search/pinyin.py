"""Names as they are typed without Chinese: pinyin in full and by its initials, without tones."""

from collections.abc import Iterable, Mapping

Readings = Mapping[str, str]
"""The pinyin of single characters. What is not in it reads as it is written."""

_SURNAME_READINGS = {"曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "朴": "piao",
                     "查": "zha", "盖": "ge", "任": "ren", "覃": "qin", "尉": "yu", "冼": "xian"}  # fmt: skip


def readings_of(letters: Iterable[str]) -> dict[str, str]:
    """The pinyin of each of these characters. pypinyin, 0.2 s and 40 MB, is imported for it."""
    from pypinyin import lazy_pinyin

    return {letter: "".join(lazy_pinyin(letter)).lower() for letter in letters}


def sounds(name: str, readings: Readings) -> tuple[str, ...]:
    """How a name may be typed: in full, and its initials; () where it holds no Chinese."""
    if name.isascii():
        return ()
    read = [readings.get(letter, letter) for letter in name]
    read[0] = _SURNAME_READINGS.get(name[0], read[0])
    return "".join(read), "".join([sound[:1] for sound in read])
