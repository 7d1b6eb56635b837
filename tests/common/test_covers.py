from common.covers import BOLD, composition

PINNED = (
    2,
    [
        ("huis", 5, "translate(48 52) rotate(196) scale(0.62) translate(-50 -50)"),
        ("huis", 4, "translate(48 148) rotate(286) scale(0.62) translate(-50 -50)"),
        ("huis", 4, "translate(123 52) rotate(106) scale(0.62) translate(-50 -50)"),
        ("huis", 4, "translate(123 148) rotate(196) scale(0.62) translate(-50 -50)"),
        ("huis", 4, "translate(198 52) rotate(16) scale(0.62) translate(-50 -50)"),
        ("huis", 5, "translate(198 148) rotate(106) scale(0.62) translate(-50 -50)"),
        ("huis", 5, "translate(273 52) rotate(286) scale(0.62) translate(-50 -50)"),
        ("huis", 4, "translate(273 148) rotate(16) scale(0.62) translate(-50 -50)"),
    ],
)
KEYS = [f"idea-{number}" for number in range(300)]


def test_cover_never_changes():
    """Pinned, because an idea with another cover looks like another idea."""
    ground, pieces = composition("pluktuin")
    assert (ground, [(piece.shape, piece.colour, piece.transform) for piece in pieces]) == PINNED


def test_same_key_gives_the_same_cover():
    assert [composition(key) for key in KEYS] == [composition(key) for key in KEYS]


def test_ideas_look_different():
    assert len({str(composition(key)) for key in KEYS}) == len(KEYS)


def test_every_layout_is_used():
    pieces = {len(composition(key)[1]) for key in KEYS}
    assert pieces == {2, 3, 4, 8}


def test_no_piece_has_the_colour_it_lies_on():
    for key in KEYS:
        ground, pieces = composition(key)
        assert ground not in {piece.colour for piece in pieces}
        assert {ground, *(piece.colour for piece in pieces)} <= set(range(1, 7))


def test_only_shapes_that_we_have():
    drawn = {piece.shape for key in KEYS for piece in composition(key)[1]}
    assert drawn == {*BOLD, "schijf", "golf", "halve"}
