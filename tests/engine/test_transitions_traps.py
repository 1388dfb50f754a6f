"""Why the engine uses ``transitions`` as it does: one small test for each trap of the library.

They say what the library does today.  When an upgrade changes one of them, the test fails, and
``engine/machine.py`` is to be read again.  The last ones prove that our machine steps into none.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from transitions import Machine, MachineError
from transitions.extensions import GraphMachine, HierarchicalMachine

from tests.architecture.reading import ALL, name_of, sources
from tests.engine.cases import a_case, an_actor
from workflow.engine import machine as ours
from workflow.rulebook.rulebook import Rulebook

GO = {"trigger": "go", "source": "draft", "dest": "sent"}
PLAIN: dict[str, Any] = {
    "states": ["draft", "sent", "done"],
    "initial": "draft",
    "auto_transitions": False,
    "send_event": True,
}


class Paper:
    """A thing with a state, as an ORM row would be."""

    def __init__(self, state: str = "draft"):
        self.state = state


def machine(*edges: dict[str, Any], kind: type = Machine, **more: Any) -> Any:
    return kind(model=None, transitions=list(edges or (GO,)), **{**PLAIN, **more})


def boom(_event: Any) -> None:
    raise ZeroDivisionError


def test_attaching_a_model_resets_its_state() -> None:
    approved = Paper("done")
    machine().add_model(approved)
    assert approved.state == "draft"  # data loss at the next commit


def test_a_truthy_guard_does_not_pass_and_gives_no_reason() -> None:
    for answer in ("yes", 2, [1]):
        paper = Paper()
        assert machine({**GO, "conditions": [lambda event, answer=answer: answer]}).events["go"].trigger(paper) is False
        assert paper.state == "draft"


def test_unless_with_none_does_not_pass_either() -> None:
    assert machine({**GO, "unless": [lambda event: None]}).events["go"].trigger(Paper()) is False


def test_an_error_after_the_change_leaves_the_new_state() -> None:
    paper = Paper()
    with pytest.raises(ZeroDivisionError):
        machine({**GO, "after": [boom]}).events["go"].trigger(paper)
    assert paper.state == "sent"


def test_an_error_at_the_very_end_is_swallowed() -> None:
    paper = Paper()
    assert machine(finalize_event=[boom]).events["go"].trigger(paper) is True
    assert paper.state == "sent"


def test_on_exception_swallows_every_error() -> None:
    paper = Paper()
    answer = machine({**GO, "before": [boom]}, on_exception=[lambda event: None]).events["go"].trigger(paper)
    assert not answer
    assert paper.state == "draft"


def test_a_queued_machine_runs_one_caller_s_events_on_another_s_thread() -> None:
    """While A's event runs, B's call returns at once with True and A's thread runs B's event."""
    entered, go_on = threading.Event(), threading.Event()
    ran_on: dict[str, int] = {}

    def work(event: Any) -> None:
        ran_on[event.kwargs["who"]] = threading.get_ident()
        if event.kwargs["who"] == "A":
            entered.set()
            assert go_on.wait(10)

    queued = machine({**GO, "before": [work]}, queued=True)
    first, second = Paper(), Paper()
    queued.add_model([first, second])  # a queued machine needs its models attached
    a = threading.Thread(target=first.go, kwargs={"who": "A"})  # type: ignore[attr-defined]
    a.start()
    assert entered.wait(10)
    assert second.go(who="B") is True  # type: ignore[attr-defined]
    assert second.state == "draft"  # "True", and nothing has happened yet
    go_on.set()
    a.join(10)
    assert ran_on["B"] == ran_on["A"] != threading.get_ident()


def test_a_hierarchical_machine_keeps_its_place_on_itself() -> None:
    """Another thread that comes while one is within a scope sees the scope's states, not the machine's."""
    states = [{"name": "open", "children": ["a", "b"], "initial": "a"}, "closed"]
    nested = HierarchicalMachine(model=None, states=states, initial="closed", auto_transitions=False)
    assert set(nested.states) == {"open", "closed"}
    inside, leave, seen = threading.Event(), threading.Event(), []

    def hold() -> None:
        with nested("open"):
            inside.set()
            assert leave.wait(10)

    holding = threading.Thread(target=hold)
    holding.start()
    assert inside.wait(10)
    seen.append(set(nested.states))
    leave.set()
    holding.join(10)
    assert seen == [{"a", "b"}]


def test_automatic_transitions_pass_by_every_guard() -> None:
    guarded = machine({**GO, "conditions": [lambda event: False]}, auto_transitions=True)
    paper = Paper()
    guarded.events["to_sent"].trigger(paper)
    assert paper.state == "sent"


def test_a_typo_in_a_target_is_found_only_when_it_fires_and_half_of_it_has_run() -> None:
    ran = []
    typo = machine({**GO, "dest": "snet", "before": [lambda event: ran.append("before")]})
    with pytest.raises(ValueError, match="snet"):
        typo.events["go"].trigger(Paper())
    assert ran == ["before"]


def test_a_callback_that_is_not_there_is_found_only_when_it_is_called() -> None:
    typo = machine({**GO, "conditions": ["may_it"]})
    with pytest.raises(AttributeError, match="may_it"):
        typo.events["go"].trigger(Paper())


def test_a_typo_in_a_source_is_never_found() -> None:
    assert machine({**GO, "source": "darft"}).events["go"].transitions.keys() == {"darft"}


def test_of_two_edges_with_one_trigger_and_source_the_first_wins_in_silence() -> None:
    paper = Paper()
    machine(GO, {**GO, "dest": "done"}).events["go"].trigger(paper)
    assert paper.state == "sent"


def test_a_star_leads_out_of_the_end_and_not_out_of_what_comes_later() -> None:
    star = machine({**GO, "source": "*"})
    star.add_state("later")
    ended = Paper("done")
    star.events["go"].trigger(ended)
    assert ended.state == "sent"
    with pytest.raises(MachineError):
        star.events["go"].trigger(Paper("later"))


def test_a_drawing_machine_cannot_fire_on_what_is_not_attached_and_forgets_nothing() -> None:
    drawing = machine(kind=GraphMachine, graph_engine="mermaid")
    with pytest.raises(KeyError):
        drawing.events["go"].trigger(Paper())
    gone = Paper()
    drawing.add_model(gone)
    drawing.remove_model(gone)
    assert id(gone) in drawing.model_graphs  # the next object at this address gets a stranger's picture


# --- our machine --------------------------------------------------------------------------------------------------


def test_ours_attaches_nothing(rulebook: Rulebook) -> None:
    made = ours.machine_for(rulebook.process("class_declaration"))
    with pytest.raises(TypeError):
        made.add_model(Paper())
    assert made.models == []


def test_ours_is_flat_unqueued_without_automatic_edges_and_without_callbacks(rulebook: Rulebook) -> None:
    for process in rulebook.processes.values():
        made = ours.machine_for(process)
        assert isinstance(made, Machine)
        assert not isinstance(made, HierarchicalMachine | GraphMachine)
        assert made.has_queue is False
        assert set(made.events) == set(process.actions)
        assert set(made.states) == set(process.states)
        hooks = (
            made.before_state_change,
            made.after_state_change,
            made.finalize_event,
            made.prepare_event,
            made.on_exception,
        )
        assert not any(hooks)
        edges = [edge for event in made.events.values() for group in event.transitions.values() for edge in group]
        assert not any(edge.before or edge.after or edge.prepare for edge in edges)
        assert all(len(edge.conditions) == 1 for edge in edges)


def test_ours_has_exactly_the_edges_of_the_process(rulebook: Rulebook) -> None:
    for process in rulebook.processes.values():
        made = ours.machine_for(process)
        told = {(action.code, source) for action in process.actions.values() for source in action.sources}
        built = {(name, source) for name, event in made.events.items() for source in event.transitions}
        assert built == told
        targets = {
            edge.dest for event in made.events.values() for group in event.transitions.values() for edge in group
        }
        assert targets <= set(process.states)


def test_of_all_edges_of_an_action_exactly_one_is_open(rulebook: Rulebook) -> None:
    """A recall has several edges; the library takes the first that is open, so no second may be."""
    process = rulebook.process("class_declaration")
    made = ours.machine_for(process)
    came_from = a_case(process, "amendment_review", remembered={"before_amendment": "noticed"})
    edges = made.events["amend_ok"].transitions["amendment_review"]
    assert len(edges) > 1
    open_ones = [
        edge.dest for edge in edges if edge.conditions[0].func.func(*edge.conditions[0].func.args, _event(came_from))
    ]
    assert open_ones == ["noticed"]


def _event(situation: Any) -> Any:
    return type("Event", (), {"kwargs": {"situation": situation}})()


def test_one_machine_per_process_however_many_ask_at_once(rulebook: Rulebook) -> None:
    process = rulebook.process("plan_filing")
    ours._machines.pop(process.hash, None)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: ours.machine_for(process), range(64)))
    assert len({id(one) for one in found}) == 1
    built = ours.built
    ours.machine_for(process)
    assert ours.built == built


def test_eight_threads_fire_on_one_machine_without_an_error(rulebook: Rulebook) -> None:
    process = rulebook.process("class_declaration")
    roads = {
        "accept": ("submitted", "authority_review"),
        "funding_pass": ("funding_review", "leader_approval"),
        "lapse": ("approved", "lapsed"),
        "cancel": ("noticed", "cancelled"),
    }

    def fire(turn: int) -> bool:
        action, (source, target) = list(roads.items())[turn % len(roads)]
        return ours.fire(a_case(process, source, actor=an_actor(turn)), action) == target

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(fire, range(2_000)))


def test_only_one_file_knows_the_library() -> None:
    allowed = {"workflow/engine/machine.py", "tests/engine/test_transitions_traps.py"}
    users = {
        name_of(path)
        for path in sources(*ALL)
        if any(
            line.startswith(("from transitions", "import transitions"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    }
    assert users == allowed
