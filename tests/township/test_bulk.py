import gc

import pytest

from gridmap.township.bulk import uncollected


def test_the_collector_rests_and_comes_back_even_after_a_failure():
    with uncollected(), uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()
