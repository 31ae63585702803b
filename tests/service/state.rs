//! A state that was damaged, deleted or used twice: what can go on goes on, and what is lost is told.

use rusqlite::Connection;

use crate::support::{Desk, Newspaper, article, of, signal, wait_for};

fn press() -> (Newspaper, Desk) {
    let paper = Newspaper::open();
    paper.publish("/feed", &["pier", "mill"].map(article));
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let (records, code) = desk.once();
    assert_eq!((of(&records, "article").len(), code), (2, 0));
    (paper, desk)
}

fn state(desk: &Desk) -> Connection {
    Connection::open(desk.path("state/state.sqlite3")).unwrap()
}

/// Damages the state with SQL, and draws what the next pass tells and finds: errors by key, articles.
#[track_caller]
fn check(sql: &str, expected: &str) {
    let (paper, desk) = press();
    state(&desk).execute_batch(sql).unwrap();
    paper.publish("/feed", &["pier", "mill", "weir"].map(article));
    let (records, code) = desk.once();
    assert_eq!(code, 0, "{records:#?}");
    let errors = of(&records, "error");
    let drawn: Vec<_> = errors.iter().map(|error| format!("{} {}", error["code"], error["feed"])).collect();
    assert_eq!((drawn.join(", "), of(&records, "article").len()), (expected.replace('\'', "\""), 1), "{records:#?}");
    paper.publish("/feed", &["pier", "mill", "weir", "lock"].map(article));
    let (records, code) = desk.once();
    assert_eq!((of(&records, "error").len(), of(&records, "article").len(), code), (0, 1, 0), "told once");
}

#[test]
fn a_row_that_cannot_be_read_is_buried_and_told() {
    let job =
        |job: &str| format!("INSERT INTO job (key, host, due, job) VALUES ('page:127.0.0.1/x', '127.0.0.1', 1, {job})");
    check(&job(r#"'{"kind":"article","url":"http://127.0.0.1/x"}'"#), "'unreadable_state' null");
    check(&job(r#"'{"kind":"article","url":"http://127.0.0.1/x","feed":"press"}'"#), "'unreadable_state' 'press'");
    check(&job("'no JSON at all'"), "'unreadable_state' null");
    check(&job("CAST(x'7b22fffe22' AS TEXT)"), "'unreadable_state' null");
    check(&job(r#"'{"kind":"sermon"}'"#), "'unreadable_state' null");
    let key = "INSERT INTO job (key, host, due, job) VALUES (CAST(x'70fffe' AS TEXT), CAST(x'ff' AS TEXT), 1, '')";
    check(key, "'unreadable_state' null");
    // A poll holds nothing that the configuration does not say: it is made anew.
    check("UPDATE job SET job = '{', deaths = 3 WHERE key = 'poll:press'", "");
    check(r#"UPDATE feed SET state = '{"polls":-1}'"#, "'unreadable_state' 'press'");
    check("UPDATE feed SET state = CAST(x'fffe' AS TEXT)", "'unreadable_state' 'press'");
}

#[test]
fn numbers_that_cannot_be_are_read_as_near_ones() {
    check("UPDATE job SET attempt = -7, deaths = -2, failing_since = 9223372036854775807", "");
    check("UPDATE job SET failure = 'none'", "");
    check("UPDATE entry SET revisits = -1, updated = 9223372036854775807, last_seen = -9223372036854775807", "");
    check("UPDATE article SET rev = -1, text_hash = CAST(x'ff' AS TEXT)", "");
    check("UPDATE entry SET fingerprint = x'00'; UPDATE page SET last_seen = NULL", "");
}

#[test]
fn a_deleted_lock_file_lets_no_second_process_in() {
    let (paper, desk) = press();
    let before = paper.asked().len();
    let mut first = desk.start();
    wait_for("a poll", || (paper.asked().len() > before).then_some(()));
    std::fs::remove_file(desk.path("state/lock")).unwrap();
    for _ in 0..3 {
        let second = desk.command(&["run", "--once"]).output().unwrap();
        assert_ne!(second.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&second.stderr).contains("in use by another process"));
    }
    signal(&first, "TERM");
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(desk.once().1, 0, "the next one begins");
}

/// Checks that the service ends with an error and says so when its state is taken from under it.
#[track_caller]
fn check_gone(remove: impl FnOnce(&Desk)) {
    let (paper, desk) = press();
    let before = paper.asked().len();
    let first = desk.start();
    wait_for("a poll", || (paper.asked().len() > before).then_some(()));
    remove(&desk);
    paper.publish("/feed", &["pier", "mill", "weir"].map(article));
    let output = first.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("was deleted or replaced while it was in use"), "{said}");
}

#[test]
fn a_state_that_is_taken_away_ends_the_service() {
    check_gone(|desk| std::fs::remove_dir_all(desk.path("state")).unwrap());
    check_gone(|desk| std::fs::remove_file(desk.path("state/state.sqlite3")).unwrap());
    check_gone(|desk| std::fs::rename(desk.path("state"), desk.path("elsewhere")).unwrap());
    check_gone(|desk| {
        let file = desk.path("state/state.sqlite3");
        std::fs::copy(&file, desk.path("copy")).unwrap();
        std::fs::rename(desk.path("copy"), file).unwrap();
    });
    check_gone(|desk| {
        std::fs::rename(desk.path("state"), desk.path("elsewhere")).unwrap();
        std::fs::create_dir(desk.path("state")).unwrap();
    });
}
