import pytest

from gridmap.township.layer import LayerDefinition


def test_a_layer_is_read_from_its_toml():
    layer = LayerDefinition.parse(
        "wells", 'title = "水井"\ntable = "places"\ndraw = "place"\nsays = ["name"]'
    )
    assert (layer.name, layer.title, layer.says) == ("wells", "水井", ("name",))


def test_an_unknown_key_is_one_clear_line():
    with pytest.raises(ValueError, match=r"layers/wells.toml: .*colour"):
        LayerDefinition.parse("wells", 'title = "水井"\ntable = "places"\ndraw = "place"\ncolour = "red"')
