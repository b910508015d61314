"""AWS's own names of its endpoints, led to one mattockd whose certificate is good for all of them."""

import socket
import socketserver
import subprocess
import threading


def make_certificate(folder, names):
    """Files in @folder with a certificate for those hosts, and its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
                    "-subj", "/CN=test", "-addext",
                    "subjectAltName=" + ",".join("DNS:" + name for name in sorted(names))],
                   check=True, capture_output=True)
    return certificate, key


def pump(source, target):
    """All bytes, until one side has no more."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Tunnel(socketserver.StreamRequestHandler):
    """One CONNECT, whatever its host, to the server's port."""

    def handle(self):
        host = self.rfile.readline().split()[1].decode().rpartition(":")[0]
        while self.rfile.readline().strip():
            pass
        self.server.hosts.add(host)
        with socket.create_connection(("127.0.0.1", self.server.port)) as inside:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pump, args=(inside, self.connection))
            back.start()
            pump(self.connection, inside)
            back.join()


class Proxy(socketserver.ThreadingTCPServer):
    """What it was asked for is in @hosts; @address is the value of HTTPS_PROXY."""

    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), Tunnel)
        self.port, self.hosts = port, set()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()
