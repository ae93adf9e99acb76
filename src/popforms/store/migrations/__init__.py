"""The shape of the database, one step per file: `mNNN_name.py` with one function marked `@migration`."""

from popforms.store.migrations.runner import NewerDatabase, migrate, migration, pending, run_script

__all__ = ["NewerDatabase", "migrate", "migration", "pending", "run_script"]
