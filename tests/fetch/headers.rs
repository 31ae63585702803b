//! Headers as servers send them: what is wrong with one line does no harm to the rest.

use pressline::fetch::Response;

use crate::server::{Part, Server};
use crate::{error, feed, fetcher, text};

/// An answer with these raw header lines.
fn raw(lines: &str) -> Vec<Part> {
    let lines = lines.chars().map(|c| u8::try_from(u32::from(c)).unwrap());
    let lines: Vec<u8> = lines.collect();
    vec![Part::Send([b"HTTP/1.1 200 OK\r\nConnection: close\r\n", &lines[..], b"ETag: \"1\"\r\n\r\nfine"].concat())]
}

#[tokio::test]
async fn odd_lines_are_read_or_left_out() {
    let odd = [
        "Content-Security-Policy:\r\n   default-src 'self';\r\n   img-src *\r\n",
        "X-A: one\r\n\ttwo\r\n",
        "X-A: one\r\n two\r\n\r\n".trim_end_matches("\r\n\r\n"),
        "X Frame Options: DENY\r\n",
        "X-Cache : HIT\r\n",
        "X-Cache\t: HIT\r\n",
        "X-A: a\u{1}b\r\n",
        "X-A: a\u{7f}b\r\n",
        "X-Größe: 5\r\n",
        "X-A: Gr\u{f6}\u{df}e\r\n",
        "X(A): 5\r\n",
        "X-A;: 5\r\n",
        ": no name\r\n",
        "no colon\r\n",
        "X-A:\r\n",
        "X-A:    \r\n",
        "<meta http-equiv=\"X\">\r\n",
        "HTTP/1.1 200 OK\r\n",
    ];
    for lines in odd {
        let lines = if lines.ends_with("\r\n") { lines.to_owned() } else { format!("{lines}\r\n") };
        let sent = lines.clone();
        let server = Server::start(move |_| raw(&sent)).await;
        match fetcher().get(feed(server.url("/"))).await {
            Ok(Response::Body { meta, bytes, .. }) => {
                assert_eq!((bytes, meta.etag.as_deref()), (b"fine".to_vec(), Some("\"1\"")), "{lines:?}");
            }
            other => panic!("{lines:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn odd_status_lines_are_read() {
    for line in [
        "HTTP/1.1 200\r\n",
        "HTTP/1.1 200 \r\n",
        "HTTP/1.0 200 OK\r\n",
        "HTTP/1.1 200 Gr\u{fc}n\r\n",
        "HTTP/1.1 200 OK\n",
    ] {
        let head: Vec<u8> = format!("{line}Connection: close\r\n\r\n").chars().map(|c| c as u8).collect();
        let server = Server::start(move |_| vec![Part::Send([&head[..], b"fine"].concat())]).await;
        assert_eq!(text(&fetcher(), server.url("/")).await, "fine", "{line:?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_http_stays_an_error() {
    for answer in ["<html>fine</html>", "200 OK\r\n\r\nfine", "HTTP/1.1 OK\r\n\r\nfine"] {
        let server = Server::start(move |_| vec![Part::Send(answer.as_bytes().to_vec())]).await;
        let said = error(&fetcher(), server.url("/")).await.to_string();
        assert!(said.starts_with("cannot reach"), "{answer}: {said}");
    }
}
