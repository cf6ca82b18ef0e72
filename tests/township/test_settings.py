from gridmap.township.settings import Settings


def test_settings_start_with_the_caps_of_the_rules():
    assert (Settings().worker_cap, Settings().leader_cap) == (1000, 2000)


def test_unknown_names_are_ignored_and_known_ones_kept():
    assert Settings.of({"name": "甲镇", "worker_cap": 900, "colour": "red"}) == Settings(
        name="甲镇", worker_cap=900
    )
