"""What a second process does to a store while a test watches.

    python -m tests.store.other_process append NAME COUNT    keep COUNT documents called NAME-n
    python -m tests.store.other_process hold                 hold the write lock until stdin ends

The settings come from the environment, as they do for anybody.
"""

import os
import sys

from servanda.settings import Settings
from servanda.store import open_store
from tests.store.examples import Ticks, a_kept


def append(name: str, count: str) -> None:
    with open_store(Settings.from_environment(os.environ), Ticks(), patience_s=60) as store:
        for number in range(int(count)):
            store.keep(a_kept(f"{name}-{number}", f"{name} saw {number} posts."), None)


def hold() -> None:
    with open_store(Settings.from_environment(os.environ), Ticks()) as store:
        from servanda.store.connection import write_transaction

        with write_transaction(store.database):
            sys.stdout.write("locked\n")
            sys.stdout.flush()
            sys.stdin.read()


{"append": append, "hold": hold}[sys.argv[1]](*sys.argv[2:])
