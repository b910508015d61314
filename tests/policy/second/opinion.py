"""A second opinion on a case: slow, and by sets instead of a walk."""

import pathlib
import re

from conditions import block_holds
from texts import action_matches, resource_matches

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "fidelity.md"
NOBODY, ACCOUNT, ISSUER, CALLER = range(4)


def rcp_services():
    """The services that the page lists."""
    section = PAGE.read_text(encoding="utf-8").split("### Services that RCPs support", 1)[1]
    return set(re.findall(r"`([a-z0-9-]+)`", section.split("##", 1)[0]))


RCP_SERVICES = rcp_services()


def listed(value):
    return value if isinstance(value, list) else [value]


class Request:
    """The parts of a case under names of our own."""

    def __init__(self, case):
        request, info = case["request"], case["principalInfo"]
        self.action = request["action"]
        self.resource = request["resource"]["arn"]
        self.owner = request["resource"].get("accountId")
        self.context = {k.lower(): v for k, v in request["context"].items()}
        self.arn = request.get("principal")
        self.kind = info["kind"]
        self.issuer = info.get("roleArn") or info.get("issuerArn")
        found = re.match(r"arn:[^:]*:[^:]*:[^:]*:(\d{12}):", self.arn or "")
        self.account = found.group(1) if found else None
        self.manages = self.account == case["org"]["managementAccount"]
        self.bounded = case.get("permissionBoundaryPolicies") is not None
        self.is_root = self.kind in ("root", "assumedroot")


def binding(entry, kind, request):
    """How one entry of Principal names the caller."""
    if kind == "Service":
        return CALLER if request.kind == "service" and entry == request.arn else NOBODY
    if kind == "Federated":
        return CALLER if request.kind == "webidentity" and entry == request.arn else NOBODY
    if entry == "*":
        return CALLER
    if request.kind in ("service", "webidentity", "anonymous"):
        return NOBODY
    found = re.fullmatch(r"(?:arn:aws:iam::)?(\d{12})(:root)?", entry)
    if found and entry.startswith("arn") == bool(found.group(2)):
        if found.group(1) != request.account:
            return NOBODY
        return CALLER if request.is_root else ACCOUNT
    if entry == request.arn:
        return CALLER
    return ISSUER if entry == request.issuer else NOBODY


def names(statement, request):
    """The strongest binding of a statement of a resource's policy."""
    which = "Principal" if "Principal" in statement else "NotPrincipal"
    principal = statement.get(which, {})
    if isinstance(principal, str):
        principal = {"AWS": principal}
    bindings = [binding(entry, kind, request)
                for kind, entries in principal.items() for entry in listed(entries)]
    strongest = max(bindings, default=NOBODY)
    if which == "Principal":
        return strongest
    if statement["Effect"] == "Deny" and request.bounded:
        return CALLER
    return CALLER if strongest == NOBODY else NOBODY


def applies(statement, version, request, pads):
    """Whether action, resource and conditions of a statement apply."""
    has_variables = version == "2012-10-17"
    which = "Action" if "Action" in statement else "NotAction"
    hit = any(action_matches(a, request.action) for a in listed(statement[which]))
    if hit != (which == "Action"):
        return False
    which = next((w for w in ("Resource", "NotResource") if w in statement), None)
    if which:
        hit = any(resource_matches(r, request.resource, request.context, has_variables, pads)
                  for r in listed(statement[which]))
        if hit != (which == "Resource"):
            return False
    return block_holds(statement.get("Condition", {}), request.context, has_variables,
                       statement["Effect"])


def effects(documents, request, layer):
    """The pairs (effect, binding) of all statements that apply."""
    found = set()
    for document in documents or []:
        version = document.get("Version", "2008-10-17")
        for statement in listed(document["Statement"]):
            by_name = layer == "resource" or (layer == "rcp" and "Principal" in statement)
            bound = names(statement, request) if by_name else CALLER
            pads = layer in ("identity", "boundary", "session")
            if bound and applies(statement, version, request, pads):
                found.add((statement["Effect"], bound))
    return found


def scp_levels(case, request):
    if request.manages or request.kind in ("slr", "service", "webidentity", "anonymous"):
        return []
    return case.get("serviceControlPolicies") or []


def rcp_levels(case, request):
    service = request.action.split(":")[0].lower()
    exempt = (request.kind == "slr" or request.resource == "*" or service not in RCP_SERVICES or
              ":role/aws-service-role/" in request.resource or
              request.action.lower() == "kms:retiregrant")
    return [] if exempt else case.get("resourceControlPolicies") or []


def collect(case, request):
    """Layer to list of sets of effects, in the order in which denials are named."""
    by_level = lambda levels, layer: [effects(l["policies"], request, layer) for l in levels]
    resource = [case["resourcePolicy"]] if case.get("resourcePolicy") else []
    if request.action.startswith("organizations:") and request.manages:
        resource = []
    layers = {
        "rcp": by_level(rcp_levels(case, request), "rcp"),
        "scp": by_level(scp_levels(case, request), "scp"),
        "resource": [effects(resource, request, "resource")],
        "identity": [effects(case.get("identityPolicies"), request, "identity")],
        "boundary": [effects(case.get("permissionBoundaryPolicies"), request, "boundary")],
        "session": [effects(case.get("sessionPolicies"), request, "session")],
    }
    if request.is_root:
        layers["identity"] = layers["boundary"] = [set()]
    if request.kind == "root":
        layers["session"] = [set()]
    return layers


def allowing(case, request, layers):
    """Which of identity, boundary and session allow."""
    says = {layer: any(e == "Allow" for e, _ in layers[layer][0])
            for layer in ("identity", "boundary", "session")}
    says["identity"] |= request.is_root
    says["boundary"] |= request.is_root or case.get("permissionBoundaryPolicies") is None
    no_session = case.get("sessionPolicies") is None and request.kind != "federated"
    says["session"] |= request.is_root or no_session
    return says


def implicit(case, request, layers):
    """The layer whose Allow is missing, or None."""
    for layer in ("rcp", "scp"):
        if any(("Allow", CALLER) not in level for level in layers[layer]):
            return layer
    grant = max((b for e, b in layers["resource"][0] if e == "Allow"), default=NOBODY)
    serves = request.action == "sts:AssumeRoot"
    if request.kind in ("service", "webidentity", "anonymous"):
        return None if grant or serves else "resource"
    says = allowing(case, request, layers)
    needed = ["identity", "boundary", "session"]
    same = request.owner is None or request.owner == request.account
    if same and grant == CALLER:
        return None
    if same and grant == ISSUER:
        needed = needed[1:]
    must_grant = request.action.startswith(("sts:", "kms:")) and case.get("resourcePolicy")
    if same and must_grant and not grant:
        return "resource"
    lacking = next((layer for layer in needed if not says[layer]), None)
    return lacking or (None if same or grant or serves else "resource")


def decide(case):
    """(verdict, layer) of a case."""
    request = Request(case)
    action = request.action.lower()
    if action == "sts:getcalleridentity" and request.kind != "anonymous":
        return "Allowed", "none"
    if action == "sts:getsessiontoken" and request.kind in ("user", "root"):
        return "Allowed", "none"
    layers = collect(case, request)
    for layer, levels in layers.items():
        if any(effect == "Deny" for level in levels for effect, _ in level):
            return "ExplicitlyDenied", layer
    lacking = implicit(case, request, layers)
    return ("ImplicitlyDenied", lacking) if lacking else ("Allowed", "none")
