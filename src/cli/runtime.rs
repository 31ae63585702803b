//! The async runtime of the service and the demo.

use std::time::Duration;

use anyhow::Context;

/// The stack of a thread in bytes (chosen: parsers recurse on nested input).
const STACK_BYTES: usize = 8 << 20;
/// How long blocking tasks may still run when the main task has ended (chosen).
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(100);

/// Runs a task on all cores. Computations that still run when the task has ended are abandoned.
pub(super) fn block_on<T>(task: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build()
        .context("cannot start the runtime")?;
    let result = runtime.block_on(task);
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    result
}
