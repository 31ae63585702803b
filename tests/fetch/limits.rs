//! How much and how long a server can make us take.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use pressline::error::JobError;
use pressline::fetch::{Fetcher, Limits, Response, Settings};
use tokio::net::TcpListener;

use crate::server::{Part, Server, answer, head};
use crate::{error, feed, fetcher, ms, page, settings, text};

const MIB: usize = 1 << 20;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::best());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut to = ZlibEncoder::new(Vec::new(), Compression::best());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut to = DeflateEncoder::new(Vec::new(), Compression::best());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut to = brotli::CompressorWriter::new(&mut packed, 4096, 5, 22);
    to.write_all(bytes).unwrap();
    drop(to);
    packed
}

/// What a fetcher with limits of 1 MiB makes of a page that is packed like this.
async fn unpack(coding: &'static str, body: Vec<u8>) -> Result<(Vec<u8>, u64), JobError> {
    let server = Server::start(move |_| answer(200, &format!("content-encoding: {coding}"), &body)).await;
    let limits = Limits { page_bytes: MIB as u64, ..Limits::default() };
    match Fetcher::new(Settings { limits, ..settings() }).unwrap().get(page(server.url("/"))).await? {
        Response::Body { meta, bytes, .. } => Ok((bytes, meta.wire_bytes)),
        Response::NotModified { .. } => panic!("not modified"),
    }
}

#[tokio::test]
async fn every_coding_is_undone() {
    let text = "Ein Brief aus Übersee. ".repeat(500).into_bytes();
    let packed = [
        ("gzip", gzip(&text)),
        ("x-gzip", gzip(&text)),
        ("GZIP", [gzip(&text), b"\0\0rubbish".to_vec()].concat()),
        ("gzip", [gzip(&text[..700]), gzip(&text[700..])].concat()),
        ("deflate", zlib(&text)),
        ("deflate", [zlib(&text), b"rubbish".to_vec()].concat()),
        ("deflate", deflate(&text)),
        ("br", brotli(&text)),
        ("br", [brotli(&text), b"rubbish".to_vec()].concat()),
        ("identity", text.clone()),
        ("utf-8", text.clone()),
    ];
    for (coding, body) in packed {
        let sent = body.len() as u64;
        assert_eq!(unpack(coding, body).await, Ok((text.clone(), sent)), "{coding}");
    }
    assert_eq!(unpack("gzip", Vec::new()).await, Ok((Vec::new(), 0)));
}

#[tokio::test]
async fn every_bomb_is_refused_and_the_limit_itself_is_not() {
    for (coding, pack) in [
        ("gzip", gzip as fn(&[u8]) -> Vec<u8>),
        ("deflate", zlib),
        ("deflate", deflate),
        ("br", brotli),
        ("identity", <[u8]>::to_vec),
    ] {
        let bomb = unpack(coding, pack(&vec![0; 4 * MIB])).await;
        assert_eq!(bomb, Err(JobError::TooLarge { limit: MIB as u64 }), "{coding}");
        let one_more = unpack(coding, pack(&vec![0; MIB + 1])).await;
        assert_eq!(one_more, Err(JobError::TooLarge { limit: MIB as u64 }), "{coding}");
        assert_eq!(unpack(coding, pack(&vec![0; MIB])).await.unwrap().0.len(), MIB, "{coding}");
    }
}

#[tokio::test]
async fn damaged_bodies_are_errors() {
    let text = "a longer text, and some more of it ".repeat(50).into_bytes();
    let cut = |mut packed: Vec<u8>| {
        packed.truncate(packed.len() - 15);
        packed
    };
    let damaged = [
        ("gzip", cut(gzip(&text))),
        ("deflate", cut(zlib(&text))),
        ("deflate", cut(deflate(&text))),
        ("br", cut(brotli(&text))),
        ("zstd", [&[0x28, 0xb5, 0x2f, 0xfd][..], &text].concat()),
        ("compress", [&[0x1f, 0x9d, 0x90, 0][..], &text].concat()),
        ("gzip", gzip(b"").repeat(1000)),
    ];
    for (coding, body) in damaged {
        let error = unpack(coding, body).await.unwrap_err();
        assert!(matches!(error, JobError::Encoding { .. }), "{coding}: {error}");
    }
}

#[tokio::test]
async fn endless_bodies_are_cut_off() {
    // Empty stored blocks: they decode to nothing, for ever.
    let nothing = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff][..], &[0, 0, 0, 0xff, 0xff].repeat(1000)].concat();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/plain" => vec![head(""), Part::Flood(vec![b'a'; 9000])],
        "/packed" => vec![
            head("content-encoding: gzip"),
            Part::Send(nothing[..10].to_vec()),
            Part::Flood(nothing[10..].to_vec()),
        ],
        _ => vec![Part::Send(b"HTTP/1.1 200 x\r\ncontent-length: 99999999999\r\n\r\n".to_vec()), Part::Hang],
    })
    .await;
    let limits = Limits { feed_bytes: 2 * MIB as u64, page_bytes: MIB as u64, ..Limits::default() };
    let fetcher = Fetcher::new(Settings { limits, ..settings() }).unwrap();
    for path in ["/plain", "/packed", "/announced"] {
        let error = fetcher.get(page(server.url(path))).await.unwrap_err();
        assert_eq!(error, JobError::TooLarge { limit: MIB as u64 }, "{path}");
    }
}

#[tokio::test]
async fn a_feed_over_the_limit_is_read_up_to_it() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/plain" => vec![head("etag: \"1\""), Part::Flood(vec![b'a'; 9000])],
        "/announced" => answer(200, "", vec![b'a'; MIB + 1]),
        "/gzip" => answer(200, "content-encoding: gzip", gzip(&vec![b'a'; 4 * MIB])),
        "/br" => answer(200, "content-encoding: br", brotli(&vec![b'a'; MIB + 1])),
        _ => answer(200, "", gzip(&gzip(&vec![b'a'; 40 * MIB]))),
    })
    .await;
    let limits = Limits { feed_bytes: MIB as u64, ..Limits::default() };
    let fetcher = Fetcher::new(Settings { limits, ..settings() }).unwrap();
    for path in ["/plain", "/announced", "/gzip", "/br", "/twice"] {
        let Ok(Response::Body { meta, bytes, .. }) = fetcher.get(feed(server.url(path))).await else {
            panic!("{path}")
        };
        assert_eq!((bytes.len(), meta.is_over_limit, meta.is_cut), (MIB, true, false), "{path}");
    }
}

/// What comes of a feed and of a page that break off: the text and whether it is said to be cut, or an error.
async fn broken(parts: Vec<Part>) -> [Result<(String, bool), JobError>; 2] {
    let server = Server::start(move |_| parts.clone()).await;
    let fetcher = fetcher();
    let mut results = Vec::new();
    for request in [feed(server.url("/")), page(server.url("/"))] {
        results.push(fetcher.get(request).await.map(|response| match response {
            Response::Body { meta, bytes, .. } => {
                let has_validators = meta.etag.is_some() || meta.last_modified.is_some();
                assert_eq!(has_validators, !meta.is_cut, "a cut body has no validators");
                (String::from_utf8(bytes).unwrap(), meta.is_cut)
            }
            Response::NotModified { .. } => panic!("not modified"),
        }));
    }
    results.try_into().unwrap()
}

#[tokio::test]
async fn a_feed_that_breaks_off_is_read_as_far_as_it_came_and_a_page_only_whole() {
    const VALIDATORS: &str = "etag: \"1\"\nlast-modified: Mon, 23 Nov 2026 09:00:00 GMT\n";
    let text = |text: &str| Part::Send(text.as_bytes().to_vec());
    let with = |headers: &str| head(&format!("{VALIDATORS}{headers}"));
    let packed = gzip(&b"<rss><channel>a story and one more; ".repeat(40));
    let cut: Vec<(&str, Vec<Part>)> = vec![
        ("fewer bytes than announced", vec![with("content-length: 99"), text("<rss>")]),
        ("no last chunk", vec![with("transfer-encoding: chunked"), text("5\r\n<rss>\r\n")]),
        ("within a chunk", vec![with("transfer-encoding: chunked"), text("9\r\n<rss>")]),
        ("a bad chunk", vec![with("transfer-encoding: chunked"), text("5\r\n<rss>\r\nzz\r\n")]),
        ("packed data", vec![with("content-encoding: gzip"), Part::Send(packed[..packed.len() - 12].to_vec())]),
    ];
    for (what, parts) in cut {
        let [feed, page] = broken(parts).await;
        let (text, is_cut) = feed.unwrap();
        assert!(text.starts_with("<rss>") && is_cut, "{what}: {text}");
        assert!(page.is_err(), "{what}");
    }
    let [feed, page] = broken(vec![with("content-length: 99"), text("<html><p>All of it.</p></HTML>\n")]).await;
    assert_eq!((feed.unwrap().1, page.unwrap().1), (true, true));
    for nothing in [vec![with("content-length: 99")], vec![with("transfer-encoding: chunked"), text("5\r\n")]] {
        assert!(broken(nothing).await.into_iter().all(|result| matches!(result, Err(JobError::Unreachable { .. }))));
    }
    // Without a length nothing tells the end of a body from its being cut.
    let [feed, _] = broken(vec![with(""), text("<rss><channel>")]).await;
    assert_eq!(feed, Ok(("<rss><channel>".to_owned(), false)));
}

#[tokio::test]
async fn slow_servers_run_into_the_limit_of_their_phase() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/silent" => vec![Part::Hang],
        "/headers" => vec![Part::Send(b"HTTP/1.1 200 x\r\n".to_vec()), Part::Drip(b"x-a: b\r\n")],
        _ => vec![head(""), Part::Drip(b"and then ")],
    })
    .await;
    let check = async |limits: Limits, path: &str, phase: &'static str, limit: Duration| {
        let fetcher = Fetcher::new(Settings { limits, ..settings() }).unwrap();
        let expected = JobError::TimedOut { host: "127.0.0.1".to_owned(), phase, limit };
        assert_eq!(error(&fetcher, server.url(path)).await, expected, "{path}");
    };
    let first_byte = || Limits { first_byte: ms(150), ..Limits::default() };
    check(first_byte(), "/silent", "first byte", ms(150)).await;
    check(first_byte(), "/headers", "first byte", ms(150)).await;
    check(Limits { total: ms(300), ..Limits::default() }, "/body", "total", ms(300)).await;
}

#[tokio::test]
async fn connecting_and_looking_up_have_limits() {
    // Never accepted, so the TLS handshake never goes on.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let limits = Limits { connect: ms(100), dns: ms(50), ..Limits::default() };
    let never =
        Arc::new(|_: String| -> futures_util::future::BoxFuture<'static, _> { Box::pin(std::future::pending()) });
    let fetcher = Fetcher::with_lookup(Settings { limits, ..settings() }, never).unwrap();
    let failed = error(&fetcher, format!("https://127.0.0.1:{port}/").parse().unwrap()).await;
    assert_eq!(failed, JobError::TimedOut { host: "127.0.0.1".into(), phase: "connect", limit: ms(100) });
    let failed = error(&fetcher, "http://slow.example/".parse().unwrap()).await;
    assert_eq!(failed, JobError::TimedOut { host: "slow.example".into(), phase: "dns", limit: ms(50) });
}

#[tokio::test]
async fn header_floods() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/200" => answer(200, &"x-a: b\n".repeat(200), "fine"),
        "/300" => answer(200, &"x-a: b\n".repeat(300), ""),
        "/long" => answer(200, &format!("x-a: {}", "b".repeat(100_000)), ""),
        "/endless" => vec![Part::Send(b"HTTP/1.1 200 x\r\n".to_vec()), Part::Flood(b"x-a: b\r\n".repeat(100))],
        _ => vec![Part::Send(b"HTTP/1.1 200 x\r\nx-a: ".to_vec()), Part::Flood(vec![b'a'; 9000])],
    })
    .await;
    assert_eq!(text(&fetcher(), server.url("/200")).await, "fine");
    for path in ["/300", "/long", "/endless", "/endless-line"] {
        let error = error(&fetcher(), server.url(path)).await;
        assert!(matches!(error, JobError::Unreachable { .. }), "{path}: {error}");
    }
}

#[tokio::test]
async fn broken_connections_say_what_broke() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/short" => vec![Part::Send(b"HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\nhell".to_vec())],
        "/empty" => vec![],
        _ => vec![Part::Send(b"SSH-2.0-x\r\n\r\n".to_vec())],
    })
    .await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let refused = error(&fetcher(), closed).await.to_string();
    assert!(refused.starts_with("cannot reach 127.0.0.1: Connection refused"), "{refused}");
    let mut said = Vec::new();
    for path in ["/short", "/empty", "/other"] {
        said.push(fetcher().get(page(server.url(path))).await.unwrap_err().to_string());
    }
    let expected = [
        "cannot reach 127.0.0.1: end of file before message length reached",
        "cannot reach 127.0.0.1: connection closed before message completed",
        "cannot reach 127.0.0.1: invalid HTTP version parsed",
    ];
    assert_eq!(said, expected);
}
