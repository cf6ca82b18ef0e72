"""Which township was opened last."""

import json
from pathlib import Path

from gridmap.township.folders import own_folder


def last_opened() -> str | None:
    """The township opened last, while it still is where it was."""
    try:
        address = str(json.loads(_note().read_text("utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return address if Path(address).is_file() else None


def remember(address: str) -> None:
    """Open this township next time. A folder that cannot be written only forgets."""
    note = _note()
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        fresh = note.with_suffix(".new")
        fresh.write_text(json.dumps({"address": address}), "utf-8")
        fresh.replace(note)
    except OSError:
        return


def _note() -> Path:
    return own_folder() / "last.json"
