"""Which papers a class needs before its unit may submit it (R-04, R-30)."""

from workflow.domain.declaration import ClassDeclaration


def needed_papers(form: ClassDeclaration) -> tuple[str, ...]:
    """Kinds of papers: a programme unless the syllabus stands in the form; the meeting's minutes for a class
    outside the plan; proof of the call when lower leaders are called."""
    wanted = (
        ("programme", not form.syllabus),
        ("minutes", form.plan_type == "extra"),
        ("call_proof", form.lower_leaders),
    )
    return tuple(kind for kind, needed in wanted if needed)
