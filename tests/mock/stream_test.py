"""The journal as others read it: filtered, as lines, as an archive, and live.

    stream_test.py MATTOCKD
"""

import json
import pathlib
import socket
import sys
import unittest

MATTOCKD = sys.argv[1]
del sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import har  # noqa: E402
from mattockd import Server, form  # noqa: E402

# Query, numbers of the requests that are left of the story below.
FILTERS = (
    ("", [1, 2, 3, 4]), ("after=2", [3, 4]), ("after=99", []),
    ("operation=iam:GetUser", [1, 2]), ("operation=iam:*", [1, 2, 3]), ("operation=IAM:*", []),
    ("account=123456789012", [1, 2, 3, 4]), ("account=999999999999", []),
    ("principal=*user/admin", [1, 2, 3, 4]), ("principal=admin", []),
    ("status=404", [2]), ("status=4*", [2, 3, 4]), ("error=NoSuchEntity", [2]),
    ("target=nobody", [2]), ("target=210987654321", [4]), ("target=21098765432?", [4]),
    ("target=nobody&status=200", []), ("operation=iam:*&error=*&after=2", [3]),
)


class Stream:
    """Server-sent events of one connection."""

    def __init__(self, server, path="/_mattock/stream", headers=None):
        self.connection = server.connect()
        self.connection.request("GET", path, headers=headers or {})
        self.answer = self.connection.getresponse()

    def next(self):
        """The next event's name and value; None at the end."""
        fields = {}
        while (line := self.answer.readline()):
            if line == b"\n" and "event" in fields:
                return fields["event"], json.loads(fields["data"])
            name, _, value = line.decode().rstrip("\n").partition(": ")
            fields[name] = value
        return None

    def close(self):
        self.answer.close()
        self.connection.close()


class Journal(unittest.TestCase):
    def setUp(self):
        self.server = Server(MATTOCKD)
        self.addCleanup(lambda: self.server.process.poll() is None and self.server.end())

    def listen(self, *arguments, **headers):
        stream = Stream(self.server, *arguments, **headers)
        self.addCleanup(stream.close)
        return stream

    def tell_story(self):
        self.server.ask("GetUser")
        self.server.ask("GetUser&UserName=nobody")
        self.server.ask("CreateUser&UserName=admin")
        self.server.ask("AssumeRole&" + form(RoleArn="arn:aws:iam::210987654321:role/x",
                                             RoleSessionName="ada"), "sts")

    def lines(self, query):
        status, text = self.server.request("GET", "/_mattock/requests?format=jsonl&" + query)
        self.assertEqual(200, status)
        return [json.loads(line)["number"] for line in text.splitlines()]

    def test_what_cannot_be_understood_is_told(self):
        for query in ("after=x", "after=-1", "after=1x", "format=xml"):
            self.assertEqual(400, self.server.request("GET", f"/_mattock/requests?{query}")[0])

    def test_filters_leave_what_they_say(self):
        self.tell_story()
        for query, numbers in FILTERS:
            with self.subTest(query):
                self.assertEqual(numbers, self.lines(query))

    def test_an_archive_has_what_the_filters_leave(self):
        self.tell_story()
        for query, statuses in (("", [200, 404, 409, 403]), ("&status=404", [404])):
            log = har.read(self.server.request("GET", "/_mattock/requests?format=har" + query)[1])
            self.assertEqual(statuses, [each["response"]["status"] for each in log["entries"]])

    def test_events_come_as_requests_do(self):
        self.server.ask("GetUser")
        stream = self.listen()
        self.assertEqual(("open", {"last": 1}), stream.next())
        for name in ("ada", "bob"):
            self.server.ask(f"GetUser&UserName={name}")
            event, entry = stream.next()
            self.assertEqual(("request", {"UserName": name}), (event, entry["parameters"]))

    def test_events_begin_where_they_are_to_and_pass_the_filter(self):
        self.tell_story()
        for path, headers, number in (("?after=0", {}, 1), ("?after=0&status=404", {}, 2),
                                      ("", {"Last-Event-ID": "2"}, 3)):
            stream = self.listen("/_mattock/stream" + path, headers)
            self.assertEqual("open", stream.next()[0])
            self.assertEqual(number, stream.next()[1]["number"])

    def test_a_reset_is_told_and_numbers_begin_anew(self):
        stream = self.listen()
        self.tell_story()
        self.assertEqual(["open"] + 4 * ["request"], [stream.next()[0] for _ in range(5)])
        self.server.change("POST", "/_mattock/reset")
        self.server.ask("GetUser")
        self.assertEqual("reset", stream.next()[0])
        self.assertEqual(1, stream.next()[1]["number"])

    def test_a_stream_ends_with_its_namespace_and_with_the_server(self):
        self.server.change("POST", "/_mattock/ns", {"name": "a"})
        stream, other = self.listen("/_ns/a/_mattock/stream"), self.listen()
        self.assertEqual(["open", "open"], [stream.next()[0], other.next()[0]])
        self.server.change("DELETE", "/_mattock/ns?name=a")
        self.server.change("POST", "/_mattock/ns", {"name": "a"})
        self.assertEqual("end", stream.next()[0])
        self.assertIsNone(stream.next())
        self.assertEqual(0, self.server.end())
        self.assertIsNone(other.next())

    def test_a_namespace_ends_with_the_last_connection_that_holds_it(self):
        self.server.change("POST", "/_mattock/ns", {"name": "held", "holder": True})
        path = "/_ns/held/_mattock/stream"
        first, second, looks_on = (self.listen(path + query)
                                   for query in ("?hold=1", "?hold=1", ""))
        for stream in (first, second, looks_on):
            self.assertEqual("open", stream.next()[0])
        first.close()
        second_names = self.names()
        second.close()
        self.assertEqual("end", looks_on.next()[0])
        self.assertEqual((["default", "held"], ["default"]), (second_names, self.names()))

    def names(self):
        return [each["name"] for each in self.server.control("ns")["namespaces"]]

    def test_a_namespace_that_was_not_made_so_cannot_be_held(self):
        self.assertEqual(400, self.listen("/_mattock/stream?hold=1").answer.status)

    def test_there_are_so_many_streams_and_no_more(self):
        streams = [self.listen() for _ in range(64)]
        self.assertEqual([200], sorted({stream.answer.status for stream in streams}))
        self.assertEqual(429, self.listen().answer.status)
        self.assertEqual(200, self.server.ask("GetUser")[0])
        streams[0].close()
        self.assertEqual("open", streams[1].next()[0])
        self.assertEqual("request", streams[1].next()[0])

    def test_a_reader_that_is_too_slow_is_told_and_dropped(self):
        stream = self.listen()
        self.assertEqual("open", stream.next()[0])
        request = b"GET /" + b"x" * 12000 + b" HTTP/1.1\r\nHost: h\r\n\r\n"
        # More than the journal and the sockets on the way hold.
        with socket.create_connection(("127.0.0.1", self.server.port)) as asking:
            answers = asking.makefile("rb")
            for _ in range(80):
                for _ in range(100):
                    asking.sendall(request)
                for _ in range(100):
                    self.skip_answer(answers)
        events = []
        while (event := stream.next()):
            events.append(event)
        self.assertEqual("dropped", events[-1][0])
        self.assertGreater(events[-1][1]["last"], events[-2][1]["number"])

    def skip_answer(self, answers):
        while (line := answers.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split()[1])
        answers.read(length)


if __name__ == "__main__":
    unittest.main()
