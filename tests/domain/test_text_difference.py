"""Where two texts differ: nothing lost, nothing invented, words instead of speckles."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.text_difference import ADDED, COMMON, GONE, Piece, differing, rows_differing

TEXTS = st.text(alphabet="社区工作者培训班 abc12", max_size=30)


@given(TEXTS, TEXTS)
def test_the_pieces_are_the_texts(new: str, old: str) -> None:
    ours, theirs = differing(new, old)
    assert "".join(piece.text for piece in ours) == new
    assert "".join(piece.text for piece in theirs) == old
    assert {piece.mark for piece in ours} <= {COMMON, ADDED}
    assert {piece.mark for piece in theirs} <= {COMMON, GONE}
    assert "".join(p.text for p in ours if not p.mark) == "".join(p.text for p in theirs if not p.mark) or (
        len(ours) == len(theirs) == 1)


def test_what_was_put_in_and_left_out_is_named() -> None:
    ours, theirs = differing("社区工作者能力提升培训班", "社区工作者轮训培训班")
    assert ours == (Piece("社区工作者"), Piece("能力提升", ADDED), Piece("培训班"))
    assert theirs == (Piece("社区工作者"), Piece("轮训", GONE), Piece("培训班"))


def test_words_are_not_torn() -> None:
    ours, _ = differing("grid work for community staff", "grid management for community staff")
    assert Piece("work", ADDED) in ours


def test_two_texts_with_little_in_common_stay_whole() -> None:
    assert differing("消防安全", "乡村振兴实务与全程管理") == ((Piece("消防安全"),), (Piece("乡村振兴实务与全程管理"),))


def test_rows_are_found_wherever_they_stand() -> None:
    ours, theirs = rows_differing(("甲", "乙"), ("乙", "丙"))
    assert (ours, theirs) == ((Piece("甲", ADDED), Piece("乙")), (Piece("乙"), Piece("丙", GONE)))
