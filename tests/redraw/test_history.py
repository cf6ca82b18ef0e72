from hypothesis import given
from hypothesis import strategies as st

from gridmap.redraw.history import History


def test_a_step_can_be_taken_back_and_done_again():
    history = History.start(0).perform("一", 1)
    assert (history.present, history.undo_label, history.redo_label) == (1, "一", None)
    back = history.undo()
    assert (back.present, back.undo_label, back.redo_label) == (0, None, "一")
    assert back.redo() == history


def test_without_steps_undo_and_redo_change_nothing():
    history = History.start(0)
    assert history.undo() == history == history.redo()


def test_one_drag_is_one_step():
    history = History.start(0).replace("拖动", 1).replace("拖动", 2)
    assert (history.present, history.settled, history.undo_label) == (2, 0, None)
    assert history.perform("拖动", 2).undo().present == 0


def test_a_cancelled_drag_leaves_what_can_be_redone():
    history = History.start(0).perform("一", 1).undo()
    assert history.replace("拖动", 5).cancel() == history
    assert history.replace("拖动", 5).undo() == history


def test_a_new_step_forgets_what_was_undone():
    assert History.start(0).perform("一", 1).undo().perform("二", 2).redo_label is None


@given(st.lists(st.sampled_from(["perform", "replace", "cancel", "undo", "redo"]), max_size=60))
def test_history_is_a_list_and_a_place_in_it(actions):
    history, states, at, draft = History.start(0), [0], 0, None
    for number, action in enumerate(actions, 1):
        if action == "perform":
            history, states, at, draft = (
                history.perform("", number),
                [*states[: at + 1], number],
                at + 1,
                None,
            )
        elif action == "replace":
            history, draft = history.replace("", number), number
        else:
            history = getattr(history, action)()
            step = {"undo": -1, "redo": 1, "cancel": 0}[action] if draft is None else 0
            at, draft = min(max(at + step, 0), len(states) - 1), None
        assert history.present == (states[at] if draft is None else draft)
        assert (history.undo_label is None, history.redo_label is None) == (at == 0, at == len(states) - 1)
