#!/usr/bin/env python3
"""A mail server for tests: takes mail on a loopback port, keeps it in a folder, fails on demand.

Prints "ready PORT". In the folder: connections.jsonl, a line per connection; messages.jsonl, a line
per accepted message, written before the answer; N.eml, its bytes; cert.pem with --tls.
"""

import argparse
import asyncio
import email
import email.header
import email.policy
import email.utils
import fnmatch
import json
import pathlib
import ssl
import subprocess

from aiosmtpd.smtp import SMTP, AuthResult


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--tls", choices=["starttls", "implicit"])
    parser.add_argument("--auth", help="user:password, demanded before MAIL")
    parser.add_argument(
        "--fail", action="append", default=[], help="pattern:code, the answer to RCPT for such addresses"
    )
    parser.add_argument(
        "--greylist", action="append", default=[], help="pattern:times, so often RCPT for each such address is 451"
    )
    parser.add_argument("--fail-mail", help="the code that answers MAIL")
    parser.add_argument("--fail-data", help="the code that answers the end of a message")
    parser.add_argument("--greet-with", help="the code of the greeting, and the connection's end")
    parser.add_argument("--delay", type=float, default=0, help="seconds before a message is answered")
    parser.add_argument(
        "--close-after", type=int, help="a connection with N messages ends at the next MAIL, wordlessly"
    )
    parser.add_argument("--busy-after", type=int, help="the same with an answer of 421")
    parser.add_argument(
        "--crash-after-data", type=int, help="the N-th message is kept, its connection ends unanswered"
    )
    parser.add_argument("--last-word", default="kept", help="the text after 250 of an accepted message")
    return parser.parse_args()


def certificate(folder):
    """A self-signed one for 127.0.0.1 and localhost."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    if not cert.exists():
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        command += ["-nodes", "-days", "2", "-subj", "/CN=localhost"]
        command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        command += ["-keyout", str(key), "-out", str(cert)]
        subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


def text_of(part):
    return {
        "type": part.get_content_type(),
        "encoding": part["Content-Transfer-Encoding"],
        "text": part.get_content() if part.get_content_maintype() == "text" else None,
    }


def names(content, header):
    """Decoded by the older interface: the newer doubles spaces between encoded words of names."""
    mail = email.message_from_bytes(content)
    pairs = email.utils.getaddresses(mail.get_all(header, []))
    return [str(email.header.make_header(email.header.decode_header(name))) for name, _ in pairs]


class Sink:
    """What aiosmtpd asks about each step of the dialogue."""

    def __init__(self, chosen):
        self.chosen = chosen
        self.connections = 0
        self.messages = 0
        self.greylisted = {}

    def write(self, name, line):
        with open(self.chosen.folder / name, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def connected(self):
        self.connections += 1
        self.write("connections.jsonl", {"connection": self.connections})
        return self.connections

    def authenticate(self, server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == self.chosen.auth, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if self.chosen.close_after is not None and session.carried >= self.chosen.close_after:
            server.transport.abort()
            return "421 gone"
        if self.chosen.busy_after is not None and session.carried >= self.chosen.busy_after:
            server.transport.write(b"421 4.3.2 idle for too long\r\n")
            server.transport.close()
            return "421 gone"
        if self.chosen.fail_mail:
            return f"{self.chosen.fail_mail} the sender is refused"
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        for rule in self.chosen.fail:
            pattern, code = rule.rsplit(":", 1)
            if fnmatch.fnmatch(address, pattern):
                return f"{code} no mail for {address}"
        for rule in self.chosen.greylist:
            pattern, times = rule.rsplit(":", 1)
            before = self.greylisted.get(address, 0)
            if fnmatch.fnmatch(address, pattern) and before < int(times):
                self.greylisted[address] = before + 1
                return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.chosen.delay)
        if self.chosen.fail_data:
            return f"{self.chosen.fail_data} the message is refused"
        self.keep(server, session, envelope)
        session.carried += 1
        if self.messages == self.chosen.crash_after_data:
            server.transport.abort()
        return f"250 2.0.0 {self.chosen.last_word}"

    def keep(self, server, session, envelope):
        self.messages += 1
        path = self.chosen.folder / f"{self.messages}.eml"
        path.write_bytes(envelope.original_content)
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        self.write(
            "messages.jsonl",
            {
                "connection": session.number,
                "helo": session.host_name,
                "tls": server.transport.get_extra_info("cipher") is not None,
                "authenticated": bool(session.authenticated),
                "mail_from": envelope.mail_from,
                "rcpt_tos": envelope.rcpt_tos,
                "path": str(path),
                "size": len(envelope.original_content),
                "type": mail.get_content_type(),
                "headers": [[name, str(value)] for name, value in mail.items()],
                "to_names": names(envelope.original_content, "To"),
                "from_names": names(envelope.original_content, "From"),
                "defects": [str(d) for part in mail.walk() for d in part.defects],
                "parts": [text_of(part) for part in mail.walk() if not part.is_multipart()],
            },
        )


class CountingSMTP(SMTP):
    number = None

    def connection_made(self, transport):
        super().connection_made(transport)
        # STARTTLS comes here once more, with another session.
        if self.number is None:
            self.number = self.event_handler.connected()
        self.session.number = self.number
        self.session.carried = 0

    async def _handle_client(self):
        greeting = self.event_handler.chosen.greet_with
        if greeting:
            self.transport.write(f"{greeting} not now\r\n".encode())
            self.transport.close()
            return
        await super()._handle_client()


async def serve(chosen):
    chosen.folder.mkdir(parents=True, exist_ok=True)
    context = certificate(chosen.folder) if chosen.tls else None
    sink = Sink(chosen)

    def connection():
        return CountingSMTP(
            sink,
            hostname="sink.test",
            data_size_limit=64 * 1024 * 1024,
            tls_context=context if chosen.tls == "starttls" else None,
            require_starttls=chosen.tls == "starttls",
            authenticator=sink.authenticate if chosen.auth else None,
            auth_required=bool(chosen.auth),
            auth_require_tls=chosen.tls == "starttls",
        )

    implicit = context if chosen.tls == "implicit" else None
    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", chosen.port, ssl=implicit)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(options()))
