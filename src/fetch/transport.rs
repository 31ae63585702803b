//! The seam between a request's rules and the wire: one hop out, one response back.
//!
//! Guard, robots.txt, rate limits, redirects and decoding stand above it and are the same for every transport.

use std::net::IpAddr;

use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use url::Url;

use crate::error::JobError;

/// A way of sending one request, without following redirects and without decoding.
pub trait Transport: Send + Sync + 'static {
    /// Sends a `GET` and returns the response as soon as its headers are there.
    ///
    /// Dropping the future ends the request.
    ///
    /// # Errors
    /// A connection that fails or breaks off, as a [`JobError`] that names the host.
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, JobError>>;
}

/// A request of one hop.
#[derive(Clone, Debug)]
pub struct TransportRequest {
    /// The address, with the credentials that may be sent there.
    pub url: Url,
    /// The headers, but for those of the connection.
    pub headers: HeaderMap,
}

/// The body of a response in pieces, as they were sent. An error ends it.
pub type ResponseBody = BoxStream<'static, Result<Vec<u8>, JobError>>;

/// A response of one hop.
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The address that the connection was made to; `None` where it cannot be told.
    pub peer: Option<IpAddr>,
    /// The body, not read yet.
    pub body: ResponseBody,
}
