"""The wheel is whole: installed where nothing of the project lies, it makes a house and the demo (ruling 15).

The quick form makes a new house and lends the environment the libraries of this one; the
thorough form installs them from the lock, hashes and all, and makes the demo.
"""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, name_of, sources

PACKAGES = ("workflow", "webapp", "definitions", "migrations")
LEFT_OUT = {".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the source so that nothing is left behind in it."""
    folder = tmp_path_factory.mktemp("source")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    run(sys.executable, "-c", "from setuptools.build_meta import build_wheel; build_wheel('dist')", cwd=folder)
    return next((folder / "dist").glob("*.whl"))


def run(*call: str | Path, cwd: Path, **environ: str) -> str:
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LANG": "C.UTF-8", **environ}
    done = subprocess.run([str(word) for word in call], cwd=cwd, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def installed(folder: Path, wheel: Path) -> tuple[Path, Path]:
    """A new environment with the wheel in it and nothing else: its ``bin`` and its ``site-packages``."""
    venv.create(folder / "venv", with_pip=False)
    library = next((folder / "venv" / "lib").glob("python3*")) / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(library)
    return folder / "venv" / "bin", library


def try_it(bin_folder: Path, folder: Path, *making: str) -> None:
    """Make a house by a command of the wheel, then open its first page."""
    home = str(folder / "house")
    run(bin_folder / "python", "-m", "webapp.cli", *making, cwd=folder, SHENBAO_HOME=home)
    asked = "from webapp.app import create_app; print(create_app().test_client().get('/sign-in').status_code)"
    assert run(bin_folder / "python", "-c", asked, cwd=folder, SHENBAO_HOME=home).strip() == "200"


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in LEFT_OUT
    }
    assert wanted - packed == set()
    assert {name_of(path) for path in sources(*PACKAGES)} <= packed
    assert not {name for name in packed if name.startswith("tests/")}
    assert any(name.endswith("entry_points.txt") for name in packed)


def test_the_wheel_makes_a_house_where_nothing_else_lies(wheel: Path, tmp_path: Path) -> None:
    bin_folder, library = installed(tmp_path, wheel)
    libraries = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (library / "libraries.pth").write_text(f"{libraries}\n")  # .pth files in there are not read: not our own source
    where = run(bin_folder / "python", "-c", "import workflow; print(workflow.__file__)", cwd=tmp_path)
    assert str(library) in where
    try_it(bin_folder, tmp_path, "init")


@pytest.mark.thorough
def test_the_wheel_and_the_lock_make_a_house(wheel: Path, tmp_path: Path) -> None:
    bin_folder, _ = installed(tmp_path, wheel)
    pip = (sys.executable, "-m", "pip", "--python", bin_folder / "python", "install", "--quiet", "--require-hashes")
    done = subprocess.run([*pip, "-r", ROOT / "requirements" / "run.txt"], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    try_it(bin_folder, tmp_path, "demo", "--no-serve")
