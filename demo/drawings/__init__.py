"""Drawings for ideas of the example labs, shown as photos. `python -m demo.drawings` draws them again."""
