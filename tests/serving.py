"""A real server for browser tests, in a thread of the test's own process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server


@contextmanager
def serving(app: Flask, *, threads: int = 4) -> Iterator[str]:
    """The address at which the application answers within the block.

    The server is closed by its own thread: a socket closed under a waiting ``select`` is an error there.
    """
    server = create_server(app, host="127.0.0.1", port=0, threads=threads)
    sockets = server._map
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets, ignore_all=True))
        thread.join(5)
        server.task_dispatcher.shutdown(timeout=1)
