//! One request and its response: what is sent, and what the status and the headers decide.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION,
};
use reqwest::{Client, StatusCode};
use tokio::time::timeout;

use super::body::{self, OverLimit};
use super::bot_challenges;
use super::display_url::display_url;
use super::errors::{host_name, transport_error};
use super::headers::{self, latin1_value};
use super::rate_limit::HostPermit;
use super::redirects::RedirectChain;
use super::response::{Response, ResponseMeta};
use super::settings::Limits;
use crate::clock::Clock;
use crate::error::JobError;

/// The largest headers of a response in all, in bytes (chosen).
const MAX_HEADER_BYTES: usize = 64 << 10;
/// The bytes of a header line besides name and value: `: ` and the line end.
const HEADER_LINE_OVERHEAD: usize = 4;

/// The part of a request that is the same at every hop.
pub(super) struct RequestSpec<'a> {
    /// The `Accept` header.
    pub accept: &'static str,
    /// The `ETag` of the caller's copy.
    pub etag: Option<&'a str>,
    /// The `Last-Modified` of the caller's copy.
    pub last_modified: Option<&'a str>,
    /// The largest body, in bytes.
    pub limit: u64,
    /// The treatment of a larger body.
    pub over_limit: OverLimit,
    /// The clock that dates of headers are compared with.
    pub clock: Clock,
}

/// The result of one request.
pub(super) enum Hop {
    /// The final response.
    Final(Box<Response>),
    /// A redirect to the address given.
    Redirect(StatusCode, String),
}

impl RequestSpec<'_> {
    fn is_conditional(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }

    fn headers(&self, private: HeaderMap) -> HeaderMap {
        let mut headers = private;
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(self.accept));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br"));
        if let Some(etag) = self.etag.and_then(latin1_value) {
            headers.insert(IF_NONE_MATCH, etag);
        }
        if let Some(date) = self.last_modified.and_then(latin1_value) {
            headers.insert(IF_MODIFIED_SINCE, date);
        }
        headers
    }

    /// Sends the request and reads the response as far as it is wanted.
    pub(super) async fn send(
        &self,
        client: &Client,
        chain: &RedirectChain,
        permit: &HostPermit,
        limits: &Limits,
        check_peer: impl Fn(&reqwest::Response) -> Result<(), String>,
    ) -> Result<Hop, JobError> {
        let (url, private) = chain.with_credentials();
        let sending = client.get(url).headers(self.headers(private)).send();
        let host = host_name(&chain.url);
        let response = match timeout(limits.first_byte, sending).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if error.is_connect() && error.is_timeout() => {
                return Err(JobError::TimedOut { host, phase: "connect", limit: limits.connect });
            }
            Ok(Err(error)) => return Err(transport_error(host, &error)),
            Err(_) => return Err(JobError::TimedOut { host, phase: "first byte", limit: limits.first_byte }),
        };
        check_peer(&response).map_err(|reason| JobError::AddressForbidden { url: display_url(&chain.url), reason })?;
        self.interpret(response, chain, permit).await
    }

    /// Decides by status and headers what a response is, and reads the body of a successful one.
    async fn interpret(
        &self,
        response: reqwest::Response,
        chain: &RedirectChain,
        permit: &HostPermit,
    ) -> Result<Hop, JobError> {
        let (status, headers, host) = (response.status(), response.headers(), host_name(&chain.url));
        if header_bytes(headers) > MAX_HEADER_BYTES {
            let detail = format!("it answered with more than {MAX_HEADER_BYTES} bytes of headers");
            return Err(JobError::Unreachable { host, detail });
        }
        let retry_after = headers::retry_after(headers, self.clock).filter(|wait| !wait.is_zero());
        if let (StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE, Some(wait)) = (status, retry_after) {
            permit.pause_domain(wait);
        }
        if let Some(kind) = bot_challenges::detect(status, headers) {
            return Err(JobError::BotChallenge { host, kind });
        }
        match status.as_u16() {
            304 if self.is_conditional() => {
                Ok(Hop::Final(Box::new(Response::NotModified { meta: meta(&response, chain, self.clock) })))
            }
            301 | 302 | 303 | 307 | 308 if headers.contains_key(LOCATION) => {
                Ok(Hop::Redirect(status, location(headers)))
            }
            200..=299 => {
                let mut meta = meta(&response, chain, self.clock);
                let (bytes, wire_bytes) = body::read(response, self.limit, self.over_limit).await?;
                meta.wire_bytes = wire_bytes;
                Ok(Hop::Final(Box::new(Response::Body { meta, bytes })))
            }
            status => Err(JobError::Status { host, status, retry_after }),
        }
    }
}

fn header_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + HEADER_LINE_OVERHEAD).sum()
}

/// Returns the target of a redirect. Raw UTF-8 is common here and means itself.
fn location(headers: &HeaderMap) -> String {
    headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// Returns the status and headers of a response whose body is not read yet.
fn meta(response: &reqwest::Response, chain: &RedirectChain, clock: Clock) -> ResponseMeta {
    let headers = response.headers();
    ResponseMeta {
        status: response.status().as_u16(),
        final_url: chain.url.clone(),
        moved_permanently: chain.moved_permanently(),
        content_type: headers::text(headers, CONTENT_TYPE),
        etag: headers::text(headers, ETAG),
        last_modified: headers::text(headers, LAST_MODIFIED),
        max_age: headers::max_age(headers, clock),
        wire_bytes: 0,
    }
}
