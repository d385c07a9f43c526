"""Every function forms can call, as ODK XForms and XPath 1.0 write them, each tied to what does the work.

`CORE` is XPath 1.0 alone; `ODK` is what forms get, where some of XPath's functions take more than they did.
"""

from collections.abc import Iterable, Mapping
from math import atan, atan2, fabs
from types import MappingProxyType

from forms.xpath.functions import chance, core, dates, geography, instances, numbers, patterns, text
from forms.xpath.functions.signatures import Function, Style, declare

Library = Mapping[tuple[str, str], Function]
"""Functions by namespace and local name; a name without prefix has the empty namespace."""

JAVAROSA = "http://openrosa.org/javarosa"

_XPATH = (
    # node-sets
    declare("last() -> number", core.last, Style.CONTEXT),
    declare("position() -> number", core.position, Style.CONTEXT),
    declare("count(nodes) -> number", core.count),
    declare("id(any) -> nodes", core.by_id, Style.CONTEXT),
    declare("local-name(nodes = .) -> string", core.local_name),
    declare("namespace-uri(nodes = .) -> string", core.namespace_uri),
    declare("name(nodes = .) -> string", core.name),
    declare("current() -> nodes", core.current, Style.CONTEXT),  # XForms 1.1; ODK's test suite has it here
    # strings
    declare("string(string = .) -> string", core.same),
    declare("concat(string, string, string*) -> string", text.concat_first),
    declare("starts-with(string, string) -> boolean", text.starts_with),
    declare("contains(string, string) -> boolean", text.contains),
    declare("substring-before(string, string) -> string", text.substring_before),
    declare("substring-after(string, string) -> string", text.substring_after),
    declare("substring(string, number, number?) -> string", text.substring),
    declare("string-length(string = .) -> number", text.string_length),
    declare("normalize-space(string = .) -> string", text.normalize_space),
    declare("translate(string, string, string) -> string", text.translate),
    # booleans
    declare("boolean(boolean) -> boolean", core.same),
    declare("not(boolean) -> boolean", core.negated),
    declare("true() -> boolean", core.true),
    declare("false() -> boolean", core.false),
    declare("lang(string) -> boolean", core.lang, Style.CONTEXT),
    # numbers
    declare("number(number = .) -> number", core.same),
    declare("sum(nodes) -> number", numbers.total, Style.CONTEXT),
    declare("floor(number) -> number", numbers.floor),
    declare("ceiling(number) -> number", numbers.ceiling),
    declare("round(number) -> number", numbers.round_half_up),
)

_XFORMS = (
    # strings
    declare("concat(strings*) -> string", text.concat),
    declare("join(string, strings*) -> string", text.join),
    declare("substr(string, number, number?) -> string", text.substr),
    declare("ends-with(string, string) -> boolean", text.ends_with),
    declare("uuid(number?) -> string", chance.uuid, Style.CONTEXT),
    declare("digest(string, string, string?) -> string", chance.digest),
    declare("base64-decode(string) -> string", chance.base64_decode),
    declare("extract-signed(string, string) -> string", chance.extract_signed),
    declare("pulldata(string, string, string, string) -> string", instances.pull_data, Style.CONTEXT),
    # booleans
    declare("if(boolean, any, any) -> any", core.choose, Style.LAZY),
    declare("coalesce(string, string) -> string", core.coalesce, Style.LAZY),
    declare("once(string) -> string", core.once, Style.LAZY),
    declare("boolean-from-string(string) -> boolean", core.boolean_from_string),
    declare("regex(string, string) -> boolean", patterns.found),
    declare("checklist(number, number, booleans*) -> boolean", core.checklist),
    declare("weighted-checklist(number, number, (booleans, numbers)*) -> boolean", core.weighted_checklist),
    # numbers
    declare("number(any = .) -> number", numbers.dated_number, Style.CONTEXT),
    declare("random() -> number", chance.random, Style.CONTEXT),
    declare("int(number) -> number", numbers.integer),
    declare("max(numbers*) -> number", numbers.greatest),
    declare("min(numbers*) -> number", numbers.least),
    declare("round(number, number?) -> number", numbers.round_to),
    declare("pow(number, number) -> number", numbers.power),
    declare("log(number) -> number", numbers.log),
    declare("log10(number) -> number", numbers.log10),
    declare("abs(number) -> number", fabs),
    declare("sin(number) -> number", numbers.sin),
    declare("cos(number) -> number", numbers.cos),
    declare("tan(number) -> number", numbers.tan),
    declare("asin(number) -> number", numbers.asin),
    declare("acos(number) -> number", numbers.acos),
    declare("atan(number) -> number", atan),
    declare("atan2(number, number) -> number", atan2),
    declare("sqrt(number) -> number", numbers.sqrt),
    declare("exp(number) -> number", numbers.exp),
    declare("exp10(number) -> number", numbers.exp10),
    declare("pi() -> number", numbers.pi),
    # node-sets
    declare("count-non-empty(nodes) -> number", core.count_non_empty),
    declare("position(nodes?) -> number", core.position_of, Style.CONTEXT),
    declare("instance(string) -> nodes", instances.instance, Style.CONTEXT),
    declare("randomize(nodes, any?) -> nodes", chance.randomize, Style.CONTEXT),
    # dates and times
    declare("today() -> number", dates.today, Style.CONTEXT),
    declare("now() -> number", dates.now, Style.CONTEXT),
    declare("date(any) -> any", dates.date, Style.CONTEXT),
    declare("date-time(any) -> any", dates.date, Style.CONTEXT),
    declare("decimal-date-time(any) -> number", dates.decimal_date_time, Style.CONTEXT),
    declare("decimal-time(string) -> number", dates.decimal_time, Style.CONTEXT),
    declare("format-date(string, string) -> string", dates.format_date, Style.CONTEXT),
    declare("format-date-time(string, string) -> string", dates.format_date, Style.CONTEXT),
    # selects
    declare("selected(string, string) -> boolean", instances.selected),
    declare("selected-at(string, number) -> string", instances.selected_at),
    declare("count-selected(string) -> number", instances.count_selected),
    # repeats
    declare("indexed-repeat(nodes, nodes, number, (nodes, number)*) -> nodes", instances.indexed_repeat),
    # geography
    declare("area(strings) -> number", geography.area),
    declare("distance(strings, strings*) -> number", geography.distance),
    declare("geofence(string, string) -> boolean", geography.geofence),
)

_JAVAROSA = (
    declare("itext(string) -> any", instances.itext, Style.CONTEXT),
    declare("choice-name(string, string) -> string", instances.choice_name, Style.CONTEXT),
)


def _library(namespace: str, functions: Iterable[Function]) -> dict[tuple[str, str], Function]:
    return {(namespace, function.name): function for function in functions}


CORE: Library = MappingProxyType(_library("", _XPATH))
ODK: Library = MappingProxyType(_library("", _XPATH) | _library("", _XFORMS) | _library(JAVAROSA, _JAVAROSA))
