"""The house itself: ``init`` makes or renews it, ``serve`` opens it to browsers, ``doctor`` looks it over."""

import argparse
import gc
import socket

from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, open_house, tell
from workflow.office import Office
from workflow.queries.health import ILL, WARNING, look_over

PORT = 8000
THREADS = 8


def add(commands: Commands) -> None:
    add_command(commands, "init", init, example="init")
    add_address(add_command(commands, "serve", serve, example="serve --port 8080"))
    add_command(commands, "doctor", doctor, example="doctor --json")


def add_address(command: argparse.ArgumentParser) -> None:
    """The two arguments of a command that serves."""
    command.add_argument("--host", default="127.0.0.1", help=tell("cli.serve.host"))
    command.add_argument("--port", type=port, default=PORT, help=tell("cli.serve.port", default=str(PORT)))


def init(_arguments: argparse.Namespace) -> Answer:
    """Make the folder and the database, or bring an older database to the newest shape."""
    with open_house(migrate=True) as office:
        address = office.database.url.render_as_string(hide_password=True)
        data = {"home": str(office.home), "database": address}
        return Answer(data, [tell("cli.init.done", **data)])


def serve(arguments: argparse.Namespace) -> Answer:
    """Serve the pages until the process is told to stop."""
    with open_house() as office:
        return serve_office(office, arguments.host, arguments.port)


def serve_office(office: Office, host: str, port: int) -> Answer:
    """Serve an open office at an address until the process is told to stop."""
    from waitress.server import create_server

    from webapp.app import create_app

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        door = socket.create_server((host, port), family=family)
    except OSError as fault:
        why = (fault.strerror or str(fault)).partition(" (while")[0]  # the address stands in the sentence already
        values = {"host": host, "port": str(port), "fault": why}
        return Answer(values, [tell("cli.serve.taken", **values)], FINDING)
    server = create_server(create_app(office), sockets=[door], threads=THREADS)
    gc.freeze()  # rules and routes stay for good: searching them for garbage would cost every check of a roster
    print(tell("cli.serve.ready", url=f"http://{host}:{port}"), flush=True)
    try:
        server.run()
    finally:
        server.close()
    return Answer({"stopped": True})


def doctor(_arguments: argparse.Namespace) -> Answer:
    """Look everything over; exit 1 when something is ill, 0 with mere warnings."""
    with open_house() as office:
        found = list(look_over(office))
    told = [(one, tell(f"health.{one.name}.{one.grade}", **one.values)) for one in found]
    data = [{"name": one.name, "grade": one.grade, "text": text} for one, text in told]
    ill = any(one.grade == ILL for one in found)
    marks = {ILL: "✗", WARNING: "!"}
    return Answer({"well": not ill, "looks": data}, [f"{marks.get(one.grade, '✓')} {text}" for one, text in told],
                  FINDING if ill else SUCCESS)  # fmt: skip


def port(text: str) -> int:
    """A port number from 1 to 65535."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(tell("cli.serve.port_wrong", text=text[:20]))
    return int(text)
