//! Bodies, read chunk by chunk and counted twice: as they are sent and as they are decoded.

use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::decode::{Coding, Decoder, Fed};
use super::exchange::{broken, host};
use super::headers;
use crate::error::JobError;

/// What to do with a body that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overflow {
    /// It is an error.
    Refuse,
    /// Its beginning will do.
    Cut,
}

/// Reads a body of at most `limit` bytes, as sent and as decoded alike; gives the decoded bytes and how many were sent.
pub(super) async fn read(mut response: Response, limit: u64, overflow: Overflow) -> Result<(Vec<u8>, u64), JobError> {
    let announced = headers::text(response.headers(), CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if overflow == Overflow::Refuse && announced.is_some_and(|length| length > limit) {
        return Err(JobError::TooLarge { limit });
    }
    let names: Vec<_> = response.headers().get_all(CONTENT_ENCODING).iter().map(headers::to_text).collect();
    let coding = Coding::parse(&names.join(",")).ok_or_else(|| JobError::Encoding {
        detail: "its content-encoding is none of gzip, deflate and br".to_owned(),
    })?;
    let mut decoder = Decoder::new(coding, limit);
    let mut wire = 0;
    let too_large = loop {
        let Some(chunk) = response.chunk().await.map_err(|error| broken(host(response.url()), &error))? else {
            break decoder.finish().map_err(|error| undecodable(coding, &error))? == Fed::Full;
        };
        wire += chunk.len() as u64;
        let fed = decoder.feed(&chunk).map_err(|error| undecodable(coding, &error))?;
        if fed == Fed::Full || wire > limit {
            break true;
        }
    };
    if too_large && overflow == Overflow::Refuse {
        return Err(JobError::TooLarge { limit });
    }
    Ok((decoder.into_bytes(), wire))
}

fn undecodable(coding: Coding, error: &std::io::Error) -> JobError {
    JobError::Encoding { detail: format!("{coding:?}: {error}").to_lowercase() }
}
