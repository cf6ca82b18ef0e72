from gridmap.township.folders import layers_folder, shapes_folder


def test_a_checkout_has_both_folders() -> None:
    assert (shapes_folder() / "township.toml").is_file()
    assert (layers_folder() / "households.csv").is_file()
