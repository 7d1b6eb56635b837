"""Three example labs. Their content is in TOML files in labs/, which an editor can read and change.

All of it is made up, and none of its people exist. `shapes` declares the content's types, `content` reads it, `build`
creates the rows.
"""
