//! What fails: listed, shown and tried again, beside a worker and without one.

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Desk, Newspaper, Page, article, code, of, rss, wait_for};

fn say(desk: &Desk, args: &[&str]) -> String {
    let output = desk.command(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!("{} {}{}", code(&output), text(&output.stdout), text(&output.stderr))
}

fn list(desk: &Desk) -> Vec<Value> {
    let output = desk.command(&["errors", "list", "--json"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn retry(desk: &Desk, target: &[&str]) -> Vec<Value> {
    let output = desk.command(&[&["errors", "retry", "--json"], target].concat()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn state(desk: &Desk) -> Connection {
    Connection::open(desk.path("state/state.sqlite3")).unwrap()
}

/// A newspaper whose feed `a` names pages that fail, and whose feed `b` is not there.
fn newspaper() -> (Newspaper, Desk) {
    let paper = Newspaper::open();
    paper.set("/a", Page::feed(&rss(&paper.base, ["well", "down?token=f00dcafe12345678", "none"].into_iter())));
    paper.set("/well", Page::html(&article("well").1));
    paper.set("/down", Page::status(503));
    let desk = Desk::new(&[("a", format!("{}/a", paper.base)), ("b", format!("{}/b", paper.base))], "");
    (paper, desk)
}

#[test]
fn what_fails_is_listed_by_the_ids_of_its_records() {
    let (paper, desk) = newspaper();
    let (records, _) = desk.once();
    let mut recorded: Vec<_> = of(&records, "error").iter().map(|record| record["id"].clone()).collect();
    let errors = list(&desk);
    let mut listed: Vec<_> = errors.iter().map(|error| error["id"].clone()).collect();
    recorded.sort_by_key(Value::to_string);
    listed.sort_by_key(Value::to_string);
    assert_eq!(listed, recorded);
    let drawn: Vec<_> = errors
        .iter()
        .map(|e| {
            let path = e["url"].as_str().unwrap().trim_start_matches(&paper.base);
            format!("{} {} {} {} {path}", e["kind"], e["status"], e["feed"], e["code"]).replace('"', "")
        })
        .collect();
    assert_eq!(drawn[0], "feed waiting b http_status /b");
    let mut pages = drawn[1..].to_vec();
    pages.sort();
    assert_eq!(pages, ["page waiting a http_status /down?token=***", "page waiting a http_status /none"]);
    let table = say(&desk, &["errors", "list"]);
    assert!(table.starts_with("0 id ") && !table.contains("f00dcafe") && table.lines().count() == 4, "{table}");
    let id = errors[0]["id"].as_str().unwrap();
    let shown = say(&desk, &["errors", "show", id]);
    assert!(shown.contains("code: http_status\ndetail: 127.0.0.1 answered 404\n"), "{shown}");
    let said = say(&desk, &["status", "--json"]);
    let status: Value = serde_json::from_str(said.strip_prefix("0 ").unwrap()).unwrap();
    assert_eq!(status["feeds"][0]["failing_pages"], 2);
    assert_eq!(
        (&status["feeds"][0]["last_error"], &status["failing_pages"][0]["pages"]),
        (&Value::Null, &Value::from(2))
    );
    assert!(say(&desk, &["status"]).contains("ok; 2 pages fail"));
}

#[test]
fn nothing_fails_where_all_is_well() {
    let paper = Newspaper::open();
    paper.publish("/a", &[article("well")]);
    let desk = Desk::new(&[("a", format!("{}/a", paper.base))], "");
    assert!(say(&desk, &["errors", "list"]).starts_with("1 pressline: no state in "));
    let _ = desk.once();
    assert_eq!(say(&desk, &["errors", "list"]), "0 nothing fails\n");
    assert_eq!(say(&desk, &["errors", "retry", "--all"]), "0 nothing that fails is meant\n");
    assert_eq!(say(&desk, &["errors", "retry", "--feed", "a"]), "0 nothing that fails is meant\n");
    for wrong in [&["errors", "retry"][..], &["errors", "retry", "x_1", "--all"], &["errors", "show"]] {
        assert!(say(&desk, wrong).starts_with("2 "), "{wrong:?}");
    }
}

#[test]
fn a_page_that_is_tried_again_resolves_its_failure() {
    let (paper, desk) = newspaper();
    let _ = desk.once();
    let down = list(&desk).into_iter().find(|error| error["url"].as_str().unwrap().contains("down")).unwrap();
    let id = down["id"].as_str().unwrap();
    paper.set("/down", Page::html(&article("down").1));
    assert_eq!(say(&desk, &["errors", "retry", id]), "0 one is tried again when the worker starts\n");
    let (records, _) = desk.once();
    let resolved: Vec<_> = of(&records, "error").into_iter().filter(|record| record["resolved"] == true).collect();
    assert_eq!((resolved.len(), resolved[0]["id"].as_str()), (1, Some(id)));
    assert_eq!(of(&records, "article").len(), 1);
    assert!(list(&desk).iter().all(|error| error["id"] != id));
    assert!(say(&desk, &["errors", "show", id]).starts_with("1 "));
}

#[test]
fn a_feed_and_its_pages_are_tried_again_by_the_worker() {
    let (paper, desk) = newspaper();
    let mut worker = desk.start();
    let count = |path: &str| paper.asked().iter().filter(|asked| asked.starts_with(path)).count();
    wait_for("the failures", || (list(&desk).len() == 3).then_some(()));
    let before = (count("/down"), count("/none"));
    let retried = wait_for("the socket", || {
        let retried = retry(&desk, &["--feed", "a"]);
        (retried.len() == 2).then_some(retried)
    });
    assert!(retried.iter().all(|job| job["outcome"] == "due"), "{retried:?}");
    wait_for("both pages", || (count("/down") > before.0 && count("/none") > before.1).then_some(()));
    paper.publish("/b", &[article("late")]);
    assert!(retry(&desk, &["--feed", "b"]).iter().all(|job| job["outcome"] == "due"));
    wait_for("the feed's article", || (paper.count("/late") == 1).then_some(()));
    wait_for("the end of its failure", || list(&desk).iter().all(|error| error["feed"] != "b").then_some(()));
    crate::support::signal(&worker, "TERM");
    assert!(worker.wait().unwrap().success());
}

#[test]
fn what_is_being_tried_is_left_alone() {
    let (paper, desk) = newspaper();
    let _ = desk.once();
    let down = list(&desk).into_iter().find(|error| error["url"].as_str().unwrap().contains("down")).unwrap();
    let id = down["id"].as_str().unwrap();
    paper.set("/down", Page::silent());
    let asked = || paper.asked().iter().filter(|asked| asked.starts_with("/down")).count();
    let before = asked();
    say(&desk, &["errors", "retry", id]);
    let mut worker = desk.start();
    wait_for("the page", || (asked() > before).then_some(()));
    assert_eq!(say(&desk, &["errors", "retry", id]), format!("0 {id}: is being tried\n"));
    let running = list(&desk).into_iter().find(|error| error["id"] == id).unwrap();
    assert_eq!((&running["status"], &running["next_try"]), (&Value::from("running"), &Value::Null));
    crate::support::signal(&worker, "KILL");
    worker.wait().unwrap();
}

#[test]
fn buried_jobs_are_put_back() {
    let (paper, desk) = newspaper();
    let _ = desk.once();
    // As they are when their pages have panicked a stage.
    let bury = "INSERT INTO buried (key, at, attempt, deaths, failing_since, failure, job)
                SELECT key, failing_since, attempt, 2, failing_since, replace(failure, 'http_status', 'panicked'), job
                FROM job WHERE key GLOB 'page:*'; DELETE FROM job WHERE key GLOB 'page:*';";
    state(&desk).execute_batch(bury).unwrap();
    let buried: Vec<_> = list(&desk).into_iter().filter(|error| error["status"] == "buried").collect();
    assert_eq!(buried.len(), 2);
    assert!(buried.iter().all(|e| e["code"] == "panicked" && e["next_try"].is_null() && e["deaths"] == 2));
    assert!(say(&desk, &["errors", "list"]).contains("never"));
    paper.set("/down", Page::html(&article("down").1));
    let retried = retry(&desk, &["--feed", "a"]);
    assert!(retried.iter().all(|job| job["outcome"] == "put_back") && retried.len() == 2, "{retried:?}");
    let (records, _) = desk.once();
    let resolved = of(&records, "error").into_iter().filter(|record| record["resolved"] == true).count();
    assert_eq!((of(&records, "article").len(), resolved), (1, 1));
    assert_eq!(state(&desk).query_row("SELECT count(*) FROM buried", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn a_row_that_cannot_be_read_stays_buried() {
    let (_paper, desk) = newspaper();
    let _ = desk.once();
    state(&desk).execute_batch("UPDATE job SET job = 'nothing', due = 0 WHERE key GLOB 'page:*none'").unwrap();
    let (records, _) = desk.once();
    let record = of(&records, "error").into_iter().find(|record| record["code"] == "unreadable_state").unwrap().clone();
    let row = list(&desk).into_iter().find(|error| error["code"] == "unreadable_state").unwrap();
    assert_eq!((&row["id"], &row["kind"], &row["status"]), (&record["id"], &"state".into(), &"buried".into()));
    let id = row["id"].as_str().unwrap();
    assert_eq!(say(&desk, &["errors", "retry", id]), format!("0 {id}: cannot be read, and stays buried\n"));
    assert!(list(&desk).iter().any(|error| error["id"] == id));
}
