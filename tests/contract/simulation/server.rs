//! One publisher's server: what it answers, and what it objects to.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::publisher::{DAY, HOUR, Manner, Publisher};
use super::text;

/// The requests of one hour that a counting server allows.
const REQUESTS_AN_HOUR: usize = 12;
/// A limiting server limits each request of this number.
const LIMITED: usize = 25;
/// The shortest pause that a refusal without a time calls for, in seconds.
const LEAST_PAUSE: i64 = 55;
/// The seconds that a slow server's robots.txt asks for.
const CRAWL_DELAY: i64 = 10;

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
    pub(super) breaks_off: bool,
    /// Why the request should not have come.
    pub(super) objection: Option<String>,
}

impl Answer {
    fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), breaks_off: false, objection: None }
    }

    fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }
}

/// A server with what it remembers.
pub(super) struct Server {
    publisher: Publisher,
    start: Timestamp,
    requests: usize,
    feed_bodies: usize,
    /// The requests of the current hour.
    hour: (i64, usize),
    /// No request may come before this time.
    closed_until: i64,
    /// No request for the feed may come before this time.
    fresh_until: i64,
    last: i64,
    has_shown_robots: bool,
    /// The time at which each entry was first in a document that went out whole.
    pub(super) served: BTreeMap<usize, i64>,
}

impl Server {
    pub(super) fn new(publisher: Publisher, start: Timestamp) -> Self {
        Self {
            publisher,
            start,
            requests: 0,
            feed_bodies: 0,
            hour: (-1, 0),
            closed_until: 0,
            fresh_until: 0,
            last: -DAY,
            has_shown_robots: false,
            served: BTreeMap::new(),
        }
    }

    /// The answer to a request; `None` where the connection fails.
    pub(super) fn answer(&mut self, at: i64, path: &str, etag: Option<&str>, date: Option<&str>) -> Option<Answer> {
        let objection = self.objection(at, path);
        self.requests += 1;
        let is_ill = self.publisher.outages().iter().any(|(from, to)| (*from..*to).contains(&at));
        let answer = match self.publisher.manner {
            Manner::Unreachable if is_ill => None,
            Manner::Ill if is_ill => Some(Answer::new(503, "")),
            Manner::Limits if self.requests.is_multiple_of(LIMITED) => {
                self.closed_until = at + HOUR;
                Some(Answer::new(429, "").with("retry-after", &HOUR))
            }
            Manner::Refuses if self.requests.is_multiple_of(LIMITED) => {
                self.closed_until = at + LEAST_PAUSE;
                Some(Answer::new(429, ""))
            }
            _ if path == "/robots.txt" => Some(self.robots()),
            _ if path.starts_with("/a/") => Some(self.page(at, path)),
            _ => Some(self.feed_or_redirect(at, path, etag, date)),
        };
        self.last = at;
        let answer =
            answer.map(|answer| if self.publisher.manner == Manner::Counts { self.count(at, answer) } else { answer });
        answer.map(|answer| Answer { objection, ..answer })
    }

    /// Why a request should not have come now.
    fn objection(&self, at: i64, path: &str) -> Option<String> {
        let is_feed = !path.starts_with("/a/") && path != "/robots.txt";
        let hour = at.rem_euclid(DAY) / HOUR;
        if at < self.closed_until {
            return Some(format!("{} s before the pause it asked for is over", self.closed_until - at));
        }
        if is_feed && at < self.fresh_until {
            return Some(format!("{} s before its max-age is over", self.fresh_until - at));
        }
        match self.publisher.manner {
            Manner::Sleeps if is_feed && hour < 6 && at > HOUR => {
                Some("within the hours that skipHours names".to_owned())
            }
            Manner::Slow if self.has_shown_robots && at - self.last < CRAWL_DELAY => {
                Some(format!("{} s after the last, its Crawl-delay is {CRAWL_DELAY} s", at - self.last))
            }
            _ => None,
        }
    }

    fn robots(&mut self) -> Answer {
        let delay = match self.publisher.manner {
            Manner::Slow => format!("Crawl-delay: {CRAWL_DELAY}\n"),
            _ => String::new(),
        };
        self.has_shown_robots = true;
        Answer::new(200, format!("User-agent: *\n{delay}Allow: /\n")).with("content-type", &"text/plain")
    }

    fn page(&self, at: i64, path: &str) -> Answer {
        let entry = path.trim_start_matches("/a/").parse::<usize>().ok();
        let Some((entry, published)) = entry.and_then(|n| Some((n, *self.publisher.entries.get(n)?))) else {
            return Answer::new(404, "");
        };
        match self.publisher.manner {
            Manner::AheadOfPages if at < published + 600 => Answer::new(404, "not yet"),
            Manner::SickPages if at < published + 2400 => Answer::new(503, ""),
            _ => Answer::new(200, text::page(&self.publisher.host, entry))
                .with("content-type", &"text/html; charset=utf-8"),
        }
    }

    fn feed_or_redirect(&mut self, at: i64, path: &str, etag: Option<&str>, date: Option<&str>) -> Answer {
        let to = |target: &str| Answer::new(301, "").with("location", &target);
        match (self.publisher.manner, path) {
            (Manner::Moves, "/feed") if at >= 10 * DAY => Answer::new(404, ""),
            (Manner::Moves, "/feed") if at >= 4 * DAY => to("/news.xml"),
            (Manner::Moves, "/news.xml") if at < 4 * DAY => Answer::new(404, ""),
            (Manner::Returns, "/feed") if (3 * DAY..7 * DAY).contains(&at) => to("/news.xml"),
            (Manner::Returns, "/news.xml") if at >= 7 * DAY => Answer::new(404, ""),
            (_, "/feed" | "/news.xml") => self.feed(at, etag, date),
            _ => Answer::new(404, ""),
        }
    }

    fn feed(&mut self, at: i64, etag: Option<&str>, date: Option<&str>) -> Answer {
        let entries: Vec<usize> = self.publisher.standing(at).collect();
        let newest = entries.first().map_or(0, |entry| self.publisher.entries[*entry]);
        let version = format!("\"{}\"", entries.first().copied().unwrap_or_default());
        let modified = httpdate::fmt_http_date(self.time(newest).into());
        let manner = self.publisher.manner;
        let is_unchanged = match manner {
            Manner::Unconditional => false,
            Manner::Dated => date == Some(&modified),
            Manner::Lies => etag.is_some() && at > DAY,
            _ => etag == Some(&version),
        };
        let mut answer = if is_unchanged { Answer::new(304, "") } else { self.document(&entries, at) };
        if manner == Manner::Caches {
            self.fresh_until = at + HOUR;
            answer = answer.with("cache-control", &"public, max-age=3600");
        }
        match manner {
            Manner::Unconditional => answer,
            Manner::Dated => answer.with("last-modified", &modified),
            _ => answer.with("etag", &version),
        }
    }

    fn document(&mut self, entries: &[usize], at: i64) -> Answer {
        self.feed_bodies += 1;
        let hours = [0, 1, 2, 3, 4, 5].map(|hour| format!("<hour>{hour}</hour>")).concat();
        let head = match self.publisher.manner {
            Manner::Sleeps => format!("<skipHours>{hours}</skipHours>"),
            _ => String::new(),
        };
        let dated = entries.iter().map(|entry| (*entry, self.time(self.publisher.entries[*entry])));
        let mut body = text::feed(&self.publisher.host, &head, dated).into_bytes();
        let breaks_off = self.publisher.manner == Manner::BreaksOff && self.feed_bodies.is_multiple_of(5);
        if breaks_off {
            body.truncate(body.len() * 6 / 10);
        } else {
            for entry in entries {
                self.served.entry(*entry).or_insert(at);
            }
        }
        Answer { breaks_off, ..Answer::new(200, body).with("content-type", &"application/rss+xml") }
    }

    /// Counts a request of this hour, and says how many are left.
    fn count(&mut self, at: i64, mut answer: Answer) -> Answer {
        let hour = at.div_euclid(HOUR);
        if self.hour.0 != hour {
            self.hour = (hour, 0);
        }
        self.hour.1 += 1;
        let left = REQUESTS_AN_HOUR.saturating_sub(self.hour.1);
        let reset = (hour + 1) * HOUR;
        if left == 0 {
            self.closed_until = reset;
        }
        answer = answer.with("x-ratelimit-remaining", &left);
        answer.with("x-ratelimit-reset", &self.time(reset).as_second())
    }

    fn time(&self, seconds: i64) -> Timestamp {
        if seconds < 0 {
            return self.start - Duration::from_secs(seconds.unsigned_abs());
        }
        self.start + Duration::from_secs(seconds.unsigned_abs())
    }
}
