"""The expression language of ODK XForms: XPath 1.0 and ODK's functions, read once and compiled to closures.

`parsing.parse` reads a text, `plain` keeps what was read as JSON, `compiling.compile_expression` makes it run,
`references.references` says what it reads. Nothing here reads a clock, a file or chance: the caller's
`nodes.Environment` gives them. Importing `parsing` loads lark; nothing else here does.
"""
