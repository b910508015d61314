"""A real browser opens a page of another origin that wishes mattockd ill.

    browser_page.py CHROMIUM

The page tries what a page can: to read, to send what a form can send, to send JSON, to include, to
listen. Then the browser goes to mattockd under a name that is not its own, as after DNS rebinding.
"""

import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest

CHROMIUM = sys.argv[1]
del sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from mattockd import Server  # noqa: E402

PAGE = """<!doctype html><meta charset="utf-8"><body><pre id="told"></pre><script>
const at = "AT", told = {};
const form = {method: "POST", mode: "no-cors", body: "{}"};
const json = {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"};
const plain = kind => ({...form, headers: {"Content-Type": kind}});
const include = (tag, name, path) => new Promise(done => {
  const element = document.createElement(tag);
  element.onload = () => done("loaded");
  element.onerror = () => done("failed");
  element.src = at + path;
  document.body.append(element);
});
const ask = (path, how) => fetch(at + path, how).then(
  async answer => answer.type === "opaque" ? "opaque" : `read ${await answer.text()}`,
  () => "failed");
const listen = path => new Promise(done => {
  const source = new EventSource(at + path);
  source.onmessage = source.onopen = () => done("opened");
  source.onerror = () => { source.close(); done("failed"); };
});
const submit = path => new Promise(done => {
  const frame = document.createElement("iframe"), element = document.createElement("form");
  frame.name = "there";
  Object.assign(element, {action: at + path, method: "post", enctype: "text/plain",
                          target: "there"});
  document.body.append(frame, element);
  frame.onload = () => done("sent");
  element.submit();
});
(async () => {
  told.state = await ask("/_mattock/state");
  told.export = await ask("/_mattock/export");
  told.requests = await ask("/_mattock/requests?format=har");
  told.stateUnseen = await ask("/_mattock/state", {mode: "no-cors"});
  told.reset = await ask("/_mattock/reset", json);
  told.resetAsText = await ask("/_mattock/reset", plain("text/plain"));
  told.resetAsForm = await ask("/_mattock/reset", plain("application/x-www-form-urlencoded"));
  told.space = await ask("/_mattock/ns", plain("text/plain"));
  told.end = await ask("/_mattock/ns?name=kept", {method: "DELETE"});
  told.script = await include("script", "script", "/_mattock/state");
  told.image = await include("img", "image", "/_mattock/state");
  told.stream = await listen("/_mattock/stream");
  told.form = await submit("/_mattock/reset");
  document.getElementById("told").textContent = JSON.stringify(told);
})();
</script>"""


class Browser(unittest.TestCase):
    def setUp(self):
        self.server = Server(os.environ["MATTOCKD"])
        self.addCleanup(self.server.end)
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def open(self, url, *options):
        """The page as it is when nothing moves any more."""
        run = subprocess.run(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             f"--user-data-dir={self.folder}", "--virtual-time-budget=20000", *options,
             "--dump-dom", url],
            capture_output=True, text=True, timeout=90, check=True)
        return run.stdout

    def serve(self, page):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *arguments):
                pass

        evil = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=evil.serve_forever, daemon=True).start()
        self.addCleanup(evil.server_close)
        self.addCleanup(evil.shutdown)
        return evil.server_address[1]

    def test_a_page_of_another_origin_reads_nothing_and_changes_nothing(self):
        self.server.change("POST", "/_mattock/ns", {"name": "kept"})
        self.assertEqual(200, self.server.ask("GetUser")[0])
        port = self.serve(PAGE.replace("AT", f"http://127.0.0.1:{self.server.port}"))
        page = self.open(f"http://127.0.0.1:{port}/")
        told = json.loads(re.search('<pre id="told">(.*?)</pre>', page, re.S)[1])
        self.assertEqual(
            {"state": "failed", "export": "failed", "requests": "failed",
             "stateUnseen": "opaque", "reset": "failed", "resetAsText": "opaque",
             "resetAsForm": "opaque", "space": "opaque", "end": "failed",
             "script": "failed", "image": "failed", "stream": "failed", "form": "sent"}, told)
        self.assertEqual(1, self.server.control("requests")["last"])  # no reset
        self.assertEqual(["default", "kept"], [each["name"] for each in
                                               self.server.control("ns")["namespaces"]])

    def test_a_name_that_was_bound_again_reads_nothing(self):
        page = self.open(f"http://evil.example:{self.server.port}/_mattock/state",
                         "--host-resolver-rules=MAP evil.example 127.0.0.1")
        self.assertIn("The Host of a control request must be localhost", page)
        self.assertNotIn("accounts", page)

    def test_the_servers_own_address_is_shown(self):
        """Or the two tests above would prove nothing."""
        self.assertIn("accounts", self.open(f"{self.server.scheme}://127.0.0.1:"
                                            f"{self.server.port}/_mattock/state"))


if __name__ == "__main__":
    unittest.main()
