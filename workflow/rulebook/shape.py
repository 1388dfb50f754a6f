"""What the shapes of all definition files share: strict, frozen, no unknown keys."""

from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    ModelWrapValidatorHandler,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

NAME = r"^[a-z][a-z0-9_]{0,63}$"
CODE = r"^[A-Z][A-Z0-9_]{0,63}$"
WORDS = r"^\S(.*\S)?$"
POLICY = r"^[a-z0-9][a-z0-9-]{0,63}$"
RULE = r"^R-([0-9]{2}|[A-Z][0-9])$"
MARK = r"^S[0-9]{1,3}b?$"
MARKS = r"^(S[0-9]{1,3}b?|K|P)(, (S[0-9]{1,3}b?|K|P))*$"
SPAN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$"

Name = Annotated[str, StringConstraints(pattern=NAME)]
"""A name in a process: lower case, digits and underscores."""

Code = Annotated[str, StringConstraints(pattern=CODE)]
"""A code of an audience or a topic: capitals, digits and underscores."""

Words = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=WORDS)]
"""Words for people, in one language, on one line."""


def by_type(*tags: str) -> Discriminator:
    """Chooses among the forms of a value by its type (``<int>``, ``<list>``), so that a wrong one is one fault."""

    def choose(value: Any) -> str | None:
        tag = f"<{type(value).__name__}>"
        return tag if tag in tags else None

    return Discriminator(choose)


class Shape(BaseModel):
    """A mapping of a definition file. Types are taken as written: no text becomes a number by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="wrap")
    @classmethod
    def _tell_known_keys(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Adds to the fault about an unknown key which keys this mapping knows."""
        try:
            return handler(data)
        except ValidationError as error:
            told = [cls._told(one) for one in error.errors()]
            raise ValidationError.from_exception_data(cls.__name__, told) from None

    @classmethod
    def _told(cls, error: Any) -> InitErrorDetails:
        kind, more = error["type"], dict(error.get("ctx") or {})
        if kind == "extra_forbidden" and len(error["loc"]) == 1:
            kind, more = "unknown_key", {"known": [f.alias or name for name, f in cls.model_fields.items()]}
        return InitErrorDetails(type=PydanticCustomError(kind, kind, more), loc=error["loc"], input=error["input"])
