"""The people of one class's roster against all other classes, for whoever may see the roster."""

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.person_checks import PersonChecks, person_checks
from workflow.queries.roster_page import demand_roster, typed_form
from workflow.refusals import NotFound


def roster_checks(office: Office, actor: Actor, case_id: int) -> PersonChecks:
    """A row for everybody this actor may name; raises ``NotFound`` as the roster's page does."""
    with office.database.read() as connection:
        demand_roster(connection, office, actor, case_id)
        s = gather(connection, office, actor, case_id).situation
        form = s.content if s.form is not None else typed_form(connection, case_id, s.case.kind)
        if not isinstance(form, ClassDeclaration):
            raise NotFound("case", case_id)
        return person_checks(connection, office, actor, s.policy, case_id, form)
