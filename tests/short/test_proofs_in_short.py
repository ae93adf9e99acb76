"""The same tests as in tests/proof, a few of each."""

import pytest

pytest.register_assert_rewrite("tests.proof.test_door", "tests.proof.test_erasure", "tests.proof.test_forged", "tests.proof.test_guessing")
from tests.proof.test_door import *  # noqa: E402, F403
from tests.proof.test_erasure import *  # noqa: E402, F403
from tests.proof.test_forged import *  # noqa: E402, F403
from tests.proof.test_guessing import *  # noqa: E402, F403

pytestmark = pytest.mark.xdist_group("proof")
