"""Globs, ARNs and policy variables, by way of regular expressions.

A text is a list of UTF-16 units. A pattern is a list of units in which the
wildcards are the strings "*" and "?", so that literal ones stay integers.
"""

import re


def units(text):
    """The UTF-16 units of a text, as integers."""
    data = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(data[i:i + 2], "little") for i in range(0, len(data), 2)]


def pattern(text):
    """The pattern of a text without variables."""
    return [chr(u) if u in (0x2a, 0x3f) else u for u in units(text)]


def glob(wanted, text):
    """Whether the pattern covers the whole text (both lists of units)."""
    rules = {"*": ".*", "?": "."}
    rule = "".join(rules[u] if isinstance(u, str) else re.escape(chr(u)) for u in wanted)
    rule = re.sub(r"(\.\*)+", ".*", rule)
    return re.fullmatch(rule, "".join(map(chr, text)), re.DOTALL) is not None


def action_matches(wanted, action):
    return glob(pattern(wanted.lower()), units(action.lower()))


VARIABLE = re.compile(r"\$\{(?:([*?$])|\s*([^,}{$'\"]+?)\s*(?:,\s*'([^']*)'\s*)?)\}")


def expand(text, context, wildcards):
    """The pattern of a text with variables, or None when one stands for nothing."""
    to_pattern = pattern if wildcards else units
    out, at = [], 0
    for found in VARIABLE.finditer(text):
        out += to_pattern(text[at:found.start()])
        at = found.end()
        value = found.group(1) or variable(found.group(2), found.group(3), context)
        if value is None:
            return None
        out += units(value)
    return out + to_pattern(text[at:])


def variable(key, default, context):
    value = context.get(key.lower())
    if isinstance(value, list):
        return None
    return default if value is None else value


def cut(wanted):
    """Six segments of a pattern or text, or fewer; colons are integers in both."""
    segments = [[]]
    for unit in wanted:
        if unit == 0x3a and len(segments) < 6:
            segments.append([])
        else:
            segments[-1].append(unit)
    return segments


def is_arn(segments):
    return len(segments) == 6 and segments[0] == units("arn")


def arn_matches(wanted, arn):
    """Segment by segment; a lone star covers every ARN."""
    if wanted and all(u == "*" for u in wanted):
        return True
    left, right = cut(wanted), cut(arn)
    return len(left) == 6 and all(glob(p, t) for p, t in zip(left, right))


def lower_service(segments):
    if len(segments) > 2:
        segments[2] = [ord(chr(u).lower()) if isinstance(u, int) else u for u in segments[2]]
    return segments


def resource_matches(entry, resource, context, has_variables, pads):
    """One entry of Resource against the resource of a request."""
    if re.fullmatch(r"\*+", entry):
        return True
    if resource.count(":") < 5:
        return False
    head, tail = split_entry(entry, has_variables)
    if tail is None:
        wanted = [pattern(s) for s in head]
        if not pads or len(wanted) < 3:
            return False
        wanted += [["*"]] * (6 - len(wanted))
    else:
        last = expand(tail, context, True) if has_variables else pattern(tail)
        if last is None:
            return False
        wanted = [pattern(s) for s in head] + [last]
    arn = lower_service(cut(units(resource)))
    return all(glob(p, t) for p, t in zip(lower_service(wanted), arn))


def split_entry(entry, has_variables):
    """The segments before the last, and the last (None if there are fewer than six)."""
    hidden = re.sub(r"\$\{[^}]*\}", lambda v: v.group().replace(":", "\0"), entry)
    parts = (hidden if has_variables else entry).split(":", 5)
    parts = [part.replace("\0", ":") for part in parts]
    return (parts[:5], parts[5]) if len(parts) == 6 else (parts, None)
