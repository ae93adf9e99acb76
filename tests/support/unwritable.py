"""A trail that cannot be written, for real: the disk is full, the database may only be read, or the table refuses."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from popforms.store.connection import Database


@contextmanager
def full_disk(_db: Database) -> Iterator[None]:
    """The system refuses every byte that this process writes to a file (EFBIG), as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(db: Database) -> Iterator[None]:
    """This connection may read and not write."""
    db.conn.execute("PRAGMA query_only=1")
    try:
        yield
    finally:
        db.conn.execute("PRAGMA query_only=0")


@contextmanager
def refusing_table(db: Database) -> Iterator[None]:
    """Everything can be written but a line of the trail."""
    db.conn.execute("CREATE TRIGGER weigert BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'vol'); END")
    try:
        yield
    finally:
        db.conn.execute("DROP TRIGGER weigert")


WAYS: dict[str, Callable[[Database], AbstractContextManager[None]]] = {
    "schijf vol": full_disk,
    "alleen lezen": read_only,
    "tabel weigert": refusing_table,
}
