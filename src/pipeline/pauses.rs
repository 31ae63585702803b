//! The pauses of domains, on their way into the ledger and back.

use crate::fetch;
use crate::fetch::PauseReason;
use crate::work::ledger::{DomainPause, LedgerUpdate};

/// Returns the change of the ledger that a new pause is.
pub(super) fn noted(pause: fetch::DomainPause) -> LedgerUpdate {
    let fetch::DomainPause { domain, until, reason } = pause;
    LedgerUpdate::Pause(DomainPause { domain, until, reason: reason.code().to_owned() })
}

/// Returns a pause as the fetcher knows it.
pub fn restored_pause(pause: DomainPause) -> fetch::DomainPause {
    let DomainPause { domain, until, reason } = pause;
    fetch::DomainPause { domain, until, reason: PauseReason::from_code(&reason) }
}
