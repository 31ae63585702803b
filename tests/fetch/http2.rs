//! HTTP/2 (RFC 9113), where ALPN agrees on it: a server that speaks just enough of it for one stream.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::tls::{FEED, acceptor, read_trusted};

const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// `:status: 200` in HPACK's static table (RFC 7541, appendix A).
const STATUS_200: &[u8] = &[0x88];

fn frame(kind: u8, flags: u8, stream: [u8; 4], payload: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[..], &[kind, flags], &stream, payload].concat()
}

/// Answers each request with a feed, until the connection ends.
async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    let mut preface = [0; PREFACE.len()];
    stream.read_exact(&mut preface).await?;
    assert_eq!(&preface, PREFACE);
    stream.write_all(&frame(SETTINGS, 0, [0; 4], &[])).await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let [a, b, c, kind, flags, id @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        stream.read_exact(&mut payload).await?;
        let answer = match kind {
            SETTINGS if flags & ACK == 0 => frame(SETTINGS, ACK, [0; 4], &[]),
            HEADERS => {
                [frame(HEADERS, END_HEADERS, id, STATUS_200), frame(DATA, END_STREAM, id, FEED.as_bytes())].concat()
            }
            _ => continue,
        };
        stream.write_all(&answer).await?;
        stream.flush().await?;
    }
}

/// What a server that offers these protocols agrees on with `pressline feed`, and what that says.
async fn agree(protocols: &[&str]) -> (Option<String>, String) {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port()).parse().unwrap();
    let tls = acceptor(protocols);
    let serving = async {
        let (stream, _) = listener.accept().await.unwrap();
        let stream = tls.accept(stream).await.unwrap();
        let agreed = stream.get_ref().1.alpn_protocol().map(|name| String::from_utf8(name.to_vec()).unwrap());
        if agreed.as_deref() == Some("h2") {
            // The client ends the connection when it has what it wants.
            let _ = serve(stream).await;
        }
        agreed
    };
    tokio::join!(serving, read_trusted(url))
}

#[tokio::test]
async fn a_feed_comes_over_http2() {
    let (agreed, said) = agree(&["h2", "http/1.1"]).await;
    assert_eq!(agreed.as_deref(), Some("h2"));
    assert!(said.contains("\"ok\":true"), "{said}");
}

#[tokio::test]
async fn a_server_without_http2_is_spoken_to_in_its_own() {
    let (agreed, said) = agree(&["http/1.1"]).await;
    assert_eq!(agreed.as_deref(), Some("http/1.1"));
    assert!(said.contains("cannot reach localhost"), "{said}");
}
