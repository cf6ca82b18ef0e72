import os
import subprocess
import sys

import pytest

from gridmap.screens.compiled import compiled_once

SOURCE = b"def double(number: undefined):\n    return 2 * number\n"
LATER = "from __future__ import annotations\ncode = compile(source, 'later.py', 'exec')"
LOAD = """
import sys

compiled = []
sys.addaudithook(lambda event, given: compiled.append(given[1]) if event == "compile" else None)
from gridmap.screens import binding

binding.load()
print(sum(str(name).startswith("shibokensupport") for name in compiled))
from PySide6.QtCore import QPoint
print(QPoint.__init__.__doc__ is not None)
"""


def compiled_in(file, source=SOURCE):
    with compiled_once(file):
        return compile(source, "double.py", "exec")


def test_the_second_process_compiles_nothing_of_pyside(tmp_path):
    def load():
        return subprocess.run(
            [sys.executable, "-c", LOAD], capture_output=True, text=True, timeout=60, check=True,
            env={**os.environ, "GRIDMAP_HOME": str(tmp_path)},
        ).stdout.split()  # fmt: skip

    first, second = load(), load()
    assert int(first[0]) > 0
    assert second == ["0", first[1]]


def test_what_is_kept_is_what_was_compiled_and_written_once(tmp_path):
    file = tmp_path / "home" / "code"
    first = compiled_in(file)
    written = file.stat().st_mtime_ns
    assert compiled_in(file) == first == compile(SOURCE, "double.py", "exec")
    assert file.stat().st_mtime_ns == written


def test_other_code_takes_the_place_of_what_nobody_asked_for_any_more(tmp_path):
    compiled_in(tmp_path / "code")
    size = (tmp_path / "code").stat().st_size
    names = {}
    exec(compiled_in(tmp_path / "code", b"answer = 42"), names)
    assert names["answer"] == 42
    assert (tmp_path / "code").stat().st_size < size


def test_the_features_of_the_asking_module_hold(tmp_path):
    names = {"source": SOURCE}
    for _time in range(2):
        with compiled_once(tmp_path / "code"):
            exec(compile(LATER, "asking.py", "exec"), names)
        exec(names["code"], names)
        assert names["double"].__annotations__ == {"number": "undefined"}
    with pytest.raises(NameError):
        exec(compiled_in(tmp_path / "code"), {})


@pytest.mark.parametrize("where", [2, 6, -1])
def test_a_damaged_file_is_as_good_as_none(tmp_path, where):
    file = tmp_path / "code"
    first, whole = compiled_in(file), file.read_bytes()
    damaged = bytearray(whole)
    damaged[where] ^= 1
    for data in (bytes(damaged), whole[:50], b""):
        file.write_bytes(data)
        assert compiled_in(file) == first
        assert file.read_bytes() == whole


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_somebody_else_is_not_run(tmp_path):
    file = tmp_path / "code"
    compiled_in(file)
    os.chown(file, 1234, 1234)
    compiled_in(file)
    assert file.stat().st_uid == os.geteuid()


def test_without_a_place_to_keep_it_everything_is_compiled(tmp_path):
    (tmp_path / "file").write_text("no folder")
    assert compiled_in(tmp_path / "file" / "code") == compile(SOURCE, "double.py", "exec")


def test_code_that_is_wrong_is_wrong_and_the_compiler_is_back_in_its_place(tmp_path):
    own = compile
    with pytest.raises(SyntaxError), compiled_once(tmp_path / "code"):
        compile(b"1 +", "wrong.py", "exec")
    assert compile is own
    assert not (tmp_path / "code").exists()
