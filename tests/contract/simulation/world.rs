//! The simulated web: every publisher's server behind one transport, and a log of every request.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream;
use jiff::Timestamp;
use pressline::clock::Clock;
use pressline::error::JobError;
use pressline::fetch::{Lookup, Transport, TransportRequest, TransportResponse};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName};

use super::publisher::{DAY, HOUR, Publisher};
use super::random::Random;
use super::server::{Answer, Server};

/// Our own network is down for three hours on day 11.
pub(super) const OUR_OUTAGE: (i64, i64) = (11 * DAY, 11 * DAY + 3 * HOUR);
/// An address that is public, and that nobody connects to here.
const PUBLIC: [u8; 4] = [9, 9, 9, 9];

/// A request, with its answer.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The seconds since the start.
    pub(super) at: i64,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) is_conditional: bool,
    /// The status; 0 for none.
    pub(super) status: u16,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, second) = (self.at.div_euclid(DAY), self.at.rem_euclid(DAY));
        let (hour, minute, second) = (second / HOUR, second / 60 % 60, second % 60);
        let condition = if self.is_conditional { " if changed" } else { "" };
        let Self { host, path, status, .. } = self;
        write!(f, "day {day} {hour:02}:{minute:02}:{second:02} {host}{path}{condition} -> {status}")
    }
}

/// The simulated web.
pub(super) struct World {
    start: Timestamp,
    clock: Clock,
    state: Mutex<State>,
}

struct State {
    servers: BTreeMap<String, Server>,
    log: Vec<Asked>,
    under_way: BTreeMap<String, usize>,
    wrong: Vec<String>,
    random: Random,
}

impl World {
    pub(super) fn new(start: Timestamp, clock: Clock, seed: u64, publishers: &[Publisher]) -> Arc<Self> {
        let servers =
            publishers.iter().map(|publisher| (publisher.host.clone(), Server::new(publisher.clone(), start)));
        let state = State {
            servers: servers.collect(),
            log: Vec::new(),
            under_way: BTreeMap::new(),
            wrong: Vec::new(),
            random: Random::new(seed),
        };
        Arc::new(Self { start, clock, state: Mutex::new(state) })
    }

    /// Every name is at one public address.
    pub(super) fn lookup() -> Lookup {
        Arc::new(|_| Box::pin(async { Ok(vec![PUBLIC.into()]) }))
    }

    pub(super) fn log(&self) -> Vec<Asked> {
        self.state.lock().unwrap().log.clone()
    }

    /// What should not have been requested, a line each.
    pub(super) fn wrong(&self) -> Vec<String> {
        self.state.lock().unwrap().wrong.clone()
    }

    /// The time at which each entry of a host was first in a document that came whole.
    pub(super) fn served(&self, host: &str) -> BTreeMap<usize, i64> {
        self.state.lock().unwrap().servers[host].served.clone()
    }

    fn now(&self) -> i64 {
        self.clock.now().duration_since(self.start).as_secs()
    }

    /// Notes the request, and returns its answer and how long that takes.
    fn begin(&self, request: &TransportRequest) -> (Option<Answer>, Duration) {
        let at = self.now();
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let path = request.url.path().to_owned();
        let mut state = self.state.lock().unwrap();
        let under_way = state.under_way.entry(host.clone()).or_default();
        *under_way += 1;
        let is_second = *under_way > 1;
        let is_down = (OUR_OUTAGE.0..OUR_OUTAGE.1).contains(&at);
        let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
        let (etag, date) = (header("if-none-match"), header("if-modified-since"));
        let is_conditional = etag.or(date).is_some();
        let server = state.servers.get_mut(&host).filter(|_| !is_down);
        let answer = server.and_then(|server| server.answer(at, &path, etag, date));
        let objection = answer.as_ref().and_then(|answer| answer.objection.clone());
        let status = answer.as_ref().map_or(0, |answer| answer.status);
        let asked = Asked { at, host, path, is_conditional, status };
        let second = is_second.then(|| "while another request to the domain is under way".to_owned());
        state.wrong.extend(second.into_iter().chain(objection).map(|why| format!("{asked}: {why}")));
        state.log.push(asked);
        (answer, Duration::from_millis(50 + state.random.below(700)))
    }
}

/// A request that is under way until this is dropped.
struct UnderWay {
    world: Arc<World>,
    host: String,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        *self.world.state.lock().unwrap().under_way.entry(self.host.clone()).or_default() -= 1;
    }
}

/// The simulated web as a transport.
pub(super) struct SimulatedWeb(pub(super) Arc<World>);

impl Transport for SimulatedWeb {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, JobError>> {
        Box::pin(async move {
            let host = request.url.host_str().unwrap_or_default().to_owned();
            let (answer, latency) = self.0.begin(&request);
            let under_way = UnderWay { world: self.0.clone(), host: host.clone() };
            tokio::time::sleep(latency).await;
            let broken = || JobError::Unreachable { host: host.clone(), detail: "connection reset".to_owned() };
            let answer = answer.ok_or_else(broken)?;
            let mut headers = HeaderMap::new();
            for (name, value) in answer.headers {
                headers.append(HeaderName::from_static(name), value.parse().unwrap());
            }
            let mut chunks = vec![Ok(answer.body)];
            chunks.extend(answer.breaks_off.then(|| Err(broken())));
            let body = stream::unfold((chunks.into_iter(), under_way), |(mut chunks, under_way)| async move {
                Some((chunks.next()?, (chunks, under_way)))
            });
            let status = StatusCode::from_u16(answer.status).unwrap();
            Ok(TransportResponse { status, headers, peer: Some(PUBLIC.into()), body: Box::pin(body) })
        })
    }
}
