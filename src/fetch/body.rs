//! Bodies, read chunk by chunk and counted twice: as they are sent and as they are decoded.

use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::content_coding::{ContentCoding, DecodeStatus, Decoder};
use super::errors::{host_name, transport_error};
use super::headers;
use crate::error::JobError;

/// The treatment of a body that is larger than its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OverLimit {
    /// Fails with [`JobError::TooLarge`].
    Fail,
    /// Keeps the bytes up to the limit.
    Truncate,
}

/// Reads a body of at most `limit` bytes, as sent and as decoded alike; returns the decoded bytes and the number sent.
pub(super) async fn read(
    mut response: reqwest::Response,
    limit: u64,
    over_limit: OverLimit,
) -> Result<(Vec<u8>, u64), JobError> {
    let announced = headers::text(response.headers(), CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if over_limit == OverLimit::Fail && announced.is_some_and(|length| length > limit) {
        return Err(JobError::TooLarge { limit });
    }
    let names: Vec<_> = response.headers().get_all(CONTENT_ENCODING).iter().map(headers::latin1_text).collect();
    let coding = ContentCoding::parse(&names.join(",")).ok_or_else(|| JobError::Encoding {
        detail: "its content-encoding is none of gzip, deflate and br".to_owned(),
    })?;
    let mut decoder = Decoder::new(coding, limit);
    let mut wire_bytes = 0;
    let is_too_large = loop {
        let chunk = response.chunk().await.map_err(|error| transport_error(host_name(response.url()), &error))?;
        let Some(chunk) = chunk else {
            break decoder.finish().map_err(|error| decode_error(coding, &error))? == DecodeStatus::LimitReached;
        };
        wire_bytes += chunk.len() as u64;
        let status = decoder.write(&chunk).map_err(|error| decode_error(coding, &error))?;
        if status == DecodeStatus::LimitReached || wire_bytes > limit {
            break true;
        }
    };
    if is_too_large && over_limit == OverLimit::Fail {
        return Err(JobError::TooLarge { limit });
    }
    Ok((decoder.into_bytes(), wire_bytes))
}

fn decode_error(coding: ContentCoding, error: &std::io::Error) -> JobError {
    JobError::Encoding { detail: format!("{coding:?}: {error}").to_lowercase() }
}
