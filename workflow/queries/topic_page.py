"""The topic of a class as its unit chose it, as its name suggests it, and as the reviewer holds it right."""

from dataclasses import dataclass

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor
from workflow.engine.guards_of_topics import TOPIC, asks_topic
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.case_findings import may_judge
from workflow.queries.visible import Sight, demand
from workflow.refusals import NotFound
from workflow.wording import Label


@dataclass(frozen=True, slots=True)
class TopicPage:
    """``suggested``: what the name speaks of, the longest wording first; ``held``: what was held right last, by code;
    ``may``: this actor can say so now."""

    case_id: int
    number: str | None
    title: str
    declared: str
    held: str
    suggested: tuple[str, ...]
    topics: tuple[tuple[str, Label], ...]
    may: bool

    def name(self, code: str) -> Label:
        return dict(self.topics).get(code, Label(code or "–", code or "–"))


def topic_page(office: Office, actor: Actor, case_id: int) -> TopicPage:
    """The page; raises ``NotFound`` for who does not see the class in full."""
    with office.database.read() as connection:
        demand(connection, actor, office.rulebook.roles, case_id, Sight.FULL)
        s = gather(connection, office, actor, case_id).situation
    if not isinstance(s.content, ClassDeclaration):
        raise NotFound("case", case_id)
    lexicon = office.rulebook.lexicon
    held = s.case.remembered.get(TOPIC) or {}
    return TopicPage(
        case_id, s.case.number, s.content.class_name, s.content.topic_code, held.get("code", ""),
        tuple(topic.code for topic in lexicon.suggest(s.content.class_name)),
        tuple((topic.code, topic.label) for topic in lexicon.topics.values()), may_judge(s) and asks_topic(s))
