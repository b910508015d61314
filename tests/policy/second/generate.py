"""Random cases that are close to a decision: most patterns almost fit."""

import random

ACCOUNTS = ["111111111111", "222222222222", "333333333333"]  # the first manages
NAMES = ["bob", "team/bob", "team/sec/carol"]
ACTIONS = ["iam:GetUser", "iam:DeleteAccessKey", "sts:AssumeRole", "sts:AssumeRoot",
           "sts:GetCallerIdentity", "sts:GetSessionToken", "sqs:SendMessage", "s3:GetObject",
           "kms:RetireGrant", "kms:Decrypt", "dynamodb:GetItem", "glue:GetTable",
           "organizations:ListAccounts", "organizations:DescribePolicy"]
KEYS = {
    "aws:PrincipalArn": None, "aws:username": "bob", "aws:SourceIp": "192.0.2.1",
    "aws:CurrentTime": "2026-01-02T03:04:05Z", "aws:EpochTime": "1767323045",
    "aws:SecureTransport": "true", "aws:MultiFactorAuthAge": "300", "aws:UserAgent": "Ab\u03a3",
    "aws:RequestTag/Team": "red", "aws:TagKeys": ["Team", "Cost"], "s3:max-keys": "10",
    "aws:PrincipalOrgPaths": ["o-x/r-x/ou-a/"], "aws:AssumedRoot": "true", "test:empty": "",
}
VALUES = ["bob", "BOB", "red", "r?d", "*", "", "true", "FALSE", "yes", "10", "1e1", "-0.5", "9.99",
          "192.0.2.0/24", "192.000.2.1", "2001:db8::/32", "0.0.0.0/0", "Team", "o-x/*", "ab\u03c2",
          "2026-01-02T03:04:05Z", "2026-01-01", "1767323045", "2027-06-01T00:00:00+02:00",
          "arn:aws:iam::*:user/*", "arn:aws:iam::222222222222:user/${aws:username}",
          "${aws:username}", "${aws:missing, 'bob'}", "${aws:TagKeys}", "${*}", "arn:x", "a*?"]
OPERATORS = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase",
             "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike", "NumericEquals",
             "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
             "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan",
             "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool",
             "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals",
             "ArnNotLike"]


class Generator:
    """One seed, one case."""

    def __init__(self, seed):
        self.seed, self.random = seed, random.Random(seed)
        self.caller, self.owner = self.pick(ACCOUNTS), self.pick(ACCOUNTS)
        if self.chance(0.6):
            self.owner = self.caller
        self.action = self.pick(ACTIONS)
        self.resource = self.make_resource()
        self.principal = self.make_principal()

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, likely):
        return self.random.random() < likely

    def some(self, make, most):
        return [make() for _ in range(self.random.randint(0, most))]

    def make_resource(self):
        service, name = self.action.split(":")
        if self.chance(0.15):
            return "*"
        if name == "AssumeRole":
            path = self.pick(["admin", "team/admin", "aws-service-role/x.amazonaws.com/R"])
            return "arn:aws:iam::%s:role/%s" % (self.owner, path)
        if name == "AssumeRoot":
            return "arn:aws:iam::%s:root" % self.owner
        kinds = {"iam": "arn:aws:iam::%s:user/", "sqs": "arn:aws:sqs:eu-west-1:%s:",
                 "s3": "arn:aws:s3:::", "organizations": "arn:aws:organizations::%s:account/o-x/",
                 "dynamodb": "arn:aws:dynamodb:eu-west-1:%s:table/",
                 "glue": "arn:aws:glue:eu-west-1:%s:table/",
                 "kms": "arn:aws:kms:eu-west-1:%s:key/", "sts": "arn:aws:iam::%s:user/"}
        kind = kinds[service]
        return (kind % self.owner if "%s" in kind else kind) + self.pick(NAMES)

    def make_principal(self):
        """(arn, principalInfo)"""
        name, account = self.pick(NAMES), self.caller
        user, role = "arn:aws:iam::%s:user/%s" % (account, name), "arn:aws:iam::%s:role/%s"
        session = "arn:aws:sts::%s:assumed-role/admin/s" % account
        root = "arn:aws:iam::%s:root" % account
        return self.pick([
            (user, {"kind": "user"}), (user, {"kind": "user"}),
            (session, {"kind": "session", "roleArn": role % (account, "team/admin")}),
            (session, {"kind": "session", "roleArn": role % (account, "admin")}),
            (session, {"kind": "slr", "serviceLinkedRole": True,
                       "roleArn": role % (account, "aws-service-role/x/admin")}),
            (root, {"kind": "root"}), (root, {"kind": "assumedroot"}),
            ("arn:aws:sts::%s:federated-user/bob" % account,
             {"kind": "federated", "issuerArn": user}),
            ("ec2.amazonaws.com", {"kind": "service"}),
            ("accounts.example.com", {"kind": "webidentity"}), (None, {"kind": "anonymous"})])

    def blur(self, text):
        """A pattern that covers the text, or nearly."""
        if self.chance(0.2):
            return "*"
        at = self.random.randrange(len(text) + 1)
        return self.pick([text, text[:at] + "*", text[:at] + "*" + text[at + 1:],
                          text[:at] + "?" + text[at + 1:], text.swapcase(),
                          text.replace("bob", "${aws:username}"), text[:at] + "q" + text[at:]])

    def list_or_one(self, make):
        items = [make() for _ in range(self.random.randint(1, 3))]
        return items[0] if len(items) == 1 and self.chance(0.7) else items

    def make_principals(self):
        arn, info = self.principal
        entries = ["*", self.caller, self.owner, "arn:aws:iam::%s:root" % self.caller, "AIDANOBODY",
                   arn or "*", info.get("roleArn") or info.get("issuerArn") or self.caller,
                   "arn:aws:iam::%s:user/nobody" % self.caller]
        if self.chance(0.15):
            return "*"
        if self.chance(0.25):
            kind = self.pick(["Service", "Federated"])
            return {kind: self.pick(["ec2.amazonaws.com", "accounts.example.com"])}
        return {"AWS": self.list_or_one(lambda: self.pick(entries))}

    def make_conditions(self):
        block = {}
        for _ in range(self.random.randint(1, 2)):
            name = self.pick(["", "", "ForAllValues:", "ForAnyValue:"]) + self.pick(OPERATORS)
            name += self.pick(["", "", "IfExists"])
            if self.chance(0.15):
                name = "Null"
            key = self.pick(list(KEYS))
            key = key.upper() if self.chance(0.1) else key
            near = [v for v in [self.context().get(key)] if isinstance(v, str)]
            values = self.list_or_one(lambda: self.pick(VALUES + near * 8))
            block.setdefault(name, {})[key] = values if self.chance(0.97) else []
        return block

    def statement(self, layer):
        what = {"Effect": self.pick(["Allow", "Allow", "Deny"])}
        action = self.list_or_one(lambda: self.blur(self.action))
        what[self.pick(["Action"] * 5 + ["NotAction"])] = action
        if layer != "resource" or not self.action.startswith("sts:"):
            entry = self.list_or_one(lambda: self.blur(self.resource))
            what[self.pick(["Resource"] * 5 + ["NotResource"])] = entry
        if layer == "resource":
            what[self.pick(["Principal"] * 6 + ["NotPrincipal"])] = self.make_principals()
        if layer == "rcp":
            what["Principal"] = "*"
        if self.chance(0.35):
            what["Condition"] = self.make_conditions()
        return what

    def document(self, layer):
        document = {"Statement": [self.statement(layer)] + self.some(
            lambda: self.statement(layer), 2)}
        if self.chance(0.85):
            document["Version"] = "2012-10-17"
        return document

    def documents(self, layer, full):
        allow = {"Version": "2012-10-17",
                 "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
        start = [allow] if self.chance(full) else []
        return start + self.some(lambda: self.document(layer), 2)

    def levels(self, layer):
        if self.chance(0.4):
            return []
        return [{"orgIdentifier": "level", "policies": self.documents(layer, 0.85)}
                for _ in range(self.random.randint(1, 4))]

    def context(self):
        values = dict(KEYS)
        values["aws:PrincipalArn"] = self.principal[0] or "nobody"
        return values

    def case(self):
        context = {k: v for k, v in self.context().items() if self.chance(0.7)}
        sets = {"identityPolicies": self.documents("identity", 0.5),
                "permissionBoundaryPolicies": self.documents("boundary", 0.7),
                "sessionPolicies": self.documents("session", 0.7),
                "resourcePolicy": self.document("resource"),
                "serviceControlPolicies": self.levels("scp"),
                "resourceControlPolicies": self.levels("rcp")}
        for name, likely in (("permissionBoundaryPolicies", 0.7), ("sessionPolicies", 0.6),
                             ("resourcePolicy", 0.5)):
            if self.chance(likely):
                sets[name] = None
        arn, info = self.principal
        request = {"principal": arn, "action": self.action, "context": context,
                   "resource": {"arn": self.resource, "accountId": self.owner}}
        return {"id": "seed-%d" % self.seed, "request": request, "principalInfo": info,
                "org": {"managementAccount": ACCOUNTS[0]}, **sets}
