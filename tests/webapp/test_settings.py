"""The settings of the web service: what is wrong is refused at the start, the key is made once and kept."""

import stat
from pathlib import Path

import pytest

from webapp.settings import KEY_FILE, WebSettings
from workflow.refusals import Refused


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = WebSettings.of({}, tmp_path / "house")
    assert len(first.secret_key) >= 32
    assert WebSettings.of({}, tmp_path / "house").secret_key == first.secret_key
    assert stat.S_IMODE((tmp_path / "house" / KEY_FILE).stat().st_mode) == 0o600
    assert first.secret_key.decode() not in repr(first)


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    environ = {"SHENBAO_SECRET_KEY": "short", "SHENBAO_HTTPS": "yes", "SHENBAO_SESSION_HOURS": "²",
               "SHENBAO_PUBLIC_CHECK": "true", "SHENBAO_PUBLIC_ADDRESS": "shenbao.example"}  # fmt: skip
    with pytest.raises(Refused) as refused:
        WebSettings.of(environ, tmp_path)
    assert refused.value.codes == (
        "secret_key_short", "setting_not_01", "setting_not_01", "setting_not_address", "setting_not_hours")  # fmt: skip


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://", "https://x y", "https://a.example/?q=1", "//x"])
def test_a_public_address_is_a_whole_one(tmp_path: Path, address: str) -> None:
    with pytest.raises(Refused, match="setting_not_address"):
        WebSettings.of({"SHENBAO_PUBLIC_ADDRESS": address}, tmp_path)


def test_a_broken_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("x")
    with pytest.raises(Refused) as refused:
        WebSettings.of({}, tmp_path)
    assert refused.value.codes == ("secret_key_file",)


def test_what_is_asked_is_taken(tmp_path: Path) -> None:
    environ = {"SHENBAO_SECRET_KEY": "k" * 32, "SHENBAO_HTTPS": "1", "SHENBAO_SESSION_HOURS": "2",
               "SHENBAO_CONTACT": "干教科 0000-0000"}  # fmt: skip
    settings = WebSettings.of(environ, tmp_path)
    assert (settings.secret_key, settings.https, settings.contact) == (b"k" * 32, True, "干教科 0000-0000")
    assert settings.session.total_seconds() == 7200
    assert not settings.public_check and settings.public_address == ""
    assert not (tmp_path / KEY_FILE).exists()


def test_a_house_may_be_open_to_checks_under_its_own_address(tmp_path: Path) -> None:
    environ = {"SHENBAO_PUBLIC_CHECK": "1", "SHENBAO_PUBLIC_ADDRESS": " https://a.example:8443/x/ "}
    settings = WebSettings.of(environ, tmp_path)
    assert settings.public_check and settings.public_address == "https://a.example:8443/x"
