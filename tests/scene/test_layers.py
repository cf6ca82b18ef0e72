import pytest

from gridmap.errors import InputError
from gridmap.scene.layers import load_layers


def test_overlays_come_from_the_ground_up(tmp_path):
    (tmp_path / "upper.toml").write_text('title = "上"\ntable = "roads"\ndraw = "line"\norder = 2\n', "utf-8")
    (tmp_path / "lower.toml").write_text(
        'title = "下"\ntable = "waters"\ndraw = "line"\norder = 1\n', "utf-8"
    )
    assert [layer.name for layer in load_layers(tmp_path)] == ["lower", "upper"]


@pytest.mark.parametrize("text", ["title = ", 'title = "x"\ncolour = "red"\n'])
def test_a_bad_file_is_named_in_one_line(tmp_path, text):
    (tmp_path / "roads.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"roads\.toml") as failure:
        load_layers(tmp_path)
    assert "\n" not in str(failure.value)
