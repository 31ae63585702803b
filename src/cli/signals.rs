//! Signals that stop the service.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::exit_code::INTERRUPTED;
use crate::telemetry;

/// The longest wait for stderr after a second signal (chosen).
const FLUSH_LIMIT: Duration = Duration::from_millis(100);

/// How long the process takes to put back what it holds after a second signal (chosen: a commit takes milliseconds).
const ORDERLY_END: Duration = Duration::from_secs(1);

/// Cancels `stop` at the first SIGTERM or SIGINT and `hurried` at the second, which ends the process within a second.
///
/// Nothing is lost by either.
pub(super) fn stop_on_signals(stop: CancellationToken, hurried: CancellationToken) -> std::io::Result<()> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        either(&mut term, &mut int).await;
        // First what matters: nothing that is said about it may come in between.
        stop.cancel();
        info!("stopping; a second signal ends at once");
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
        either(&mut term, &mut int).await;
        warn!("ended by a second signal");
        hurried.cancel();
        tokio::time::sleep(ORDERLY_END).await;
        telemetry::flush(FLUSH_LIMIT);
        std::process::exit(INTERRUPTED.into());
    });
    Ok(())
}

async fn either(term: &mut Signal, int: &mut Signal) {
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
