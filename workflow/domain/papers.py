"""Which papers a class needs before its unit may submit it (R-04, R-30), and which belong to its end."""

from workflow.domain.declaration import ClassDeclaration

# What the training institution may bring (ruling 28); the rest is the host's and the office's.
OF_THE_INSTITUTION = ("programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation")
# What only the competent department brings: the legal copy of its own reply (ruling 56).
OF_THE_DEPARTMENT = ("sealed_reply",)


def needed_papers(form: ClassDeclaration) -> tuple[str, ...]:
    """Kinds of papers: a programme unless the syllabus stands in the form; the meeting's minutes for a class
    outside the plan; proof of the call when lower leaders are called."""
    wanted = (
        ("programme", not form.syllabus),
        ("minutes", form.plan_type == "extra"),
        ("call_proof", form.lower_leaders),
    )
    return tuple(kind for kind, needed in wanted if needed)
