"""The style sheet and the two scripts: each one file, named by its content, kept by browsers for a year.

Bootstrap's CSS comes out of the Bootstrap-Flask wheel and is served in one file with
``theme.css`` (the look) and ``program.css`` (what the forms need besides): loaded apart,
a browser may draw with Bootstrap alone for a moment.  Dark follows the system: Bootstrap
and the theme write their dark rules for an attribute; the same rules are repeated here
for browsers that prefer dark.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

STATIC = Path(__file__).parent / "static"
BOOTSTRAP = "static/bootstrap5/css/bootstrap.min.css"
YEAR = 365 * 24 * 3600
KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
DARK = re.compile(r'\[data-bs-theme="?dark"?\]')
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)  # licence comments (/*!) stay
BY_SYSTEM = ":root:where(:not([data-bs-theme]))"  # as specific as the attribute it stands for

room = Blueprint("assets", __name__, url_prefix="/static")


@dataclass(frozen=True)
class Asset:
    """One served file: its public name (with a piece of its SHA-256), its bytes plain and packed."""

    public: str
    kind: str
    plain: bytes
    packed: bytes


def install(app: Flask) -> None:
    """Make the files once, at the start, and lend the templates ``asset(name)``."""
    made = {
        "look.css": _asset("look.css", look()),
        **{path.name: _asset(path.name, path.read_text("utf-8")) for path in sorted(STATIC.glob("*.js"))},
        **{path.name: _asset(path.name, path.read_text("utf-8")) for path in sorted(STATIC.glob("*.svg"))},
    }
    app.extensions["assets"] = {asset.public: asset for asset in made.values()}
    app.register_blueprint(room)
    app.jinja_env.globals["asset"] = lambda name: url_for("assets.file", name=made[name].public)


@room.get("/<name>")
def file(name: str) -> Response:
    """One asset by its public name."""
    asset = current_app.extensions["assets"].get(name)
    if asset is None:
        abort(404)
    packed = bool(request.accept_encodings["gzip"])
    response = Response(asset.packed if packed else asset.plain, content_type=asset.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def look() -> str:
    """Bootstrap, the theme and the program's own rules; each is followed by its dark rules by the system."""
    spec = find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise RuntimeError("Bootstrap-Flask is not installed: its style sheet is missing")
    bootstrap = Path(spec.origin).parent / BOOTSTRAP
    sheets = [bootstrap, STATIC / "theme.css", STATIC / "program.css"]
    parts = [COMMENT.sub("", sheet.read_text("utf-8")).replace('@charset "UTF-8";', "") for sheet in sheets]
    return '@charset "UTF-8";' + "\n".join(part + "\n" + dark_by_system(part) for part in parts)


def dark_by_system(css: str) -> str:
    """The dark rules of a sheet once more, for a page without the attribute on a system that prefers dark.

    Rules that hold in every theme (their selectors name ``:root`` too) are left alone.
    """
    rules = []
    for selectors, body in RULE.findall(css):
        names = [name.strip() for name in selectors.split(",")]
        if ":root" in names:
            continue
        dark = [DARK.sub(BY_SYSTEM, name) for name in names if DARK.search(name)]
        if dark:
            rules.append(f"{','.join(dark)}{{{body.strip()}}}")
    return "@media screen and (prefers-color-scheme: dark){" + "".join(rules) + "}"


def _asset(name: str, text: str) -> Asset:
    data = text.encode()
    stem, _, ending = name.rpartition(".")
    public = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
    return Asset(public, KINDS[ending], data, gzip.compress(data, 9, mtime=0))
