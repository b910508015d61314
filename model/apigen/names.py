"""C names made from AWS's names, mechanically."""

import re

_WORD = re.compile(
    r"[A-Z]{2,}s(?=[A-Z]|$)"  # OUs, ARNs
    r"|[A-Z]+(?=[A-Z][a-z])"  # MFA before Device
    r"|[A-Z]?[a-z0-9]+"
    r"|[A-Z]+[0-9]*"
)

_KEYWORDS = set(
    "auto break case char const continue default do double else enum extern float for goto if"
    " inline int long register restrict return short signed sizeof static struct switch typedef"
    " union unsigned void volatile while".split()
)


def snake(name):
    """MFADevice -> mfa_device."""
    return "_".join(_WORD.findall(name)).lower()


def member(name):
    """The C member of a structure; a keyword gets an underscore."""
    text = snake(name)
    return text + "_" if text in _KEYWORDS else text


def error(name):
    """NoSuchEntityException -> no_such_entity."""
    return snake(short_error(name))


def short_error(name):
    """The name of an error as throws lines write it."""
    return name[: -len("Exception")] if name.endswith("Exception") else name
