from hypothesis import given
from hypothesis import strategies as st

from gridmap.redraw.history import History

ACTS = st.lists(st.one_of(st.just("undo"), st.just("redo"), st.just("cancel"), st.integers()), max_size=40)


def test_a_drag_is_one_step():
    history = History.start(0).perform("拖动", 1).replace(2).replace(3)
    assert (history.present, history.undo_label) == (3, "拖动")
    assert history.undo().present == 0
    assert history.cancel() == History.start(0)


def test_undo_at_the_beginning_and_redo_at_the_end_change_nothing():
    history = History.start(0)
    assert history.undo() == history.redo() == history.cancel() == history


@given(ACTS)
def test_undo_then_redo_is_nothing_and_labels_say_what_would_happen(acts):
    history = History.start(-1)
    for act in acts:
        history = getattr(history, act)() if isinstance(act, str) else history.perform(f"{act}", act)
        if history.undo_label is not None:
            assert history.undo().redo() == history
            assert history.undo().redo_label == history.undo_label
