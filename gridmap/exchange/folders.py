"""Which files an import means: files as given; of a folder, those that hold a township."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from gridmap.errors import InputError
from gridmap.exchange.coordinates import is_metric
from gridmap.exchange.readers import SUFFIXES
from gridmap.i18n import _
from gridmap.township.settings import Settings

_ROOMS = ("shapes", "layers")
_SETTINGS = "township.toml"


@dataclass
class Files:
    """The files to read, and what ``township.toml`` beside them says."""

    paths: list[Path] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)


def collect(paths: Sequence[Path], target: Path | None = None) -> Files:
    """The files meant by ``paths``. Raises InputError for a missing one, or a folder of nothing.

    ``target`` is the store that they go to: not meant inside a folder, refused when it is named.
    """
    files = Files()
    for path in paths:
        if not path.exists():
            raise InputError(path, _("文件不存在"), remedy=_("请检查路径"))
        if path.is_dir():
            _collect_folder(path, files, target)
        elif _is_same(path, target):
            raise InputError(path, _("这是镇库本身，不能导入到自己"), remedy=_("请给要导入的文件"))
        elif path.name == _SETTINGS:
            files.settings.update(_settings_in(path))
        else:
            files.paths.append(path)
    files.paths = list(dict.fromkeys(files.paths))
    return files


def _is_same(path: Path, target: Path | None) -> bool:
    """Whether ``path`` is the file ``target``, by whatever name or link."""
    return target is not None and target.exists() and path.samefile(target)


def _collect_folder(folder: Path, files: Files, target: Path | None) -> None:
    """A folder with ``shapes`` or ``layers`` is a township; other folders inside are not entered."""
    rooms = [folder / name for name in _ROOMS if (folder / name).is_dir()]
    before = len(files.paths)
    try:
        for room in (folder, *rooms):
            files.settings.update(_settings_in(room / _SETTINGS))
            if room is not folder or not rooms:
                files.paths += sorted(
                    path for path in room.iterdir() if _is_ledger(path) and not _is_same(path, target)
                )
    except OSError as error:
        raise InputError(folder, _("文件夹打不开"), remedy=_("请检查权限")) from error
    if len(files.paths) == before:
        raise InputError(
            folder, _("文件夹里没有可读的文件"), remedy=_("可用：{names}").format(names=" ".join(SUFFIXES))
        )


def _is_ledger(path: Path) -> bool:
    """Whether a file in a folder is meant: a known suffix, and no read-me, hidden or lock file."""
    plain = path.stem.casefold().startswith(("readme", "license", "~$", ".", "说明"))
    return path.is_file() and path.suffix.lower() in SUFFIXES and not plain


def _settings_in(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        line = " ".join(str(error).split())
        raise InputError(
            path, _("设置文件有错：{line}").format(line=line), remedy=_("请改正后再导入")
        ) from error
    _check_settings(path, values)
    return values


def settings_after(settings: Settings, found: dict[str, Any]) -> Settings:
    """``settings`` with what ``township.toml`` says. A township keeps the CRS it has."""
    if not found:
        return settings
    own = {item.name: getattr(settings, item.name) for item in fields(Settings)}
    merged = {**own, **{name: value for name, value in found.items() if name in own}}
    if settings.crs:
        merged["crs"] = settings.crs
    return Settings.of(merged)


def _check_settings(path: Path, values: dict[str, Any]) -> None:
    """Refuse settings of another type than their defaults, and a working CRS that is not in metres."""
    own = vars(Settings())
    for name, value in values.items():
        kinds = (int, float) if type(own.get(name)) in (int, float) else (type(own.get(name, value)),)
        if not isinstance(value, kinds) or isinstance(value, bool) not in (False, bool in kinds):
            raise InputError(
                path, _("设置 {name} 的值类型不对").format(name=name), remedy=_("请改正后再导入")
            )
    if values.get("crs") and not is_metric(str(values["crs"])):
        raise InputError(path, _("crs 不是以米为单位的投影坐标系"), remedy=_("应写成 EPSG:n，单位为米"))
