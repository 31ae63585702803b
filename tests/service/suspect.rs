//! Suspected inputs are tried in a child process.

use std::io::{BufRead, BufReader};

use pressline::error::JobError;
use pressline::pipeline::suspect::run_in_child;

use crate::support::{Desk, Newspaper, Page, article, signal, wait_for};

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

/// How often a process died on each job, by the state, in the order of the jobs.
fn deaths(desk: &Desk) -> Vec<u32> {
    let db = rusqlite::Connection::open(desk.path("state/state.sqlite3")).unwrap();
    let mut rows = db.prepare("SELECT deaths FROM job ORDER BY id").unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// A service that waits for a page which never answers, and is ended so.
fn ended(by: impl Fn(&mut std::process::Child)) -> Desk {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("slow")]);
    paper.set("/slow", Page::silent());
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let mut service = desk.start();
    wait_for("the page to be asked for", || (paper.count("/slow") > 0).then_some(()));
    by(&mut service);
    service.wait().unwrap();
    desk
}

#[test]
fn only_a_process_that_dies_casts_suspicion() {
    let twice = |service: &mut std::process::Child| {
        let mut said = BufReader::new(service.stderr.take().unwrap()).lines();
        signal(service, "TERM");
        assert!(said.any(|line| line.unwrap().contains("a second signal ends at once")));
        signal(service, "INT");
    };
    assert_eq!(deaths(&ended(twice)), [0, 0]);
    // Counted when the next process opens the state.
    let killed = ended(|service| service.kill().unwrap());
    assert_eq!(deaths(&killed), [0, 0]);
    assert_eq!(killed.once().1, 0);
    assert_eq!(deaths(&killed).into_iter().max(), Some(1));
}

/// Suspects wait for their own hosts only, however many there are and however long those take.
#[test]
fn suspects_do_not_wait_for_one_another() {
    // Jobs of one host take turns; these are eight.
    let papers: Vec<Newspaper> = (1..9).map(|host| Newspaper::open_at(&format!("127.0.1.{host}:0"))).collect();
    for paper in &papers {
        paper.publish("/feed", &[article("slow")]);
        paper.set("/slow", Page::silent());
    }
    let names: Vec<String> = (0..papers.len()).map(|number| format!("press-{number}")).collect();
    let feeds: Vec<_> =
        names.iter().zip(&papers).map(|(name, p)| (name.as_str(), format!("{}/feed", p.base))).collect();
    let desk = Desk::new(&feeds, "");
    for _ in 0..2 {
        let mut service = desk.start();
        wait_for("all slow pages to be asked for", || papers.iter().all(|p| p.count("/slow") > 0).then_some(()));
        service.kill().unwrap();
        service.wait().unwrap();
    }
    let before: Vec<usize> = papers.iter().map(|paper| paper.count("/slow")).collect();
    let mut service = desk.start();
    wait_for("all suspects to be asked for at once", || {
        papers.iter().zip(&before).all(|(paper, before)| paper.count("/slow") > *before).then_some(())
    });
    service.kill().unwrap();
    service.wait().unwrap();
}
