"""What somebody who wishes a mattockd ill can send it. tests/mock/hostile_test.py says what must
come of each; ci/reliability writes down what it cost.

Each attack takes a server, does its worst, and returns the statuses it was answered with, the
slowest honest call meanwhile in milliseconds, and what else is worth telling.
"""

import concurrent.futures
import http.client
import resource
import socket
import time

MIB = 1024 * 1024
JSON = {"Content-Type": "application/json"}


def memory_mib(server):
    with open(f"/proc/{server.process.pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def honest_call_ms(server):
    """How long a signed call takes, which must be answered."""
    begun = time.perf_counter()
    status, text = server.ask("GetUser")
    if status != 200:
        raise AssertionError(f"an honest call was answered {status}: {text}")
    return (time.perf_counter() - begun) * 1000


def raise_descriptor_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))


def answers(server, *requests):
    """Statuses of control requests, and whether one lets another origin read its answer."""
    statuses = []
    for method, path, headers in requests:
        connection = server.connect()
        connection.request(method, path, "", headers)
        answer = connection.getresponse()
        if answer.getheader("Access-Control-Allow-Origin"):
            raise AssertionError("another origin may read the answer")
        answer.read()
        connection.close()
        statuses.append(answer.status)
    return statuses


def page_of_another_origin(server):
    page = {"Origin": "http://evil.example"}
    return answers(server, ("GET", "/_mattock/state", page),
                   ("POST", "/_mattock/reset", {**page, **JSON}),
                   ("OPTIONS", "/_mattock/reset", {**page, "Access-Control-Request-Method":
                                                   "POST"})), honest_call_ms(server), ""


def rebound_name(server):
    evil = {"Host": f"evil.example:{server.port}"}
    return answers(server, ("GET", "/_mattock/state", evil),
                   ("POST", "/_mattock/reset", {**evil, **JSON})), honest_call_ms(server), ""


def form_of_a_page(server):
    """What a form can send without asking first."""
    return answers(server, *(("POST", "/_mattock/reset", {"Content-Type": kind}) for kind in (
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"))), \
        honest_call_ms(server), ""


def idle_connections(server, count=1000):
    raise_descriptor_limit()
    before = memory_mib(server)
    sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(count)]
    slowest = max(honest_call_ms(server) for _ in range(10))
    grown = memory_mib(server) - before
    for each in sockets:
        each.close()
    return [], slowest, f"{grown * 1024 / count:.0f} KiB a connection"


def slow_connections(server, count=100, rounds=30):
    """Each sends a byte of its request at a time."""
    sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(count)]
    request = b"GET /_mattock/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    slowest = 0
    for at in range(rounds):
        for each in sockets:
            each.sendall(request[at:at + 1])
        slowest = max(slowest, honest_call_ms(server))
    statuses = set()
    for each in sockets:
        each.sendall(request[rounds:])
        statuses.add(int(each.recv(100).split()[1]))
        each.close()
    return sorted(statuses), slowest, ""


def read_status(answers_file):
    """Reads one answer and returns its status."""
    status, length = int(answers_file.readline().split()[1]), 0
    while (line := answers_file.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split()[1])
    answers_file.read(length)
    return status


def many_namespaces(server, count=10000, at_once=100):
    request = (b"POST /_mattock/ns HTTP/1.1\r\nHost: localhost\r\nContent-Length: 19\r\n"
               b'Content-Type: application/json\r\n\r\n{"from": "default"}')
    begun, statuses = time.perf_counter(), []
    with socket.create_connection(("127.0.0.1", server.port)) as asking:
        answers_file = asking.makefile("rb")
        for _ in range(count // at_once):
            asking.sendall(request * at_once)
            statuses += [read_status(answers_file) for _ in range(at_once)]
    told = (f"{statuses.count(201)} made, {statuses.count(429)} refused in "
            f"{time.perf_counter() - begun:.1f} s")
    return sorted(set(statuses)), honest_call_ms(server), told


def pathological_pattern(server):
    """Patterns that take exponential time when they are matched by trying."""
    pattern = "*a" * 120 + "b"
    rules = [{"match": {kind: [pattern] * 8}, "do": {"error": "Throttling"}}
             for kind in ("target", "principal") for _ in range(20)]
    status, _ = server.change("POST", "/_mattock/faults", rules)
    begun = time.perf_counter()
    answer, _ = server.ask("GetUser&UserName=" + "a" * 128)
    took = (time.perf_counter() - begun) * 1000
    return [status, answer], max(took, honest_call_ms(server)), "320 patterns of 241 characters"


def send_much(server, path, size, headers):
    """A body of so many bytes; the status, or 0 if the connection was closed over it."""
    with socket.create_connection(("127.0.0.1", server.port)) as sending:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        try:
            sending.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{head}"
                            f"Content-Length: {size}\r\n\r\n".encode())
            for _ in range(size // MIB):
                sending.sendall(b" " * MIB)
            answer = http.client.HTTPResponse(sending)
            answer.begin()
            return answer.status
        except (OSError, http.client.HTTPException):
            return 0


def large(server, path, size):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        sending = pool.submit(send_much, server, path, size, JSON)
        slowest = honest_call_ms(server)
        while not sending.done():
            slowest = max(slowest, honest_call_ms(server))
    return [sending.result()], slowest, ""


def large_body(server):
    return large(server, "/", 100 * MIB)


def large_scenario(server):
    return large(server, "/_mattock/ns", 100 * MIB)


def deep_scenario(server):
    """As many levels as fit into a body."""
    text = '{"scenario":' + '{"a":' * 1000000
    status, _ = server.request("POST", "/_mattock/ns", text, JSON)
    return [status], honest_call_ms(server), ""


# What is sent, the attack, the statuses that must come of it (0: hung up).
ATTACKS = (
    ("control requests of a page on another origin", page_of_another_origin, [403, 403, 403]),
    ("control requests under another name (DNS rebinding)", rebound_name, [403, 403]),
    ("control requests without the header, as a form sends them", form_of_a_page,
     [415, 415, 415]),
    ("1,000 connections that say nothing", idle_connections, []),
    ("100 connections that send a byte at a time", slow_connections, [200]),
    ("10,000 namespaces asked for", many_namespaces, [201, 429]),
    ("fault rules with patterns that match by trying", pathological_pattern, [200, 404]),
    ("a body of 100 MiB", large_body, [413]),
    ("a scenario of 100 MiB", large_scenario, [413]),
    ("a scenario with a million levels", deep_scenario, [400]),
)
