//! The whole appliance as a process of its own, over HTTP on kept-alive connections.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

use super::{
    plays::{BATCH, Kind, Plays, signature_of},
    report::{Latencies, peak_memory_mib},
    setup::{World, beat_until, check_books, open_engine, settings},
};
use crate::domain::time::Timestamp;

/// A start that takes longer has failed.
const START_LIMIT: Duration = Duration::from_secs(120);
/// The longest answer that is read.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// A running `vetrina serve`, killed when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts the same program as a server on a prepared folder, its clock standing still.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn start(folder: &Path, now: Timestamp) -> anyhow::Result<Self> {
        let config = folder.join("bench.toml");
        std::fs::write(&config, toml::to_string_pretty(&settings(folder))?)?;
        let mut command = Command::new(std::env::current_exe()?);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("VETRINA_")) {
            command.env_remove(name);
        }
        command.arg("serve").arg("--config").arg(&config).arg("--listen").arg("127.0.0.1:0");
        command.arg("--sim-clock").arg(now.to_string()).stdout(Stdio::piped());
        let child = command.spawn().context("starting the server")?;
        // Dropped, and with it the child killed, when the server does not come up.
        let mut server = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let stdout = server.child.stdout.take().context("no output")?;
        server.address = tokio::task::spawn_blocking(move || read_address(stdout)).await??;
        server.wait_until_ready().await?;
        Ok(server)
    }

    async fn wait_until_ready(&self) -> anyhow::Result<()> {
        let request = b"GET /readyz HTTP/1.1\r\nhost: bench\r\n\r\n";
        let started = Instant::now();
        loop {
            if let Ok(mut connection) = Connection::open(self.address).await
                && let Ok((200, _)) = connection.ask(request).await
            {
                return Ok(());
            }
            ensure!(started.elapsed() < START_LIMIT, "the server did not become ready");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// The most memory that it ever had, MiB.
    #[must_use]
    pub fn peak_memory_mib(&self) -> f64 {
        peak_memory_mib(self.child.id()).unwrap_or(0.0)
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already needs no signal.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_address(output: std::process::ChildStdout) -> anyhow::Result<SocketAddr> {
    let mut lines = BufReader::new(output).lines();
    let line = lines.next().context("the server ended at once")??;
    let (_, rest) = line.split_once("http://").context("the server says no address")?;
    Ok(rest.split_whitespace().next().unwrap_or_default().parse()?)
}

/// A kept-alive HTTP/1.1 connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends a prepared request and reads the whole answer: status and body.
    ///
    /// # Errors
    /// When the connection ends or the answer is not HTTP with a length.
    pub async fn ask(&mut self, request: &[u8]) -> anyhow::Result<(u16, &[u8])> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let (body_at, length) = loop {
            self.read_more().await?;
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break (end + 4, body_length(&self.buffer[..end])?);
            }
        };
        while self.buffer.len() < body_at + length {
            self.read_more().await?;
        }
        let status = self.buffer.get(9..12).and_then(|s| std::str::from_utf8(s).ok());
        let status = status.and_then(|s| s.parse().ok()).context("no status")?;
        Ok((status, &self.buffer[body_at..body_at + length]))
    }

    async fn read_more(&mut self) -> anyhow::Result<()> {
        let read = self.stream.read_buf(&mut self.buffer).await?;
        ensure!(read > 0, "the server closed the connection");
        ensure!(self.buffer.len() < MAX_ANSWER, "the answer is too long");
        Ok(())
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

fn body_length(head: &[u8]) -> anyhow::Result<usize> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    Ok(found.context("an answer without content-length")?.1.trim().parse()?)
}

/// A command stream: connected, its head read, events to come.
pub struct Listener {
    connection: Connection,
}

impl Listener {
    /// Connects as a device and reads the head of the answer.
    ///
    /// # Errors
    /// When it is not answered 200.
    pub async fn open(address: SocketAddr, device: &str, token: &str) -> anyhow::Result<Self> {
        let mut connection = Connection::open(address).await?;
        let request = format!(
            "GET /api/v1/devices/{device}/commands HTTP/1.1\r\nhost: bench\r\n\
             authorization: Bearer {token}\r\n\r\n"
        );
        connection.stream.write_all(request.as_bytes()).await?;
        while find(&connection.buffer, b"\r\n\r\n").is_none() {
            connection.read_more().await?;
        }
        ensure!(connection.buffer.starts_with(b"HTTP/1.1 200"), "a stream was refused");
        Ok(Self { connection })
    }

    /// Reads until the next STOP has come whole; answers its id.
    ///
    /// # Errors
    /// When the stream ends.
    pub async fn next_stop(&mut self) -> anyhow::Result<String> {
        loop {
            let text = String::from_utf8_lossy(&self.connection.buffer).into_owned();
            let stop = text.find("\"kind\":\"STOP\"").filter(|at| text[*at..].contains("\n\n"));
            if let Some(at) = stop {
                let name = "\"command_id\":\"";
                let start = text[..at].rfind(name).context("a command without id")? + name.len();
                let id = text.get(start..start + 36).context("an id is cut off")?.to_owned();
                self.connection.buffer.clear();
                return Ok(id);
            }
            self.connection.read_more().await?;
        }
    }
}

/// A POST of JSON with a bearer token, as bytes.
#[must_use]
pub fn post(path: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A request that asks for something.
#[must_use]
pub fn get(path: &str, token: &str) -> Vec<u8> {
    format!("GET /api/v1{path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n")
        .into_bytes()
}

/// What a load over HTTP gave.
#[derive(Debug, Default)]
pub struct Load {
    /// From the first request to the last answer, rounds' pauses left out.
    pub took: Duration,
    /// Of each request.
    pub latencies: Latencies,
    /// The most memory of the server, MiB.
    pub peak_mib: f64,
}

/// Submits the plays of a kind over so many connections, singly or (`Kind::Batch`) 200 at once.
///
/// Between rounds the server is killed, all devices' heartbeats are added, and it starts again at
/// the round's time: each is a recovery, and at the end the books must hold every play.
///
/// # Errors
/// When any answer is not VERIFIED, or the books do not add up.
pub async fn run(
    folder: &Path,
    world: &World,
    kind: Kind,
    signatures: &[u8],
    count: usize,
    connections: usize,
) -> anyhow::Result<Load> {
    let plays = Plays::of(world);
    let in_round = kind.plays_a_round(world.devices.len(), world.campaigns.len());
    let mut all = Load::default();
    let mut first = 0;
    while first < count {
        let round = first / in_round;
        let now = plays.clock(round);
        if round > 0 {
            let mut engine = open_engine(folder)?;
            check_books(&engine, first as u64)?;
            beat_until(&mut engine, now)?;
            engine.close()?;
        }
        let last = ((round + 1) * in_round).min(count);
        let requests = requests(&plays, kind, signatures, first, last);
        let server = Server::start(folder, now).await?;
        let expected = Expected::of(kind);
        let load = submit(server.address, Arc::new(requests), connections, &expected).await?;
        all.peak_mib = all.peak_mib.max(server.peak_memory_mib());
        server.kill()?;
        all.took += load.took;
        all.latencies.extend(load.latencies);
        first = last;
    }
    check_books(&open_engine(folder)?, count as u64)?;
    Ok(all)
}

fn requests(
    plays: &Plays<'_>,
    kind: Kind,
    signatures: &[u8],
    first: usize,
    last: usize,
) -> Vec<Vec<u8>> {
    let json = |index: usize| {
        let play = plays.play(kind, index);
        (plays.token(&play), plays.json(&play, signature_of(signatures, index)))
    };
    if kind != Kind::Batch {
        let singles = (first..last).map(json);
        return singles.map(|(token, body)| post("/impressions", token, &body)).collect();
    }
    let batches = (first..last).step_by(BATCH).map(|from| {
        let items: Vec<String> = (from..(from + BATCH).min(last)).map(|i| json(i).1).collect();
        let body = format!("{{\"items\":[{}]}}", items.join(","));
        post("/impressions/batch", plays.token(&plays.play(kind, from)), &body)
    });
    batches.collect()
}

/// The answer that counts.
#[derive(Clone, Copy, Debug)]
pub struct Expected {
    status: u16,
    verified: usize,
}

impl Expected {
    /// For plays of a kind.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Batch => Self { status: 200, verified: BATCH },
            Kind::Uniform | Kind::Hot => Self { status: 201, verified: 1 },
        }
    }

    fn check(&self, status: u16, body: &[u8]) -> anyhow::Result<()> {
        let wanted = br#""status":"VERIFIED""#;
        let mut verified = 0;
        let mut rest = body;
        while let Some(at) = find(rest, wanted) {
            verified += 1;
            rest = &rest[at + wanted.len()..];
        }
        if status == self.status && verified == self.verified {
            return Ok(());
        }
        let shown = String::from_utf8_lossy(&body[..body.len().min(500)]);
        bail!("{status}, {verified} of {} VERIFIED: {shown}", self.verified)
    }
}

/// Sends all requests, each connection the next one as soon as it has its answer.
///
/// # Errors
/// At the first answer that is not the expected one.
pub async fn submit(
    address: SocketAddr,
    requests: Arc<Vec<Vec<u8>>>,
    connections: usize,
    expected: &Expected,
) -> anyhow::Result<Load> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(address).await?);
    }
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for mut connection in open {
        let (requests, next, expected) = (Arc::clone(&requests), Arc::clone(&next), *expected);
        tasks.spawn(async move {
            let mut latencies = Latencies::default();
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let sent = Instant::now();
                let (status, body) = connection.ask(request).await?;
                latencies.add(sent.elapsed());
                expected.check(status, body)?;
            }
            anyhow::Ok(latencies)
        });
    }
    let mut load = Load::default();
    while let Some(done) = tasks.join_next().await {
        load.latencies.extend(done??);
    }
    load.took = started.elapsed();
    Ok(load)
}

/// What a start after `kill -9` took.
#[derive(Clone, Copy, Debug)]
pub struct Restart {
    /// From the start of the process to the first ready answer.
    pub took: Duration,
    /// Plays in the store.
    pub plays: u64,
}

/// Kills a server while plays come in, and starts it again.
///
/// # Errors
/// When it does not start, or an acknowledged play is gone.
pub async fn restart(
    folder: PathBuf,
    world: &World,
    kind: Kind,
    signatures: &[u8],
    plays_to: (usize, usize),
) -> anyhow::Result<Restart> {
    let plays = Plays::of(world);
    let (first, last) = plays_to;
    let now = plays.clock(plays.play(kind, first).round);
    let requests = Arc::new(requests(&plays, kind, signatures, first, last));
    let server = Server::start(&folder, now).await?;
    let expected = Expected::of(kind);
    let load = submit(server.address, requests, 64, &expected);
    // Mid-load: whatever was acknowledged until then must still be there.
    let killed = tokio::time::timeout(Duration::from_secs(1), load).await;
    if let Ok(Err(error)) = killed {
        return Err(error);
    }
    server.kill()?;
    let started = Instant::now();
    let server = Server::start(&folder, now).await?;
    let took = started.elapsed();
    server.kill()?;
    let engine = open_engine(&folder)?;
    let live = engine.live();
    let totals = live.campaigns.iter().filter_map(|campaign| live.totals(campaign.no));
    let stored: u64 = totals.map(|totals| totals.verified).sum();
    check_books(&engine, stored)?;
    ensure!(stored > first as u64, "no play of the load was stored");
    Ok(Restart { took, plays: stored })
}
