"""The same tests as in tests/proof, a few of each."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.proof.test_{name}" for name in ("canaries", "door", "erasure", "forged", "guessing", "hostile", "strangers"))
)
from tests.proof.test_canaries import *  # noqa: E402, F403
from tests.proof.test_door import *  # noqa: E402, F403
from tests.proof.test_erasure import *  # noqa: E402, F403
from tests.proof.test_forged import *  # noqa: E402, F403
from tests.proof.test_guessing import *  # noqa: E402, F403
from tests.proof.test_hostile import *  # noqa: E402, F403
from tests.proof.test_strangers import *  # noqa: E402, F403

pytestmark = pytest.mark.xdist_group("proof")
