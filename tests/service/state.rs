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

/// Lets the state file be damaged, and checks what `state check` and `state repair` say of it. Returns what the repair said.
#[track_caller]
fn check_repair(damage: impl FnOnce(&std::path::Path)) -> String {
    let paper = Newspaper::open();
    let slugs: Vec<String> = (0..120).map(|n| format!("story-{n}")).collect();
    let articles: Vec<_> = slugs.iter().map(|slug| article(slug)).collect();
    paper.publish("/feed", &articles);
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    std::fs::write(desk.path("all.toml"), "").unwrap();
    let all = ["run", "--once", "--set", "poll.first_poll_entries=1000"];
    assert!(desk.command(&all).output().unwrap().status.success());
    assert!(desk.command(&["state", "check"]).output().unwrap().status.success());
    let idle = desk.command(&["state", "repair"]).output().unwrap();
    assert!(String::from_utf8_lossy(&idle.stdout).contains("nothing to repair"));

    state(&desk).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    damage(&desk.path("state/state.sqlite3"));
    let found = desk.command(&["state", "check"]).output().unwrap();
    assert_eq!(found.status.code(), Some(1), "{found:?}");
    let repair = desk.command(&["state", "repair"]).output().unwrap();
    let said = String::from_utf8_lossy(&repair.stdout).into_owned();
    assert_eq!(repair.status.code(), Some(0), "{repair:?}");
    assert!(desk.command(&["state", "check"]).output().unwrap().status.success());
    let kept = std::fs::read_dir(desk.path("state")).unwrap().flatten();
    assert!(kept.into_iter().any(|file| file.file_name().to_string_lossy().contains("damaged-")));

    // What could be read is known: few records are repeated, and a new article comes.
    let mut more = articles;
    more.insert(0, article("new"));
    paper.publish("/feed", &more);
    let output = desk.command(&all).output().unwrap();
    let records = crate::support::records(&output.stdout);
    let articles = of(&records, "article");
    assert!(articles.iter().any(|article| article["url"].as_str().unwrap().ends_with("/new")), "{said}");
    assert!(articles.len() < 60, "{} records after: {said}", articles.len());
    said
}

/// Inverts some bytes of a file.
fn invert(file: &std::path::Path, from: usize, count: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes.iter_mut().skip(from).take(count).for_each(|byte| *byte = !*byte);
    std::fs::write(file, bytes).unwrap();
}

/// Returns where the leaves of a table's tree begin.
fn leaf_of(file: &std::path::Path, table: &str) -> usize {
    let db = Connection::open(file).unwrap();
    let root: u32 =
        db.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| row.get(0)).unwrap();
    let bytes = std::fs::read(file).unwrap();
    let page = |number: usize| &bytes[(number - 1) * 4096..number * 4096];
    // The rightmost child of an inner page stands at bytes 8 to 11 of its header.
    let mut number = root as usize;
    while matches!(page(number)[0], 2 | 5) {
        number = u32::from_be_bytes(page(number)[8..12].try_into().unwrap()) as usize;
    }
    (number - 1) * 4096
}

#[test]
fn a_damaged_file_is_repaired_as_far_as_it_can_be_read() {
    let said = check_repair(|file| invert(file, 0, 64));
    assert!(said.contains("article: 120 rows kept\n"), "{said}");
    for table in ["entry", "page", "article", "sketch", "feed"] {
        let said = check_repair(|file| invert(file, leaf_of(file, table), 64));
        assert!(said.contains(&format!("{table}: ")), "{said}");
    }
    let said = check_repair(|file| {
        let len = std::fs::metadata(file).unwrap().len();
        std::fs::File::options().write(true).open(file).unwrap().set_len(len - 3 * 4096).unwrap();
    });
    assert!(said.contains("rows kept"), "{said}");
}

#[test]
fn what_cannot_be_repaired_is_said_to_be_lost() {
    let (_paper, desk) = press();
    for text in ["hello\n".repeat(2000), String::new()] {
        std::fs::write(desk.path("state/state.sqlite3"), &text).unwrap();
        std::fs::remove_file(desk.path("state/state.sqlite3-wal")).ok();
        let output = desk.command(&["state", "repair"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("nothing of") || said.contains("nothing to repair"), "{said}");
        assert_eq!(std::fs::read_to_string(desk.path("state/state.sqlite3")).unwrap(), text, "it is left as it was");
    }
    let running = desk.command(&["state", "check", "--set", "state.dir=nowhere"]).output().unwrap();
    assert_ne!(running.status.code(), Some(0));
}
