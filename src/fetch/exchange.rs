//! One request and its answer: sending, what the headers decide, and what a broken connection means.

use std::error::Error;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION,
};
use reqwest::{Client, Response, StatusCode};
use tokio::time::timeout;
use url::Url;

use super::answer::{Answer, Meta};
use super::body::{self, Overflow};
use super::guard::{short, shown};
use super::headers::{self, to_value};
use super::polite::Turn;
use super::settings::Limits;
use super::trip::Trip;
use super::walls;
use crate::error::JobError;

/// Bytes of all headers of an answer.
const HEADER_BYTES: usize = 64 << 10;

/// What is asked at every hop.
pub(super) struct Ask<'a> {
    /// The `Accept` header.
    pub accept: &'static str,
    /// Validators of the copy we hold.
    pub etag: Option<&'a str>,
    pub last_modified: Option<&'a str>,
    /// Bytes of a body, and what happens beyond.
    pub limit: u64,
    pub overflow: Overflow,
}

/// Where one exchange leads.
pub(super) enum Step {
    Arrived(Box<Answer>),
    Moved(StatusCode, String),
}

impl Ask<'_> {
    fn conditional(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }

    fn headers(&self, private: HeaderMap) -> HeaderMap {
        let mut headers = private;
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(self.accept));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br"));
        if let Some(etag) = self.etag.and_then(to_value) {
            headers.insert(IF_NONE_MATCH, etag);
        }
        if let Some(date) = self.last_modified.and_then(to_value) {
            headers.insert(IF_MODIFIED_SINCE, date);
        }
        headers
    }

    /// Sends the request and reads the answer as far as it is wanted.
    pub(super) async fn send(
        &self,
        client: &Client,
        trip: &Trip,
        turn: &Turn,
        limits: &Limits,
        peer: impl Fn(&Response) -> Result<(), String>,
    ) -> Result<Step, JobError> {
        let (url, private) = trip.private();
        let sending = client.get(url).headers(self.headers(private)).send();
        let host = host(&trip.url);
        let response = match timeout(limits.first_byte, sending).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if error.is_connect() && error.is_timeout() => {
                return Err(JobError::TimedOut { host, phase: "connect", limit: limits.connect });
            }
            Ok(Err(error)) => return Err(broken(host, &error)),
            Err(_) => return Err(JobError::TimedOut { host, phase: "first byte", limit: limits.first_byte }),
        };
        peer(&response).map_err(|reason| JobError::AddressForbidden { url: shown(&trip.url), reason })?;
        self.judge(response, trip, turn).await
    }

    async fn judge(&self, response: Response, trip: &Trip, turn: &Turn) -> Result<Step, JobError> {
        let (status, headers, host) = (response.status(), response.headers(), host(&trip.url));
        let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if bytes > HEADER_BYTES {
            let detail = format!("it answered with more than {HEADER_BYTES} bytes of headers");
            return Err(JobError::Unreachable { host, detail });
        }
        let retry_after = headers::retry_after(headers).filter(|wait| !wait.is_zero());
        if let (429 | 503, Some(wait)) = (status.as_u16(), retry_after) {
            turn.pause(wait);
        }
        if let Some(kind) = walls::detect(status, headers) {
            return Err(JobError::BotWall { host, kind });
        }
        match status.as_u16() {
            304 if self.conditional() => {
                Ok(Step::Arrived(Box::new(Answer::NotModified { meta: meta(&response, trip, 0) })))
            }
            301 | 302 | 303 | 307 | 308 if headers.contains_key(LOCATION) => Ok(Step::Moved(status, location(headers))),
            200..=299 => {
                let mut meta = meta(&response, trip, 0);
                let (bytes, wire_bytes) = body::read(response, self.limit, self.overflow).await?;
                meta.wire_bytes = wire_bytes;
                Ok(Step::Arrived(Box::new(Answer::Body { meta, bytes })))
            }
            status => Err(JobError::Status { host, status, retry_after }),
        }
    }
}

/// Where a redirect points; raw UTF-8 is common here and means itself.
fn location(headers: &HeaderMap) -> String {
    headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

fn meta(response: &Response, trip: &Trip, wire_bytes: u64) -> Meta {
    let headers = response.headers();
    Meta {
        status: response.status().as_u16(),
        final_url: trip.url.clone(),
        moved_permanently: trip.moved_permanently(),
        content_type: headers::text(headers, CONTENT_TYPE),
        etag: headers::text(headers, ETAG),
        last_modified: headers::text(headers, LAST_MODIFIED),
        max_age: headers::max_age(headers),
        wire_bytes,
    }
}

/// The host of an address, for messages.
pub(super) fn host(url: &Url) -> String {
    url.host_str().unwrap_or("?").to_owned()
}

/// What a failed request means. The client's own words hold the address, so only the cause at the bottom is told.
pub(super) fn broken(host: String, error: &reqwest::Error) -> JobError {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
        if let Some(ours) = cause.downcast_ref::<JobError>() {
            return ours.clone();
        }
    }
    let detail = if error.source().is_some() { short(&cause.to_string()) } else { "the request failed".to_owned() };
    JobError::Unreachable { host, detail }
}
