//! A small SMTP server for tests: it takes mail, in clear text or encrypted, with or without
//! sign-in, and refuses for now or for good when told to.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

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

/// How the server wants to be spoken to.
#[derive(Clone, Default)]
pub struct Manners {
    /// Encrypts with this.
    pub tls: Option<TlsAcceptor>,
    /// Encrypts from the first byte, instead of by STARTTLS.
    pub from_the_start: bool,
    /// Takes mail only from this name and password.
    pub login: Option<(&'static str, &'static str)>,
    /// Ways to sign in that it offers.
    pub mechanisms: &'static str,
}

#[derive(Default)]
struct Inner {
    mails: Vec<Mail>,
    attempts: usize,
    /// Sign-ins that were refused.
    refused_logins: usize,
    login: Option<(&'static str, &'static str)>,
    /// Answers to the next recipients, before they are accepted again.
    answers: Vec<&'static str>,
    /// Answer to this recipient, always.
    refused: Option<(String, &'static str)>,
}

/// The server.
#[derive(Clone)]
pub struct MailServer {
    pub port: u16,
    manners: Manners,
    inner: Arc<Mutex<Inner>>,
}

/// A connection, encrypted or not.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// One conversation.
struct Talk {
    wire: BufReader<Box<dyn Wire>>,
    is_secure: bool,
    is_known: bool,
    mail: Mail,
}

impl Talk {
    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.wire.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn say(&mut self, answer: &str) -> std::io::Result<()> {
        self.wire.write_all(format!("{answer}\r\n").as_bytes()).await?;
        self.wire.flush().await
    }

    /// Asks on and decodes the answer.
    async fn ask(&mut self, question: &str) -> std::io::Result<String> {
        self.say(question).await?;
        Ok(base64_text(&self.line().await?.unwrap_or_default()))
    }
}

impl MailServer {
    /// Starts on loopback, in clear text and open to everybody.
    pub async fn start() -> Self {
        Self::with(Manners::default()).await
    }

    /// Starts on loopback.
    pub async fn with(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let inner = Inner { login: manners.login, ..Inner::default() };
        let server = Self { port, manners, inner: Arc::new(Mutex::new(inner)) };
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

    /// Sign-ins refused so far.
    pub fn refused_logins(&self) -> usize {
        self.inner.lock().unwrap().refused_logins
    }

    /// Takes another name and password from now on.
    pub fn change_login(&self, login: (&'static str, &'static str)) {
        self.inner.lock().unwrap().login = Some(login);
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
        let mut wire: Box<dyn Wire> = Box::new(stream);
        let mut is_secure = false;
        if let Some(tls) = self.manners.tls.as_ref().filter(|_| self.manners.from_the_start) {
            wire = Box::new(tls.accept(wire).await?);
            is_secure = true;
        }
        let mail = Mail { from: String::new(), to: String::new(), text: String::new() };
        let mut talk = Talk { wire: BufReader::new(wire), is_secure, is_known: false, mail };
        talk.say("220 test ESMTP").await?;
        while let Some(line) = talk.line().await? {
            if line.eq_ignore_ascii_case("STARTTLS")
                && let Some(tls) = self.manners.tls.as_ref().filter(|_| !talk.is_secure)
            {
                talk.say("220 go on encrypted").await?;
                let encrypted = tls.accept(talk.wire.into_inner()).await?;
                talk.wire = BufReader::new(Box::new(encrypted));
                talk.is_secure = true;
                continue;
            }
            let answer = self.answer(&mut talk, &line).await?;
            talk.say(&answer).await?;
            if answer.starts_with("221") {
                break;
            }
        }
        Ok(())
    }

    async fn answer(&self, talk: &mut Talk, line: &str) -> std::io::Result<String> {
        let address = || {
            let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
            inner.map_or_else(String::new, |(address, _)| address.to_owned())
        };
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer = match word.as_str() {
            "EHLO" => return Ok(self.hello(talk)),
            "HELO" | "RSET" | "NOOP" => "250 fine",
            "AUTH" => return self.sign_in(talk, line).await,
            "MAIL" if self.manners.login.is_some() && !talk.is_known => "530 sign in first",
            "MAIL" => {
                talk.mail.from = address();
                "250 fine"
            }
            "RCPT" => {
                talk.mail.to = address();
                self.recipient(&talk.mail.to)
            }
            "DATA" => {
                self.take(talk).await?;
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "502 what?",
        };
        Ok(answer.to_owned())
    }

    /// Sign-in is offered only where it can be heard by nobody else.
    fn hello(&self, talk: &Talk) -> String {
        let mut lines = vec!["test".to_owned(), "8BITMIME".to_owned(), "SMTPUTF8".to_owned()];
        if self.manners.tls.is_some() && !talk.is_secure {
            lines.push("STARTTLS".to_owned());
        } else if self.manners.login.is_some() {
            lines.push(format!("AUTH {}", self.manners.mechanisms));
        }
        let last = lines.pop().unwrap();
        let first: String = lines.iter().map(|line| format!("250-{line}\r\n")).collect();
        format!("{first}250 {last}")
    }

    async fn sign_in(&self, talk: &mut Talk, line: &str) -> std::io::Result<String> {
        let mut words = line.split(' ').skip(1);
        let given = match (words.next(), words.next()) {
            (Some("PLAIN"), Some(text)) => {
                let text = base64_text(text);
                let mut parts = text.splitn(3, '\0').skip(1).map(str::to_owned);
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
            }
            (Some("LOGIN"), None) => {
                let name = talk.ask("334 VXNlcm5hbWU6").await?;
                (name, talk.ask("334 UGFzc3dvcmQ6").await?)
            }
            _ => return Ok("504 not that way".to_owned()),
        };
        let mut inner = self.inner.lock().unwrap();
        let is_right = inner.login.is_some_and(|login| login == (&*given.0, &*given.1));
        if !is_right || !talk.is_secure {
            inner.refused_logins += 1;
            return Ok("535 5.7.8 authentication failed".to_owned());
        }
        talk.is_known = true;
        Ok("235 welcome".to_owned())
    }

    async fn take(&self, talk: &mut Talk) -> std::io::Result<()> {
        talk.say("354 go on").await?;
        talk.mail.text.clear();
        while let Some(line) = talk.line().await?.filter(|line| line != ".") {
            talk.mail.text.push_str(line.strip_prefix('.').unwrap_or(&line));
            talk.mail.text.push_str("\r\n");
        }
        self.inner.lock().unwrap().mails.push(talk.mail.clone());
        Ok(())
    }
}
