//! One request and its response: what is sent, and what the status and the headers decide.

use std::net::IpAddr;

use reqwest::StatusCode;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION,
};
use tokio::time::timeout;

use super::body::BodyRules;
use super::body_budget::BodyBudget;
use super::bot_challenges;
use super::display_url::display_url;
use super::errors::host_name;
use super::headers::{self, latin1_value};
use super::rate_limit::HostPermit;
use super::redirects::RedirectChain;
use super::response::{Response, ResponseMeta};
use super::restraint::{restraint, retry_after};
use super::settings::Limits;
use super::transport::{Transport, TransportRequest, TransportResponse};
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
    /// The rules for reading the body.
    pub body: BodyRules,
    /// The clock that dates of headers are compared with.
    pub clock: Clock,
    /// The memory for large bodies.
    pub budget: &'a BodyBudget,
}

/// The result of one request.
pub(super) enum Hop {
    /// The final response.
    Final(Box<Response>),
    /// A redirect, with its headers.
    Redirect(StatusCode, HeaderMap),
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
        transport: &dyn Transport,
        chain: &RedirectChain,
        permit: &HostPermit,
        limits: &Limits,
        check_peer: impl Fn(Option<IpAddr>) -> Result<(), String>,
    ) -> Result<Hop, JobError> {
        let (url, private) = chain.with_credentials();
        let sending = transport.send(TransportRequest { url, headers: self.headers(private) });
        let Ok(response) = timeout(limits.first_byte, sending).await else {
            let host = host_name(&chain.url);
            return Err(JobError::TimedOut { host, phase: "first byte", limit: limits.first_byte });
        };
        let response = response?;
        let forbidden = |reason| JobError::AddressForbidden { url: display_url(&chain.url), reason };
        check_peer(response.peer).map_err(forbidden)?;
        self.interpret(response, chain, permit).await
    }

    /// Decides by status and headers what a response is, and reads the body of a successful one.
    async fn interpret(
        &self,
        response: TransportResponse,
        chain: &RedirectChain,
        permit: &HostPermit,
    ) -> Result<Hop, JobError> {
        let (status, headers, host) = (response.status, &response.headers, host_name(&chain.url));
        if header_bytes(headers) > MAX_HEADER_BYTES {
            let detail = format!("it answered with more than {MAX_HEADER_BYTES} bytes of headers");
            return Err(JobError::Unreachable { host, detail });
        }
        let paused = restraint(status, headers, self.clock).map(|restraint| permit.pause_domain(restraint));
        if let Some(kind) = bot_challenges::detect(status, headers) {
            return Err(JobError::BotChallenge { host, kind });
        }
        match status.as_u16() {
            304 if self.is_conditional() => {
                permit.accept();
                Ok(Hop::Final(Box::new(Response::NotModified { meta: meta(&response, chain, self.clock) })))
            }
            301 | 302 | 303 | 307 | 308 if headers.contains_key(LOCATION) => {
                Ok(Hop::Redirect(status, response.headers))
            }
            200..=299 => {
                permit.accept();
                let mut meta = meta(&response, chain, self.clock);
                let body = self.body.read(response, &host, self.budget).await?;
                meta.wire_bytes = body.wire_bytes;
                meta.is_over_limit = body.is_over_limit;
                if body.is_cut {
                    meta.mark_cut();
                }
                Ok(Hop::Final(Box::new(Response::Body { meta, bytes: body.bytes, share: body.share })))
            }
            status @ (403 | 429 | 503) if paused.is_some() => {
                Err(JobError::Status { host, status, retry_after: paused })
            }
            status => Err(JobError::Status { host, status, retry_after: retry_after(headers, self.clock) }),
        }
    }
}

fn header_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + HEADER_LINE_OVERHEAD).sum()
}

/// Returns the status and headers of a response whose body is not read yet.
fn meta(response: &TransportResponse, chain: &RedirectChain, clock: Clock) -> ResponseMeta {
    let headers = &response.headers;
    ResponseMeta {
        status: response.status.as_u16(),
        final_url: chain.url.clone(),
        moved_permanently: chain.moved_permanently(),
        content_type: headers::text(headers, CONTENT_TYPE),
        etag: headers::text(headers, ETAG),
        last_modified: headers::text(headers, LAST_MODIFIED),
        max_age: headers::max_age(headers, clock),
        wire_bytes: 0,
        is_cut: false,
        is_over_limit: false,
    }
}
