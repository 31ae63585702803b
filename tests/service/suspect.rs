//! Suspected inputs are tried in a child process.

use pressline::error::JobError;
use pressline::pipeline::suspect::run_in_child;

async fn run(script: &'static str) -> Result<Vec<u8>, JobError> {
    run_in_child("sh".into(), vec!["-c", script], b"input".to_vec(), 2).await
}

#[tokio::test]
async fn only_what_brings_the_child_down_is_given_up() {
    assert_eq!(run("cat").await, Ok(b"input".to_vec()));
    assert_eq!(run("cat; exit 1").await, Ok(b"input".to_vec()), "an input that is refused is no poison");
    assert_eq!(run("kill -SEGV $$").await, Err(JobError::Poison { deaths: 3 }));
    assert_eq!(run_in_child("/nowhere".into(), Vec::new(), Vec::new(), 2).await, Ok(Vec::new()));
}
