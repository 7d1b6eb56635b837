"""Three example labs. What they hold is data that an editor can read and write: the TOML files in labs/.

Everything is made up, and nobody in it exists. `shapes` says what can be written down, `content` reads it, `build`
makes it happen.
"""
