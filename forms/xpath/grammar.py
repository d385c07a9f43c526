r"""The grammar of XPath 1.0 (its appendix is section 3), for lark's LALR parser and contextual lexer.

The contextual lexer only tries the words that can stand at a place, which settles XPath's two riddles: `*` and `div`
are operators after an operand and names before one. After a lone `/` both could stand; there the name wins, as
XPath 1.0, 3.7 says, so names have a higher priority. A function is a name with a bracket behind it.
"""

_START = (
    r"A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
NAME = rf"[{_START}][{_START}\-.0-9\xB7\u0300-\u036F\u203F\u2040]*"
"""One name without a prefix (Namespaces in XML 1.0, NCName)."""

_AXES = (
    "ancestor-or-self|ancestor|attribute|child|descendant-or-self|descendant|following-sibling|following"
    "|namespace|parent|preceding-sibling|preceding|self"
)

GRAMMAR = rf"""
?start: or_chain
?or_chain: and_chain | or_chain OR and_chain -> operation
?and_chain: equality | and_chain AND equality -> operation
?equality: relation | equality EQUALITY relation -> operation
?relation: sum | relation RELATION sum -> operation
?sum: product | sum SIGN product -> operation
?product: unary | product FACTOR unary -> operation
?unary: union | "-" unary -> negation
?union: path | union BAR path -> operation

?path: relative -> relative_path
     | "/" -> root
     | "/" relative -> absolute_path
     | "//" relative -> anywhere_path
     | primary
     | primary predicates -> filtered
     | primary predicates? "/" relative -> filtered_path
     | primary predicates? "//" relative -> filtered_anywhere

relative: step | relative "/" step -> further | relative "//" step -> further_anywhere
step: test predicates? -> child_step
    | "@" test predicates? -> attribute_step
    | AXIS "::" test predicates? -> axis_step
    | "." -> self_step
    | ".." -> parent_step
test: NAME -> name_test
    | TYPE "(" ")" -> type_test
    | INSTRUCTION "(" LITERAL? ")" -> instruction_test
predicates: ("[" or_chain "]")+

?primary: "(" or_chain ")"
        | LITERAL -> literal
        | NUMBER -> number
        | "$" VARIABLE -> variable
        | FUNCTION "(" [or_chain ("," or_chain)*] ")" -> call

OR: "or"
AND: "and"
EQUALITY: "=" | "!="
RELATION: "<=" | "<" | ">=" | ">"
SIGN: "+" | "-"
FACTOR: "*" | "div" | "mod"
BAR: "|"

AXIS.5: /(?:{_AXES})(?=[ \t\r\n]*::)/
TYPE.4: /(?:node|text|comment)(?=[ \t\r\n]*\()/
INSTRUCTION.4: /processing-instruction(?=[ \t\r\n]*\()/
FUNCTION.3: /{NAME}(?::{NAME})?(?=[ \t\r\n]*\()/
NAME.2: /\*|{NAME}:\*|{NAME}(?::{NAME})?/
VARIABLE.2: /{NAME}(?::{NAME})?/
LITERAL: /"[^"]*"|'[^']*'/
NUMBER: /[0-9]+(?:\.[0-9]*)?|\.[0-9]+/
%ignore /[ \t\r\n]+/
"""
