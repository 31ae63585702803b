//! Signals that stop the service.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::telemetry;

/// The exit code after a second signal: 128 and the number of SIGINT, by the shells' convention.
const INTERRUPTED: i32 = 130;
/// The longest wait for stderr after a second signal (chosen).
const FLUSH_LIMIT: Duration = Duration::from_millis(100);

/// Cancels `stop` at the first SIGTERM or SIGINT, and ends the process at the second. Nothing is lost by either.
pub(super) fn stop_on_signals(stop: CancellationToken) -> std::io::Result<()> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        either(&mut term, &mut int).await;
        // First what matters: nothing that is said about it may come in between.
        stop.cancel();
        info!("stopping; a second signal ends at once");
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
        either(&mut term, &mut int).await;
        warn!("ended by a second signal");
        telemetry::flush(FLUSH_LIMIT);
        std::process::exit(INTERRUPTED);
    });
    Ok(())
}

async fn either(term: &mut Signal, int: &mut Signal) {
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
