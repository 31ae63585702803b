//! `pressline demo`.
pub(super) fn run(_: &Args) -> anyhow::Result<u8> {
    Ok(0)
}
/// Runs the pipeline on a small newspaper of its own, offline
#[derive(Debug, clap::Args)]
pub(super) struct Args {}
