//! Suspect inputs: those that were held when the process died, more than once.
//!
//! A kill from outside hits innocent inputs too, so none is given up on suspicion. The input is tried in a child process
//! first, and only one that brings the child down is given up.

use std::env::current_exe;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::error::JobError;
use crate::model::Page;

/// How often the process must have died on an input before it is tried in a child process (chosen).
pub(super) const MIN_DEATHS: u32 = 2;

/// Parses a feed in a child process.
pub(super) async fn try_feed(deaths: u32, bytes: Vec<u8>) -> Result<(), JobError> {
    run_in_child(this_program(), vec!["feed", "-"], bytes, deaths).await.map(drop)
}

/// Extracts and analyzes a page in child processes.
pub(super) async fn try_page(deaths: u32, page: &Page) -> Result<(), JobError> {
    let record = run_in_child(this_program(), vec!["extract", "-"], page.html.clone().into_bytes(), deaths).await?;
    let text = serde_json::from_slice::<serde_json::Value>(&record).unwrap_or_default();
    let text = text.get("text").and_then(|text| text.as_str()).unwrap_or_default().to_owned();
    run_in_child(this_program(), vec!["analyze"], text.into_bytes(), deaths).await.map(drop)
}

fn this_program() -> PathBuf {
    // Where the system does not know the path, the start fails, which is handled.
    current_exe().unwrap_or_default()
}

/// Runs a program on `input` and returns its standard output. Costs a process start.
///
/// A child that cannot be started proves nothing, and lets the input pass.
///
/// # Errors
/// [`JobError::Poison`] when a signal ended the child, with one death more than `deaths`.
pub async fn run_in_child(
    program: PathBuf,
    args: Vec<&'static str>,
    input: Vec<u8>,
    deaths: u32,
) -> Result<Vec<u8>, JobError> {
    let run = move || -> std::io::Result<(bool, Vec<u8>)> {
        let mut command = Command::new(program);
        let mut child =
            command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        // The verbs read all their input before they answer, so this cannot deadlock. A child that died breaks the
        // pipe, which its exit status reports better.
        if let Some(mut stdin) = child.stdin.take() {
            let _ = stdin.write_all(&input);
        }
        let output = child.wait_with_output()?;
        let has_exited = output.status.code().is_some();
        Ok((has_exited, output.stdout))
    };
    match tokio::task::spawn_blocking(run).await {
        Ok(Ok((true, stdout))) => Ok(stdout),
        Ok(Ok((false, _))) => Err(JobError::Poison { deaths: deaths + 1 }),
        Ok(Err(error)) => {
            tracing::warn!(%error, "cannot start a child process to try a suspected input");
            Ok(Vec::new())
        }
        Err(panic) => {
            tracing::warn!(%panic, "trying a suspected input failed");
            Ok(Vec::new())
        }
    }
}
