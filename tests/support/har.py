"""The rules of HTTP archives, HAR 1.2, as its specification has them: which members an object must
and may have, and of what kind they are. Members that begin with an underscore are anybody's own.
"""

import base64
import datetime
import json
import re
import urllib.parse

TEXT, COUNT, LIST, OBJECT = "a text", "a number", "a list", "an object"
# Object: members it must have; members it may have.
RULES = {
    "log": ({"version": TEXT, "creator": OBJECT, "entries": LIST},
            {"browser": OBJECT, "pages": LIST, "comment": TEXT}),
    "creator": ({"name": TEXT, "version": TEXT}, {"comment": TEXT}),
    "entry": ({"startedDateTime": TEXT, "time": COUNT, "request": OBJECT, "response": OBJECT,
               "cache": OBJECT, "timings": OBJECT},
              {"pageref": TEXT, "serverIPAddress": TEXT, "connection": TEXT, "comment": TEXT}),
    "request": ({"method": TEXT, "url": TEXT, "httpVersion": TEXT, "cookies": LIST,
                 "headers": LIST, "queryString": LIST, "headersSize": COUNT, "bodySize": COUNT},
                {"postData": OBJECT, "comment": TEXT}),
    "response": ({"status": COUNT, "statusText": TEXT, "httpVersion": TEXT, "cookies": LIST,
                  "headers": LIST, "content": OBJECT, "redirectURL": TEXT, "headersSize": COUNT,
                  "bodySize": COUNT}, {"comment": TEXT}),
    "postData": ({"mimeType": TEXT}, {"params": LIST, "text": TEXT, "comment": TEXT}),
    "content": ({"size": COUNT, "mimeType": TEXT},
                {"compression": COUNT, "text": TEXT, "encoding": TEXT, "comment": TEXT}),
    "timings": ({"send": COUNT, "wait": COUNT, "receive": COUNT},
                {"blocked": COUNT, "dns": COUNT, "connect": COUNT, "ssl": COUNT, "comment": TEXT}),
    "cache": ({}, {"beforeRequest": OBJECT, "afterRequest": OBJECT, "comment": TEXT}),
    "pair": ({"name": TEXT, "value": TEXT}, {"comment": TEXT}),
}
TYPES = {TEXT: (str,), COUNT: (int, float), LIST: (list,), OBJECT: (dict,)}
STARTED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


class Broken(Exception):
    """A rule is not kept; the text says where."""


def hold(condition, place, rule):
    if not condition:
        raise Broken(f"{place}: {rule}")


def check_object(value, kind, place):
    must, may = RULES[kind]
    hold(isinstance(value, dict), place, "is an object")
    for name in must:
        hold(name in value, place, f"has {name}")
    for name, member in value.items():
        if name.startswith("_"):
            continue
        wanted = must.get(name) or may.get(name)
        hold(wanted, place, f"has no {name}")
        hold(isinstance(member, TYPES[wanted]) and not isinstance(member, bool),
             f"{place}.{name}", f"is {wanted}")


def check_message(message, kind, place):
    check_object(message, kind, place)
    for name in ("headers", "cookies", "queryString"):
        for index, pair in enumerate(message.get(name, ())):
            check_object(pair, "pair", f"{place}.{name}[{index}]")
    for name in ("headersSize", "bodySize"):
        hold(message[name] >= -1, f"{place}.{name}", "is -1 if it is not known")
    hold(re.fullmatch(r"HTTP/\d(\.\d)?|h2|h3", message["httpVersion"]), place, "has its version")


def check_request(request, place):
    check_message(request, "request", place)
    url = urllib.parse.urlsplit(request["url"])
    hold(url.scheme in ("http", "https") and url.netloc and not url.fragment, place,
         "has an absolute URL without a fragment")
    hold([(each["name"], each["value"]) for each in request["queryString"]] ==
         urllib.parse.parse_qsl(url.query, keep_blank_values=True), place,
         "has the parameters of its URL")
    if "postData" in request:
        data = request["postData"]
        check_object(data, "postData", place + ".postData")
        hold(not ("params" in data and "text" in data), place, "has either params or text")


def check_response(response, place):
    check_message(response, "response", place)
    content = response["content"]
    check_object(content, "content", place + ".content")
    hold(content["size"] >= 0, place, "has a size")
    if content.get("encoding") == "base64":
        base64.b64decode(content["text"], validate=True)


def check_entry(entry, place):
    check_object(entry, "entry", place)
    hold(STARTED.fullmatch(entry["startedDateTime"]), place, "says when it began, by ISO 8601")
    datetime.datetime.fromisoformat(entry["startedDateTime"].replace("Z", "+00:00"))
    check_request(entry["request"], place + ".request")
    check_response(entry["response"], place + ".response")
    check_object(entry["cache"], "cache", place + ".cache")
    timings = entry["timings"]
    check_object(timings, "timings", place + ".timings")
    for name in ("send", "wait", "receive"):
        hold(timings[name] >= 0, f"{place}.timings.{name}", "is known")
    whole = sum(value for name, value in timings.items()
                if isinstance(value, (int, float)) and value != -1 and name != "ssl")
    hold(abs(entry["time"] - whole) < 0.01, place, "takes the sum of its timings")


def read(text):
    """The log of an archive that keeps all rules."""
    archive = json.loads(text)
    log = archive.get("log")
    check_object(log, "log", "log")
    hold(log["version"] == "1.2", "log", "has version 1.2")
    check_object(log["creator"], "creator", "log.creator")
    for index, entry in enumerate(log["entries"]):
        check_entry(entry, f"log.entries[{index}]")
    return log
