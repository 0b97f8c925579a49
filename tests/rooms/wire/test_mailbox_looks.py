"""Messages of a mailbox are taken as the bytes that they are, once, and marked only when they are safe."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from imap_server import PASSWORD, USER, ImapServer, imap_server
from looking import Surroundings, look
from loopback import certificate

from broadsheet.wire import mail_connection, mailbox_looks
from broadsheet.wire.models import Item, RawItem, Source, SourceHealth
from broadsheet.wire.receiving import Means
from broadsheet.wire.sealing import Secret

pytestmark = pytest.mark.django_db

HOST = "imap.delta.example"


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return certificate(tmp_path_factory.mktemp("tls"), HOST)


@pytest.fixture
def server(trust: Any) -> Iterator[ImapServer]:
    with imap_server(trust[0]) as server:
        yield server


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


@pytest.fixture
def means(around: Surroundings, server: ImapServer, trust: Any) -> Means:
    return around.means(f"{HOST}:{server.port}", resolve=lambda name, port: ["127.0.0.1"], tls=trust[1])


@pytest.fixture
def source(server: ImapServer) -> Source:
    source = Source.objects.create(
        slug="mail", name="Mail", kind=Source.Kind.MAILBOX, address=f"{HOST}:{server.port}", login_name=USER
    )
    source.keep_secret(Secret(PASSWORD))
    return source


def mail(number: int) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "desk@delta.example", USER
    message["Subject"], message["Message-ID"] = f"High tide {number}", f"<tide-{number}@delta.example>"
    message.set_content(f"Water comes in. {number}\n")
    return message.as_bytes()


def test_messages_are_taken_byte_for_byte_and_then_marked_as_seen(
    server: ImapServer, source: Source, means: Means
) -> None:
    sent = [server.deliver(mail(1)), server.deliver(mail(2))]
    done = look(source, means)
    assert (done.counts.taken, done.error) == (2, "")
    assert [bytes(row.content) for row in RawItem.objects.order_by("pk")] == [mail(1), mail(2)]
    assert [message.flags for message in sent] == [{"\\Seen"}, {"\\Seen"}]
    assert not any("BODY[]" in command for command in server.commands)


def test_a_message_is_taken_once_and_the_next_one_too(
    server: ImapServer, source: Source, means: Means, around: Surroundings
) -> None:
    for number in (1, 2):
        server.deliver(mail(number))
        assert look(source, means).counts.taken == 1
        around.later(minutes=2)
    assert look(source, means).counts.taken == 0
    assert len([command for command in server.commands if "PEEK" in command]) == 2


def test_messages_are_moved_where_the_source_names_a_folder(server: ImapServer, source: Source, means: Means) -> None:
    Source.objects.update(mail_done_folder="Taken")
    server.deliver(mail(1))
    look(source, means)
    assert [len(server.folders[name]) for name in ("INBOX", "Taken")] == [0, 1]


def test_a_mailbox_that_was_made_anew_is_read_from_its_beginning(
    server: ImapServer, source: Source, means: Means, around: Surroundings
) -> None:
    server.deliver(mail(1))
    server.deliver(mail(2))
    look(source, means)
    server.folders["INBOX"].clear()
    server.validity = 8
    server.deliver(mail(3))
    around.later(minutes=2)
    assert look(source, means).counts.taken == 1
    assert Item.objects.count() == 3


def test_nothing_is_marked_before_it_is_safe_and_carried_on(
    server: ImapServer, source: Source, means: Means, around: Surroundings
) -> None:
    message = server.deliver(mail(1))

    def fails(items: object) -> None:
        assert RawItem.objects.exists()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look(source, replace(means, then=fails))
    assert message.flags == set()
    around.later(hours=2)
    assert look(source, means).counts.taken == 1
    assert message.flags == {"\\Seen"} and RawItem.objects.count() == 1


def test_a_message_that_can_not_be_put_away_keeps_none_of_the_others(
    server: ImapServer, source: Source, means: Means, around: Surroundings
) -> None:
    server.fails.add("STORE")
    server.deliver(mail(1))
    server.deliver(mail(2))
    assert "does not let us mark" in look(source, means).error
    assert Item.objects.count() == 2
    around.later(hours=2)
    assert look(source, means).counts.taken == 0


def test_a_message_that_is_too_large_is_left_and_told(
    server: ImapServer, source: Source, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.deliver(mail(1) + b"x" * 3_000_000)
    server.deliver(mail(2))
    monkeypatch.setattr(mailbox_looks, "MAX_BYTES", 1_000_000)
    assert "A message of 2 MiB was left" in look(source, means).error
    assert [str(row) for row in Item.objects.all()] == ["High tide 2"]


def test_a_server_that_sends_more_than_it_says_is_left(server: ImapServer, source: Source, means: Means) -> None:
    server.deliver(mail(1) + b"x" * 30_000_000)
    server.says_size = 1000
    assert "sends more than" in look(source, means).error
    assert not RawItem.objects.exists()


@pytest.mark.parametrize(
    ("fails", "said"),
    [("LOGIN", "does not accept the name or the password"), ("SELECT", "has no folder 'INBOX'"),
     ("SEARCH", "does not say what lies in it"), ("FETCH", "does not say what lies in it")],
)  # fmt: skip
def test_what_fails_is_told_in_a_sentence_without_the_password(
    server: ImapServer, source: Source, means: Means, fails: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.deliver(mail(1))
    server.fails.add(fails)
    server.echoes = True
    done = look(source, means)
    assert said in done.error and done.error.endswith(".")
    assert "tide" not in f"{SourceHealth.objects.get().error}{caplog.text}".replace("delta.example", "")


def test_a_server_that_throws_the_password_back_does_not_put_it_into_a_traceback(
    server: ImapServer, source: Source, means: Means
) -> None:
    from broadsheet.wire.errors import FetchFailed

    source.keep_secret(Secret("high-tide-wrong"))
    server.echoes = True
    with pytest.raises(FetchFailed) as failure:
        mailbox_looks.look(source, SourceHealth(source=source), means)
    assert "high-tide-wrong" not in "".join(traceback.format_exception(failure.value))


@pytest.mark.parametrize("address", ["127.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]", "imap.delta.example:143", "a b", ""])
def test_a_mailbox_inside_the_network_or_on_another_port_is_refused(
    source: Source, around: Surroundings, address: str
) -> None:
    Source.objects.update(address=address)
    done = look(source, around.means(resolve=lambda name, port: ["8.8.8.8"]))
    assert done.error and "can't be reached" not in done.error


def test_only_a_host_with_its_own_certificate_is_told_the_password(
    server: ImapServer, source: Source, around: Surroundings, trust: Any
) -> None:
    Source.objects.update(address=f"other.example:{server.port}")
    means = around.means(f"other.example:{server.port}", resolve=lambda name, port: ["127.0.0.1"], tls=trust[1])
    assert "certificate" in look(source, means).error
    assert server.commands == []


def test_on_the_port_of_starttls_nothing_of_ours_is_said_in_clear(
    server: ImapServer, source: Source, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_connection, "STARTTLS_PORT", server.port)
    server.starts_plain = True
    server.deliver(mail(1))
    assert look(source, means).error == ""
    assert RawItem.objects.count() == 1
    assert server.clear == ["CAPABILITY", "STARTTLS"]
    assert server.commands[0] == "CAPABILITY" and server.commands[1].startswith("LOGIN ")


@pytest.mark.parametrize("how", ["not offered", "sent ahead"])
def test_a_server_that_keeps_us_from_tls_is_told_no_password(
    how: str, server: ImapServer, source: Source, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_connection, "STARTTLS_PORT", server.port)
    server.starts_plain = True
    if how == "not offered":
        server.fails.add("STARTTLS")
        assert look(source, means).error == (
            f"Imap.delta.example does not speak IMAP with STARTTLS on port {server.port}; no password was sent."
        )
        assert not any("LOGIN" in command for command in server.clear)
    else:
        # Somebody between us puts words in before TLS begins: they are not taken for the server's.
        server.sent_ahead = b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n* OK [UIDVALIDITY 99] ahead\r\n"
        look(source, means)
        assert SourceHealth.objects.get(source=source).uid_validity in (None, 7)
        assert not any("LOGIN" in command for command in server.clear)
