//! Bodies: read chunk by chunk up to the limit, decoded, and kept in part where that is better than nothing.

use std::time::Duration;

use futures_util::StreamExt;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::body_budget::{BodyBudget, BodyShare, SMALL_BODY_BYTES};
use super::content_coding::{self, Decoded};
use super::headers;
use super::transport::TransportResponse;
use crate::error::JobError;

/// The bytes at the end of a page in which its end tag is looked for (chosen: comments and counters follow it).
const END_TAG_BYTES: usize = 4 << 10;
/// How long a page is put off that finds no memory free (chosen: large pages are read within seconds).
const NO_MEMORY_WAIT: Duration = Duration::from_secs(30);

/// The rules for reading a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyRules {
    /// The largest body in bytes, as sent and as decoded alike.
    pub limit: u64,
    /// The treatment of a larger body.
    pub over_limit: OverLimit,
    /// The treatment of a body that breaks off or whose coding is damaged.
    pub broken: Broken,
}

/// The treatment of a body that is larger than its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OverLimit {
    /// Fails with [`JobError::TooLarge`].
    Fail,
    /// Keeps the bytes up to the limit.
    Truncate,
}

/// The treatment of a body that breaks off or whose coding is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Fails with the cause.
    Fail,
    /// Keeps what came.
    Keep,
    /// Keeps what came when it holds an HTML page's end tag: nothing of the page is missing then.
    KeepWholePage,
}

/// A body as it was read.
#[derive(Debug)]
pub(super) struct Body {
    /// The decoded bytes.
    pub bytes: Vec<u8>,
    /// The number of bytes that were sent.
    pub wire_bytes: u64,
    /// Whether it broke off, or its coding was damaged.
    pub is_cut: bool,
    /// Whether it was larger than its limit, so that these are its first bytes.
    pub is_over_limit: bool,
    /// The memory that a large one holds.
    pub share: Option<BodyShare>,
}

/// The bytes of a body as they were sent.
struct WireBytes {
    bytes: Vec<u8>,
    share: Option<BodyShare>,
    is_over_limit: bool,
    /// What broke it off.
    error: Option<JobError>,
}

impl BodyRules {
    fn limit(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }

    /// Reads a body and undoes its codings. At most twice the limit of bytes is held.
    ///
    /// # Errors
    /// What the rules do not put up with, and a body of which nothing can be read.
    pub(super) async fn read(
        &self,
        response: TransportResponse,
        host: &str,
        budget: &BodyBudget,
    ) -> Result<Body, JobError> {
        let announced = headers::text(&response.headers, CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        let too_large = JobError::TooLarge { limit: self.limit };
        if self.over_limit == OverLimit::Fail && announced.is_some_and(|length| length > self.limit) {
            return Err(too_large);
        }
        let names: Vec<_> = response.headers.get_all(CONTENT_ENCODING).iter().map(headers::latin1_text).collect();
        let mut wire = self.read_wire(response, host, budget).await;
        if let Some(paused @ JobError::Paused { .. }) = wire.error {
            return Err(paused);
        }
        let wire_bytes = wire.bytes.len() as u64;
        if wire.is_over_limit && self.over_limit == OverLimit::Fail {
            return Err(too_large);
        }
        let decoded = decode(wire.bytes, names.join(","), self.limit()).await;
        // A body that broke off is not in the wrong coding.
        let decoded = decoded.map_err(|error| wire.error.clone().unwrap_or(error))?;
        let is_over_limit = wire.is_over_limit || decoded.is_over_limit;
        if is_over_limit && self.over_limit == OverLimit::Fail {
            return Err(too_large);
        }
        // Packed data that ends at the limit breaks off there, which is no damage.
        let damage = decoded.damage.filter(|_| !is_over_limit);
        let damage = damage.map(|detail| JobError::Encoding { detail: detail.to_owned() });
        let error = wire.error.take().or(damage);
        let is_cut = error.is_some();
        if let Some(error) = error {
            self.check_broken(&decoded.bytes, error)?;
        }
        let mut share = wire.share.take();
        if let Some(share) = &mut share {
            share.shrink(decoded.bytes.len());
        }
        Ok(Body { bytes: decoded.bytes, wire_bytes, is_cut, is_over_limit, share })
    }

    async fn read_wire(&self, mut response: TransportResponse, host: &str, budget: &BodyBudget) -> WireBytes {
        let mut wire = WireBytes { bytes: Vec::new(), share: None, is_over_limit: false, error: None };
        while let Some(chunk) = response.body.next().await {
            match chunk {
                Ok(chunk) => {
                    let room = self.limit() - wire.bytes.len();
                    wire.bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                    wire.is_over_limit = chunk.len() > room;
                    if wire.share.is_none() && wire.bytes.len() > SMALL_BODY_BYTES {
                        wire.share = budget.share(self.limit()).await;
                        // Nothing is wrong with the page; it comes again when there is room.
                        let none = JobError::Paused { host: host.to_owned(), wait: NO_MEMORY_WAIT };
                        wire.error = wire.share.is_none().then_some(none);
                    }
                }
                Err(error) => wire.error = Some(error),
            }
            if wire.is_over_limit || wire.error.is_some() {
                break;
            }
        }
        wire
    }

    /// Fails with `error` unless what came of a broken body is worth keeping.
    fn check_broken(&self, bytes: &[u8], error: JobError) -> Result<(), JobError> {
        let is_kept = match self.broken {
            Broken::Fail => false,
            Broken::Keep => !bytes.is_empty(),
            Broken::KeepWholePage => {
                let end = bytes.get(bytes.len().saturating_sub(END_TAG_BYTES)..).unwrap_or_default();
                end.windows(END_TAG.len()).any(|window| window.eq_ignore_ascii_case(END_TAG))
            }
        };
        if is_kept { Ok(()) } else { Err(error) }
    }
}

/// The end tag of an HTML page.
const END_TAG: &[u8] = b"</html";

/// Undoes the codings of a body, off the network's threads where there is something to undo.
async fn decode(body: Vec<u8>, content_encoding: String, limit: usize) -> Result<Decoded, JobError> {
    if !content_coding::may_be_packed(&body, &content_encoding) {
        return Ok(Decoded { bytes: body, ..Decoded::default() });
    }
    let decoding = tokio::task::spawn_blocking(move || content_coding::decode(body, &content_encoding, limit));
    let decoded = decoding.await.unwrap_or(Err("the decoder failed"));
    decoded.map_err(|detail| JobError::Encoding { detail: detail.to_owned() })
}
