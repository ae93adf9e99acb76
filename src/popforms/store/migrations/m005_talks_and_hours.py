"""A talk that did not take place, whose a record without a dossier is, and the months of which the hours are closed."""

from popforms.store.connection import Database
from popforms.store.migrations.m002_records import keep_append_only
from popforms.store.migrations.runner import migration, run_script


@migration
def talks_and_hours(db: Database) -> None:
    """`not_held` says why a talk did not take place ('' when it did), `gemeenten` for which gemeenten a record without a dossier is
    (a JSON list). Hours are found by their month, which is the title of a line; the newest line about a month of an organisation
    says whether it is closed."""
    run_script(
        db,
        """
        ALTER TABLE record ADD COLUMN not_held TEXT NOT NULL DEFAULT '';
        ALTER TABLE record ADD COLUMN gemeenten TEXT NOT NULL DEFAULT '[]';
        UPDATE record SET not_held=coalesce(
            (SELECT tree.value FROM version v, json_tree(v.content) AS tree
             WHERE v.record_id=record.id AND v.number=record.version AND tree.key='niet_doorgegaan_reden'), '');
        UPDATE record SET gemeenten=coalesce((SELECT gemeenten FROM user WHERE id=record.created_by), '[]') WHERE dossier_id IS NULL;
        UPDATE record SET state='definitief', title=
            (SELECT substr(tree.value, 1, 7) FROM version v, json_tree(v.content) AS tree
             WHERE v.record_id=record.id AND v.number=record.version AND tree.key='ur_datum')
        WHERE dossier_id IS NULL AND EXISTS
            (SELECT 1 FROM version v, json_tree(v.content) AS tree
             WHERE v.record_id=record.id AND v.number=record.version AND tree.key='ur_datum');
        CREATE INDEX action_born ON action(born_at);
        CREATE TABLE hours_month(
            organisation TEXT NOT NULL,
            month TEXT NOT NULL,
            seq INTEGER NOT NULL,
            closed INTEGER NOT NULL,
            author TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY(organisation, month, seq)
        ) STRICT, WITHOUT ROWID;
        """,
    )
    keep_append_only(db, "hours_month")
