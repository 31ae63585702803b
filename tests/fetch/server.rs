//! A loopback server that answers as a script says, byte by byte, and remembers what it was asked.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};
use tokio_rustls::TlsAcceptor;
use url::Url;

/// One request, as it came in.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) path: String,
    /// The whole head, header names as sent.
    pub(super) head: String,
    pub(super) at: Instant,
}

impl Asked {
    /// The path read as a number.
    pub(super) fn number(&self) -> usize {
        self.path.trim_start_matches('/').parse().unwrap()
    }

    /// A header's value.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let pairs = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        pairs.into_iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// A piece of an answer.
#[derive(Clone)]
pub(super) enum Part {
    Send(Vec<u8>),
    /// The bytes, one each 5 ms, again and again until the client has enough.
    Drip(&'static [u8]),
    /// The bytes as fast as they go, again and again until the client has enough.
    Flood(Vec<u8>),
    /// Nothing, until the client has enough.
    Hang,
    /// Nothing, until the test says so; each permit lets one answer through.
    Gate(Arc<Semaphore>),
}

pub(super) struct Server {
    pub(super) port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    news: Arc<Notify>,
}

impl Server {
    /// Answers on 127.0.0.1 until the test ends.
    pub(super) async fn start(script: impl Fn(&Asked) -> Vec<Part> + Send + Sync + 'static) -> Self {
        Self::start_on("127.0.0.1", script).await
    }

    /// Answers on all addresses of this machine, behind TLS.
    pub(super) async fn start_tls(
        tls: TlsAcceptor,
        script: impl Fn(&Asked) -> Vec<Part> + Send + Sync + 'static,
    ) -> Self {
        Self::listen("0.0.0.0", Some(tls), script).await
    }

    pub(super) async fn start_on(address: &str, script: impl Fn(&Asked) -> Vec<Part> + Send + Sync + 'static) -> Self {
        Self::listen(address, None, script).await
    }

    async fn listen(
        address: &str,
        tls: Option<TlsAcceptor>,
        script: impl Fn(&Asked) -> Vec<Part> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let news = Arc::new(Notify::new());
        let (script, log, told) = (Arc::new(script), asked.clone(), news.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, log, told, tls) = (script.clone(), log.clone(), told.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &*script, &log, &told).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &*script, &log, &told).await;
                            }
                        }
                    }
                });
            }
        });
        Self { port, asked, news }
    }

    pub(super) fn url(&self, path: &str) -> Url {
        self.url_of("127.0.0.1", path)
    }

    /// The same server under another name.
    pub(super) fn url_of(&self, host: &str, path: &str) -> Url {
        format!("http://{host}:{}{path}", self.port).parse().unwrap()
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Waits until it was asked this often.
    pub(super) async fn asked_times(&self, count: usize) {
        while self.asked().len() < count {
            self.news.notified().await;
        }
    }

    pub(super) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    script: &(dyn Fn(&Asked) -> Vec<Part> + Sync),
    log: &Mutex<Vec<Asked>>,
    told: &Notify,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head: String = head.into_iter().map(char::from).collect();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let asked = Asked { path, head, at: Instant::now() };
    log.lock().unwrap().push(asked.clone());
    told.notify_one();
    for part in script(&asked) {
        if send(&mut stream, part).await.is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

async fn send(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), part: Part) -> std::io::Result<()> {
    match part {
        Part::Send(bytes) => stream.write_all(&bytes).await,
        Part::Drip(bytes) => loop {
            for &byte in bytes {
                stream.write_all(&[byte]).await?;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        },
        Part::Flood(bytes) => loop {
            stream.write_all(&bytes).await?;
        },
        Part::Hang => stream.read_u8().await.map(drop),
        Part::Gate(gate) => {
            gate.acquire().await.unwrap().forget();
            Ok(())
        }
    }
}

/// An answer with these headers (lines) and this body.
pub(super) fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<Part> {
    let body = body.as_ref();
    let mut bytes =
        format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    bytes.extend(lines(headers));
    bytes.extend(b"\r\n");
    bytes.extend(body);
    vec![Part::Send(bytes)]
}

/// The head of an answer whose body ends with the connection.
pub(super) fn head(headers: &str) -> Part {
    Part::Send([b"HTTP/1.1 200 x\r\nconnection: close\r\n".to_vec(), lines(headers), b"\r\n".to_vec()].concat())
}

/// Header lines as Latin-1, so that a test can send any byte.
fn lines(headers: &str) -> Vec<u8> {
    let lines = headers.lines().flat_map(|line| line.trim().chars().chain("\r\n".chars()));
    lines.map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

pub(super) fn redirect(status: u16, to: impl std::fmt::Display) -> Vec<Part> {
    answer(status, &format!("location: {to}"), "")
}
