"""Condition blocks, from the table of their meaning."""

import datetime
import decimal
import ipaddress
import re

from texts import arn_matches, cut, expand, glob, is_arn, pattern, units

YES, NO, UNUSABLE, STOP = "yes", "no", "unusable", "stop"


def as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def verdict(holds):
    return YES if holds else NO


class Case:
    """What every comparison may look at."""

    def __init__(self, context, has_variables, effect):
        self.context, self.has_variables, self.effect = context, has_variables, effect

    def wanted(self, text, wildcards):
        if self.has_variables:
            return expand(text, self.context, wildcards)
        return pattern(text) if wildcards else units(text)


def string_equals(case, operand, value):
    return verdict(case.wanted(operand, False) == units(value))


def lower(text):
    """Lower case inside the BMP; U+0130 stays. Python knows the final sigma."""
    guarded = text.replace("\u0130", "\ue000")
    pairs = zip(guarded.lower(), guarded)
    return "".join(was if ord(was) > 0xffff else now for now, was in pairs)


def string_equals_ignore_case(case, operand, value):
    wanted = case.wanted(operand, False)
    if wanted is None:
        return NO
    data = b"".join(unit.to_bytes(2, "little") for unit in wanted)
    return verdict(lower(data.decode("utf-16-le", "surrogatepass")) == lower(value))


def binary_equals(_case, operand, value):
    return verdict(operand == value)


def string_like(case, operand, value):
    wanted = case.wanted(operand, True)
    return verdict(wanted is not None and glob(wanted, units(value)))


def number(text):
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        return None
    return decimal.Decimal(text)


def instant(text):
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return int(decimal.Decimal(text) * 1000)
    form = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?"
    if not re.fullmatch(form, text):
        return None
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return round(moment.timestamp() * 1000)


def ordered(convert, holds):
    def compare(_case, operand, value):
        wanted, got = convert(operand), convert(value)
        return verdict(wanted is not None and got is not None and holds(got, wanted))
    return compare


def boolean(_case, operand, value):
    return verdict((operand.lower() == "true") == (value.lower() == "true"))


def plain_v4(text):
    """Four numbers without their leading zeros, or None."""
    if not re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}", text):
        return None
    return ".".join(str(int(part)) for part in text.split("."))


def host(text):
    """The address of a request: mapped IPv6 is IPv4, a tripled colon a double one."""
    if ":" not in text:
        text = plain_v4(text) or ""
    elif "." in text:
        found = re.fullmatch(r"::ffff:([\d.]+)", text, re.IGNORECASE)
        text = plain_v4(found.group(1)) or "" if found else ""
    try:
        found = ipaddress.ip_address(text.replace(":::", "::"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def network(text):
    """The range of a policy; None if it can never match."""
    base, _, bits = text.partition("/")
    if ":" not in base:
        base = plain_v4(base) or ""
    if ":" in base and "." in base or "/" in text and not re.fullmatch(r"\+?\d+", bits):
        return None
    try:
        found = ipaddress.ip_network(base + ("/%d" % int(bits) if bits else ""),
                                     strict=":" in base)
    except ValueError:
        return None
    return None if getattr(found.network_address, "ipv4_mapped", None) else found


def address(_case, operand, value):
    got, wanted = host(value), network(operand)
    if got is None:
        return UNUSABLE
    return verdict(wanted is not None and got.version == wanted.version and got in wanted)


def arn(case, operand, value):
    got = units(value)
    if not is_arn(cut(got)):
        return UNUSABLE
    wanted = case.wanted(operand, True)
    if wanted is None:
        return NO
    if not (wanted and all(u == "*" for u in wanted)) and not is_arn(cut(wanted)):
        return STOP
    return verdict(arn_matches(wanted, got))


EQUAL, LESS = (lambda a, b: a == b), (lambda a, b: a < b)
LESS_EQUAL, GREATER = (lambda a, b: a <= b), (lambda a, b: a > b)
GREATER_EQUAL = (lambda a, b: a >= b)

# Name: comparison, and whether the operator is its negation.
OPERATORS = {
    "StringEquals": (string_equals, False),
    "StringNotEquals": (string_equals, True),
    "StringEqualsIgnoreCase": (string_equals_ignore_case, False),
    "StringNotEqualsIgnoreCase": (string_equals_ignore_case, True),
    "StringLike": (string_like, False),
    "StringNotLike": (string_like, True),
    "BinaryEquals": (binary_equals, False),
    "Bool": (boolean, False),
    "IpAddress": (address, False),
    "NotIpAddress": (address, True),
    "ArnEquals": (arn, False),
    "ArnLike": (arn, False),
    "ArnNotEquals": (arn, True),
    "ArnNotLike": (arn, True),
}
for family, conversion in (("Numeric", number), ("Date", instant)):
    OPERATORS[family + "Equals"] = (ordered(conversion, EQUAL), False)
    OPERATORS[family + "NotEquals"] = (ordered(conversion, EQUAL), True)
    OPERATORS[family + "LessThan"] = (ordered(conversion, LESS), False)
    OPERATORS[family + "LessThanEquals"] = (ordered(conversion, LESS_EQUAL), False)
    OPERATORS[family + "GreaterThan"] = (ordered(conversion, GREATER), False)
    OPERATORS[family + "GreaterThanEquals"] = (ordered(conversion, GREATER_EQUAL), False)


def key_holds(case, operator, key, operands):
    """One key of one operator: absent, multivalued or single, as the table says."""
    found = re.fullmatch(r"(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?", operator)
    prefix, name, if_exists = found.groups()
    operands = [as_text(o) for o in (operands if isinstance(operands, list) else [operands])]
    value = case.context.get(key.lower())
    if isinstance(value, list) and not value:
        value = None
    if name == "Null":
        return any((o.lower() == "true") == (value is None) for o in operands)
    compare, negated = OPERATORS[name]
    if value is None:
        if prefix == "ForAnyValue":
            return False
        return bool(prefix or if_exists or (negated and operands))
    if isinstance(value, list) and not prefix or not operands:
        return False
    values = value if isinstance(value, list) else [value]
    return values_hold(case, compare, negated, operands, values, prefix)


def values_hold(case, compare, negated, operands, values, prefix):
    results = []
    for value in values:
        outcome = value_holds(case, compare, negated, operands, value)
        if outcome == STOP:
            return case.effect == "Deny"
        results.append(outcome)
        if outcome != (prefix == "ForAllValues"):
            break
    return all(results) if prefix == "ForAllValues" else any(results)


def value_holds(case, compare, negated, operands, value):
    for operand in operands:
        outcome = compare(case, operand, value)
        if outcome == YES:
            return not negated
        if outcome == UNUSABLE:
            return False
        if outcome == STOP:
            return STOP
    return negated


def block_holds(block, context, has_variables, effect):
    """A whole Condition block: everything must hold."""
    case = Case(context, has_variables, effect)
    return all(key_holds(case, operator, key, operands)
               for operator, keys in block.items() for key, operands in keys.items())
