"""What a test in a namespace looks like."""

import json
import subprocess

import pytest


def audit():
    result = subprocess.run(["mattock", "audit", "--all", "--output", "json"], check=False,
                            capture_output=True, text=True)
    return result.returncode, json.loads(result.stdout)


def test_the_audit_finds_the_old_password(namespace):
    status, report = audit()
    assert status == 3
    assert report["totals"]["present"] == 1
    namespace.verify(calls=[{"operation": "sts:AssumeRoot", "times": 2}],
                     never=[{"operation": "iam:Delete*"}])


def test_what_could_not_be_seen_is_never_clean(namespace):
    namespace.faults({"match": {"operation": "iam:ListAccessKeys", "account": "333333333333"},
                      "do": {"error": "AccessDenied"}})
    status, report = audit()
    assert status == 4
    assert report["totals"]["unknown"] == 1
    namespace.verify(faults="allFired")


def test_an_sdk_is_in_the_namespace(namespace):
    boto3 = pytest.importorskip("boto3")
    boto3.client("iam").create_user(UserName="only-here")
    assert boto3.client("sts").get_caller_identity()["Account"] == "111111111111"
    namespace.verify(calls=[{"operation": "iam:CreateUser", "status": 200, "times": 1}])


def test_the_next_test_begins_anew(namespace):
    boto3 = pytest.importorskip("boto3")
    users = boto3.client("iam").list_users()["Users"]
    assert [user["UserName"] for user in users] == ["admin"]
