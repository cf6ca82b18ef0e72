"""Texts on screen: Chinese first, other languages by gettext catalogues beside this file.

Source texts are Chinese, so a missing catalogue still shows good Chinese. No Qt here.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")


@cache
def language() -> str:
    """The language of the screens: ``GRIDMAP_LANGUAGE`` if it names one we have, else Chinese.
    It is that of when the program first asked."""
    wanted = os.environ.get("GRIDMAP_LANGUAGE", "zh")[:2]
    return wanted if wanted in LANGUAGES else "zh"


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    folder = Path(__file__).parent / "locale"
    return gettext.translation("gridmap", folder, languages=[name], fallback=True)


def _(text: str) -> str:
    """``text`` in the language of the screens."""
    return text if language() == "zh" else _catalogue(language()).gettext(text)
