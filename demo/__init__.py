"""Three example labs. What they hold is data that an editor can read: texts, horst, heusden, meerssen.

Everything is made up, and nobody in it exists. `shapes` says what can be written down, `build` makes it happen.
"""
