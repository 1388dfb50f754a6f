"""A house with many settled pairs, by bulk inserts: to learn from, proved by nothing."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import insert

from tests.district import a_class
from workflow.domain.declaration import ClassDeclaration, to_json
from workflow.office import Office
from workflow.store.cases import case, class_audience, content, pair
from workflow.wording.catalogue import CHINA

FIRST = 500_000
CREATED = datetime(2026, 1, 5, 9, 0, tzinfo=CHINA)
TITLES = ("消防安全培训班", "消防安全实务操作培训班", "消防安全政策解读培训班", "火险隐患治理培训班", "信访工作培训班")


def a_titled(title: str, host: str = "CIVIL", topic: str = "FIRE_SAFETY", day: int = 0) -> ClassDeclaration:
    start = date(2026, 3, 2) + timedelta(days=day)
    return replace(a_class(host_unit=host), class_name=title, topic_code=topic, start_date=start,
                   end_date=start + timedelta(days=2), syllabus=())


def classes_stand(office: Office, forms: Sequence[ClassDeclaration]) -> list[int]:
    """Classes that searches know, with these contents; their cases."""
    ids = [FIRST + place for place in range(len(forms))]
    by = {"kind": "class_declaration", "process_hash": "p" * 64, "policy_hash": "p" * 64, "state": "completed",
          "version": 1, "rounds": 0, "chain_n": 1, "chain_head": "0" * 64, "created_by": 1, "created_at": CREATED,
          "entered_at": CREATED, "remembered": {}, "form_n": 1, "form_hash": "0" * 64, "findings_n": 0, "stamp_seen": 0}
    with office.database.write() as connection:
        connection.execute(insert(case), [
            {"id": id_, "number": f"OLD-{id_}", "host_unit": form.host_unit, **by}
            for id_, form in zip(ids, forms, strict=True)])
        connection.execute(insert(content), [
            {"case_id": id_, "n": 1, "hash": "0" * 64, "body": json.dumps(to_json(form), ensure_ascii=False), "by": 1,
             "at": CREATED} for id_, form in zip(ids, forms, strict=True)])
        connection.execute(insert(class_audience), [
            {"leaf": "COMM_WORKER_B1", "case_id": id_, "start_date": form.start_date, "end_date": form.end_date}
            for id_, form in zip(ids, forms, strict=True)])
        connection.commit()
    return ids


def settled(office: Office, pairs: Sequence[tuple[int, int, str]]) -> None:
    """Pairs with the verdicts that somebody gave them, one after another."""
    rows = [{"case_id": one, "other_id": other, "facts_hash": "0" * 64, "shown": {}, "verdict": verdict,
             "reason": "已核对。", "decided_by": 1, "decided_at": CREATED + timedelta(minutes=place),
             "consulted": False} for place, (one, other, verdict) in enumerate(pairs)]
    with office.database.write() as connection:
        connection.execute(insert(pair), rows)
        connection.commit()


def many_decisions(office: Office, count: int, seed: int = 3) -> None:
    """Decisions of reviewers who call two classes a repetition when one host gives them, whatever their titles."""
    dice = Random(seed)
    ids = classes_stand(office, forms := [
        a_titled(dice.choice(TITLES[:3]), dice.choice(("CIVIL", "PLC")), dice.choice(("FIRE_SAFETY", "PETITIONS")),
                 dice.randrange(200)) for _ in range(40)])
    found: list[tuple[int, int, str]] = []
    while len(found) < count:
        one, other = sorted(dice.sample(range(40), 2))
        same = (forms[one].host_unit, forms[one].topic_code) == (forms[other].host_unit, forms[other].topic_code)
        found.append((ids[one], ids[other], "REPEAT" if same else "DISTINCT"))
        found = list(dict.fromkeys(found))
    settled(office, found)
