"""Attached papers on disk, named by their own SHA-256: a paper cannot change without its name changing."""

import hashlib
import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile


def keep(folder: Path, data: bytes) -> str:
    """Store the bytes, if they are not there yet; their SHA-256. Whole or not at all: a crash leaves no half paper."""
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(folder, digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, delete=False) as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(target)
    return digest


def forget_all(folder: Path) -> None:
    """Remove every paper: only for a demo that begins anew."""
    shutil.rmtree(folder, ignore_errors=True)


def path_of(folder: Path, digest: str) -> Path:
    """Where the paper with this SHA-256 lies."""
    return folder / digest[:2] / digest
