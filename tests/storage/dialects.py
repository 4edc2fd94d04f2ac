"""The two databases; a mark for what is a matter of one of them only."""

from __future__ import annotations

import pytest

DIALECTS = ("sqlite", "postgresql")
ON_SQLITE = pytest.mark.parametrize("desk_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("desk_url", ["postgresql"], indirect=True)
