"""What reports and notices by mail systems are found to say."""

import pytest

from channels.mailreading import BounceClass, Kind, Report, read
from tests.channels.mails import mail, raw_sample, sample


@pytest.mark.parametrize(
    ("name", "address", "status", "action", "bounce_class"),
    [
        ("dsn_postfix_user_unknown", "ada@hub-customer.example", "5.1.1", "failed", BounceClass.HARD),
        ("dsn_postfix_delayed", "ada@customer.example", "4.4.1", "delayed", BounceClass.SOFT),
        ("dsn_exchange_online", "dora@customer.example", "5.1.10", "failed", BounceClass.HARD),
        ("dsn_gmail", "hal@customer.example", "5.1.1", "failed", BounceClass.HARD),
        ("notice_exim_old", "bob@customer.example", "5.1.1", "failed", BounceClass.HARD),
        ("notice_exchange_2000", "dora@customer.example", "5.1.1", "failed", BounceClass.HARD),
        ("notice_sendmail", "gus@customer.example", "5.1.1", "failed", BounceClass.HARD),
        ("notice_gmail_old", "ida@customer.example", "5.2.2", "failed", BounceClass.SOFT),
    ],
)
def test_a_bounce_says_whom_why_and_how_bad(name, address, status, action, bounce_class):
    reading = sample(name)
    (report,) = reading.reports
    assert reading.kind == Kind.BOUNCE
    assert (report.address, report.status, report.action) == (address, status, action)
    assert report.bounce_class == bounce_class
    assert report.diagnostic


def test_a_bounce_about_several_recipients_gives_one_report_each():
    assert [(r.address, r.status, r.bounce_class) for r in sample("dsn_exim").reports] == [
        ("bob@customer.example", "5.2.2", BounceClass.SOFT),
        ("carol@customer.example", "5.0.0", BounceClass.HARD),  # "Unrouteable address", said in the text only
    ]
    assert [(r.address, r.status, r.bounce_class) for r in sample("notice_qmail").reports] == [
        ("erik@customer.example", "5.1.1", BounceClass.HARD),
        ("fay@customer.example", "5.7.1", BounceClass.BLOCK),
    ]


@pytest.mark.parametrize(
    ("name", "message_id"),
    [
        ("dsn_postfix_user_unknown", "m.42.9c1e@news.hub.example"),  # in the returned mail
        ("dsn_postfix_delayed", "m.43.77aa@news.hub.example"),  # in its returned headers
        ("dsn_gmail", "m.49.5b5b@news.hub.example"),  # in a field of the report
        ("dsn_exchange_online", "m.47.3f3f@news.hub.example"),
        ("notice_exim_old", "m.46.2e2e@news.hub.example"),  # in the copy inside the text
        ("notice_qmail", "m.48.4a4a@news.hub.example"),
        ("arf_complaint", "m.51.7d7d@news.hub.example"),
        ("mdn_read_receipt", "m.52.8e8e@news.hub.example"),
    ],
)
def test_a_report_names_the_mail_it_is_about(name, message_id):
    report = sample(name).reports[0]
    assert report.original_message_id == message_id
    assert report.is_ours_hint


def test_a_report_about_a_mail_from_elsewhere_gives_no_hint_that_it_is_ours():
    raw = raw_sample("dsn_gmail").replace(b"m.49.5b5b@news.hub.example", b"1@other.example")
    assert read(raw).reports[0].is_ours_hint is False


def test_the_return_path_a_bounce_came_to_is_among_its_addresses():
    raw = raw_sample("notice_sendmail")
    assert read(raw, ["bounce+signed@news.hub.example"]).to_addresses == (
        "bounce+signed@news.hub.example",
        "bounce+s1@news.hub.example",
    )


def test_a_delivery_receipt_is_no_bounce():
    reading = sample("dsn_success")
    assert reading.kind == Kind.RECEIPT
    assert [(r.address, r.action) for r in reading.reports] == [("ada@customer.example", "relayed")]


def test_a_read_receipt_says_displayed():
    reading = sample("mdn_read_receipt")
    assert reading.kind == Kind.RECEIPT
    assert [(r.address, r.action) for r in reading.reports] == [("kim@customer.example", "displayed")]


def test_a_spam_complaint_names_who_complained():
    reading = sample("arf_complaint")
    assert reading.kind == Kind.COMPLAINT
    assert [(r.address, r.action) for r in reading.reports] == [("jan@customer.example", "abuse")]


def test_a_not_spam_report_is_no_complaint():
    raw = raw_sample("arf_complaint").replace(b"Feedback-Type: abuse", b"Feedback-Type: not-spam")
    assert read(raw).kind == Kind.OTHER


def test_a_complaint_that_hides_the_address_still_names_the_mail():
    raw = raw_sample("arf_complaint")
    raw = raw.replace(b"Original-Rcpt-To: <jan@customer.example>\n", b"").replace(
        b"To: <jan@customer.example>\n", b""
    )
    (report,) = read(raw).reports
    assert (report.address, report.original_message_id) == ("", "m.51.7d7d@news.hub.example")


def test_a_bounce_that_a_person_forwards_is_that_persons_mail():
    reading = sample("forwarded_bounce")
    assert (reading.kind, reading.reports) == (Kind.REPLY, ())
    assert reading.visible_text == "I got this back when I wrote to you. What is wrong?"


def test_a_person_who_pastes_a_bounce_is_still_a_person():
    raw = mail("Hi. This is the qmail-send program at x.example.\n<bob@x.example>:\nno mailbox (#5.1.1)")
    assert read(raw).kind == Kind.REPLY


def test_a_report_whose_status_part_is_missing_is_read_from_its_text():
    raw = raw_sample("dsn_postfix_user_unknown")
    raw = raw.replace(b"Content-Type: message/delivery-status", b"Content-Type: application/octet-stream")
    (report,) = read(raw).reports
    assert (report.address, report.bounce_class) == ("ada.lovelace@customer.example", BounceClass.HARD)


def test_a_notice_that_names_its_own_reader_does_not_report_it_as_failed():
    text = "These failed:\n\n<bounce+v@hub.example>:\nsender\n\n<bob@x.example>:\nunknown user\n"
    raw = f"From: MAILER-DAEMON@mx.example\nTo: bounce+v@hub.example\nSubject: failure notice\n\n{text}"
    assert [report.address for report in read(raw.encode()).reports] == ["bob@x.example"]


def test_a_bounce_that_names_nobody_still_gives_a_report_for_its_return_path():
    raw = b"From: MAILER-DAEMON@mx.example\nTo: bounce+v@hub.example\nSubject: failure notice\n\nIt failed.\n"
    reading = read(raw, envelope_from="")
    assert (reading.kind, len(reading.reports)) == (Kind.BOUNCE, 1)
    assert (reading.reports[0].address, reading.reports[0].bounce_class) == ("", BounceClass.SOFT)


def dsn(fields: str) -> Report:
    body = (
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{fields}\n\n--b--"
    )
    raw = mail(body, "Content-Type: multipart/report; report-type=delivery-status; boundary=b")
    return read(raw).reports[0]


@pytest.mark.parametrize(
    ("status", "diagnostic", "bounce_class"),
    [
        ("5.1.1", "", BounceClass.HARD),
        ("5.1.2", "550 bad destination system", BounceClass.HARD),
        ("5.1.8", "550 sender domain does not resolve", BounceClass.BLOCK),
        ("5.2.1", "mailbox disabled", BounceClass.HARD),
        ("5.2.1", "receiving mail at a rate that prevents additional messages", BounceClass.SOFT),
        ("5.2.2", "", BounceClass.SOFT),
        ("4.2.2", "mailbox full", BounceClass.SOFT),
        ("4.7.1", "greylisted", BounceClass.SOFT),
        ("5.3.4", "message too big", BounceClass.OTHER),
        ("5.4.4", "Host not found", BounceClass.HARD),
        ("5.6.1", "", BounceClass.OTHER),
        ("5.7.1", "blocked using zen.example", BounceClass.BLOCK),
        ("5.7.1", "message refused", BounceClass.BLOCK),
        ("5.7.1", "550 5.7.1 no such user here", BounceClass.HARD),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", BounceClass.HARD),
        ("5.0.0", "550 5.1.1 mailbox unavailable", BounceClass.HARD),
        ("5.0.0", "554 delivery error: This user doesn't have an example.com account", BounceClass.HARD),
        ("5.0.0", "552 Requested mail action aborted: exceeded storage allocation", BounceClass.SOFT),
        ("5.0.0", "554 rejected due to poor reputation", BounceClass.BLOCK),
        ("", "553 sorry", BounceClass.HARD),
        ("5.9.9", "something new", BounceClass.SOFT),
        ("", "", BounceClass.SOFT),
    ],
)
def test_a_failure_is_judged_by_its_code_and_by_the_words_where_the_code_is_vague(
    status, diagnostic, bounce_class
):
    recipient = "Final-Recipient: rfc822; a@b.example\nAction: failed"
    report = dsn(f"{recipient}\nStatus: {status}\nDiagnostic-Code: smtp; {diagnostic}")
    assert report.bounce_class == bounce_class


def test_a_delayed_mail_has_not_failed_whatever_the_words():
    recipient = "Final-Recipient: rfc822;a@b.example\nAction: delayed"
    report = dsn(f"{recipient}\nDiagnostic-Code: smtp; no such user")
    assert (report.action, report.bounce_class) == ("delayed", BounceClass.SOFT)


def test_a_report_is_read_though_blank_lines_are_lost_or_stray():
    lost = "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"
    body = f"--b\nContent-Type: message/delivery-status\n\n{lost}{lost.replace('a@b', 'c@d')}--b--"
    reading = read(mail(body, "Content-Type: multipart/report; boundary=b"))
    assert [report.address for report in reading.reports] == ["a@b.example", "c@d.example"]
    assert dsn("Final-Recipient: rfc822;a@b.example\n\nAction: failed\nStatus: 5.1.1").status == "5.1.1"


@pytest.mark.parametrize(
    ("recipient", "address"),
    [
        ("RFC822; <a@b.example>", "a@b.example"),
        ("a@b.example", "a@b.example"),
        (r"utf-8; m\x{FC}ller@b.example", "müller@b.example"),
        ("X400; c=de;a=x", "c=de;a=x"),
    ],
)
def test_a_recipient_is_found_in_every_spelling(recipient, address):
    assert dsn(f"Final-Recipient: {recipient}\nAction: failed\nStatus: 5.1.1").address == address
