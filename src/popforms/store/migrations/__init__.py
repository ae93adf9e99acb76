"""The shape of the database, one step per file: `mNNN_name.py` with one function marked `@migration`."""

from popforms.store.migrations import m002_records, m010_letters, m012_told_with
from popforms.store.migrations.runner import NewerDatabase, migrate, migration, pending, run_script

APPEND_ONLY = (*m002_records.APPEND_ONLY, "hours_month", *m010_letters.APPEND_ONLY, *m012_told_with.APPEND_ONLY)
"""Tables whose rows are added and never changed; `popforms check` looks for their triggers."""

__all__ = ["APPEND_ONLY", "NewerDatabase", "migrate", "migration", "pending", "run_script"]
