//! A small SMTP server for tests: it takes mail, and refuses for now or for good when told to.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::harness::spawn;

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    pub from: String,
    pub to: String,
    pub text: String,
}

impl Mail {
    /// The value of a header, unfolded and decoded.
    pub fn header(&self, name: &str) -> String {
        let head = self.text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let prefix = format!("{name}: ");
        let line = head.lines().find_map(|line| line.strip_prefix(&prefix));
        decode_words(line.unwrap_or_default())
    }

    /// The decoded body.
    pub fn body(&self) -> String {
        let body = self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        match self.header("Content-Transfer-Encoding").as_str() {
            "base64" => base64_text(&body.replace("\r\n", "")),
            "quoted-printable" => quoted_printable(body),
            _ => body.to_owned(),
        }
    }
}

fn base64_text(text: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    String::from_utf8(STANDARD.decode(text).unwrap()).unwrap()
}

fn quoted_printable(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let code = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(code, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// `=?utf-8?b?…?=` words; blanks between two of them vanish.
fn decode_words(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=?") {
        if !before.trim().is_empty() || decoded.is_empty() {
            decoded.push_str(before);
        }
        let mut parts = after.splitn(4, '?');
        let (_, kind, word) = (parts.next(), parts.next().unwrap(), parts.next().unwrap());
        let word = match kind {
            "b" | "B" => base64_text(word),
            _ => quoted_printable(&word.replace('_', " ")),
        };
        decoded.push_str(&word);
        rest = parts.next().unwrap().strip_prefix('=').unwrap();
    }
    decoded.push_str(rest);
    decoded
}

#[derive(Default)]
struct Inner {
    mails: Vec<Mail>,
    attempts: usize,
    /// Answers to the next recipients, before they are accepted again.
    answers: Vec<&'static str>,
    /// Answer to this recipient, always.
    refused: Option<(String, &'static str)>,
}

/// The server.
#[derive(Clone)]
pub struct MailServer {
    pub port: u16,
    inner: Arc<Mutex<Inner>>,
}

impl MailServer {
    /// Starts on loopback.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), inner: Arc::default() };
        let accepting = server.clone();
        spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = accepting.clone();
                // A client that goes away in the middle is no failure of the server.
                spawn(async move { drop(serving.talk(stream).await) });
            }
        });
        server
    }

    /// What arrived so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.inner.lock().unwrap().mails.clone()
    }

    /// Recipients named so far, refused ones too.
    pub fn attempts(&self) -> usize {
        self.inner.lock().unwrap().attempts
    }

    /// Answers the next recipients so.
    pub fn answer_next(&self, answers: &[&'static str]) {
        self.inner.lock().unwrap().answers = answers.to_vec();
    }

    /// Answers a recipient always so.
    pub fn refuse(&self, to: &str, answer: &'static str) {
        self.inner.lock().unwrap().refused = Some((to.to_owned(), answer));
    }

    /// Refuses nothing any more.
    pub fn accept_all(&self) {
        self.inner.lock().unwrap().refused = None;
    }

    fn recipient(&self, to: &str) -> &'static str {
        let mut inner = self.inner.lock().unwrap();
        inner.attempts += 1;
        if let Some((refused, answer)) = &inner.refused
            && refused == to
        {
            return answer;
        }
        if inner.answers.is_empty() { "250 fine" } else { inner.answers.remove(0) }
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        let mut mail = Mail { from: String::new(), to: String::new(), text: String::new() };
        writing.write_all(b"220 test ESMTP\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let address = || {
                let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
                inner.map_or_else(String::new, |(address, _)| address.to_owned())
            };
            let answer = match word.as_str() {
                "EHLO" => "250-test\r\n250-8BITMIME\r\n250 SMTPUTF8",
                "HELO" | "RSET" | "NOOP" => "250 fine",
                "MAIL" => {
                    mail.from = address();
                    "250 fine"
                }
                "RCPT" => {
                    mail.to = address();
                    self.recipient(&mail.to)
                }
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await?;
                    mail.text.clear();
                    while let Some(line) = lines.next_line().await? {
                        if line == "." {
                            break;
                        }
                        mail.text.push_str(line.strip_prefix('.').unwrap_or(&line));
                        mail.text.push_str("\r\n");
                    }
                    self.inner.lock().unwrap().mails.push(mail.clone());
                    "250 taken"
                }
                "QUIT" => {
                    writing.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => "502 what?",
            };
            writing.write_all(format!("{answer}\r\n").as_bytes()).await?;
        }
        Ok(())
    }
}
