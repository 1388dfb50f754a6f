"""How the demo's year 2026 goes on after its morning of 14 October: every class comes to its end, by acts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from webapp.cli.demo_files import District, Step
from workflow.wording.catalogue import CHINA

CLOSING = ("programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation")
CLERK, PURSE, HEAD = "declarant", "unit_finance", "unit_head"


def whole_year(district: District) -> District:
    """The demo district with the diary of its whole year."""
    posts = {(one.unit, one.role): one.username for one in district.accounts}
    rest = {ref: tuple(steps) for ref, steps in _rest(posts).items()}
    refs = {script.ref for script in district.scripts}
    assert rest.keys() <= refs, rest.keys() - refs
    return replace(district, scripts=tuple(
        replace(script, steps=(*script.steps, *rest.get(script.ref, ()))) for script in district.scripts))


def _rest(posts: Mapping[tuple[str, str], str]) -> dict[str, list[Step]]:
    def of(unit: str, role: str) -> str:
        return posts[unit, role]

    def settled(unit: str, yuan: int, day: str) -> Iterator[Step]:
        first = _at(day, 10)
        yield Step(first, of(unit, PURSE), "attach", {"vouchers": "报销凭证清单.pdf"}, "")
        yield Step(first + timedelta(hours=1), of(unit, PURSE), "settle", {"actual_fen": yuan * 100}, "据实结算。")
        yield Step(first + timedelta(days=1), "suhong", "settle", {"actual_fen": yuan * 100}, "支出合规，同意。")

    def closed(unit: str, day: str) -> Iterator[Step]:
        first = _at(day, 9)
        papers = {kind: f"{kind}.pdf" for kind in CLOSING}
        yield Step(first, of(unit, CLERK), "attach", papers, "")
        yield Step(first + timedelta(hours=1), of(unit, CLERK), "submit_closing", {}, "材料齐全。")
        yield Step(first + timedelta(hours=6), "zhoumin", "closing_pass", {}, "同意转结算。")

    def held(unit: str, first: str, last: str) -> Iterator[Step]:
        yield Step(_at(first, 8), of(unit, CLERK), "open", {}, "")
        yield Step(_at(last, 18), of(unit, CLERK), "end_class", {}, "")

    def noticed(unit: str, day: str) -> Iterator[Step]:
        yield Step(_at(day, 9), of(unit, CLERK), "attach", {"roster": "学员名单.pdf"}, "")
        yield Step(_at(day, 10), of(unit, CLERK), "enrol", {}, "")
        yield Step(_at(day, 11), of(unit, CLERK), "issue_notice", {}, "通知已发。")

    def one(day: str, who: str, do: str, opinion: str = "", **given: Any) -> Step:
        return Step(_at(day, 15), who, do, given, opinion)

    return {
        "D18": [one("2026-10-15", "zhoumin", "closing_pass", "同意转结算。"), *settled("CIVIL", 35_000, "2026-10-21")],
        "D19": [*closed("CIVIL", "2026-10-15"), *settled("CIVIL", 36_000, "2026-10-22")],
        "D22": [*settled("ORGPC", 14_000, "2026-10-16")],
        "D25": [*settled("MARKET", 21_000, "2026-10-16")],
        "D11": [one("2026-10-18", "maxiaoyan", "end_class"), *closed("OD", "2026-10-26"),
                *settled("OD", 160_000, "2026-11-09")],
        "D20": [*held("OD", "2026-10-19", "2026-10-23"), *closed("OD", "2026-11-02"),
                *settled("OD", 32_000, "2026-11-10")],
        "D23": [*noticed("OD", "2026-10-16"), *held("OD", "2026-10-26", "2026-10-30"), *closed("OD", "2026-11-06"),
                *settled("OD", 66_000, "2026-11-16")],
        "D27": [*held("OD", "2026-11-02", "2026-11-17"), *closed("OD", "2026-11-25"),
                *settled("OD", 68_000, "2026-12-07")],
        "N11": [*noticed("AGRI", "2026-10-20"), *held("AGRI", "2026-11-09", "2026-11-10"),
                *closed("AGRI", "2026-11-18"), *settled("AGRI", 5_000, "2026-11-25")],
        # Approved at last, held, and dearer than approved: the over-run is agreed by two before it is paid.
        "N10": [one("2026-10-15", "xuzhiming", "approve", "同意。"), *noticed("EDU", "2026-10-26"),
                *held("EDU", "2026-11-16", "2026-11-20"), *closed("EDU", "2026-11-27"),
                one("2026-12-01", "xiongbin", "approve_overrun", "返程航班取消，多住一晚。", overrun_fen=1_200_00),
                one("2026-12-02", "chengang", "approve_overrun", "情况属实，同意。", overrun_fen=1_200_00),
                *settled("EDU", 75_600, "2026-12-08")],
        "D28": [one("2026-10-15", "zhoumin", "amend_no", "变更理由不足，按原批复举办。"),
                one("2026-10-16", "hujianping", "cancel", "今年新聘人员推迟到明年统一入职，本班取消。")],
        "D12": [one("2026-10-15", "zhoumin", "judge", "与苏州班人员相同，一月内两次赴省外。", other="D11",
                    verdict="MULTI_HEAD"),
                one("2026-10-16", "zhoumin", "reject", "与D11重复，一月内两次赴长三角。", ground="repeat"),
                one("2026-10-19", "chenguodong", "reject", "同意。", ground="repeat")],
        "N01": [one("2026-10-20", "heyun", "discard")],
        "N02": [one("2026-10-15", "xiongbin", "unit_return", "明年再办。"), one("2026-10-16", "yuanyuan", "discard")],
        "N03": [one("2026-10-15", "zhangjianguo", "withdraw", "与明年计划合并。")],
        "N04": [one("2026-10-20", "qiyongfu", "withdraw", "年内不再举办。")],
        "N05": [one("2026-10-15", "maguodong", "withdraw", "改为明年举办。")],
        "N06": [one("2026-10-22", "zhoumin", "attach", higher_reply="市委组织部复函.pdf"),
                one("2026-10-23", "zhoumin", "higher_no", "市里统一办班，区里不单独举办。",
                    higher_reply_no="宁组函〔2026〕88号")],
        "N07": [one("2026-10-28", "fanjun", "cancel", "与街道班统筹，明年联合举办。")],
        "N08": [one("2026-10-15", "fanjun", "decline_merge", "对象和内容不同，不合并。"),
                one("2026-10-16", "renping", "withdraw", "年内不再举办。")],
        "N09": [one("2026-10-15", "fangming", "withdraw", "改为线上学习。")],
        "N12": [Step(_at("2026-12-28", 1), "system", "lapse", {}, "")],
        "N14": [one("2026-10-15", "xiongbin", "withdraw", "改为校本研修。")],
    }


def _at(day: str, hour: int) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour), CHINA)
