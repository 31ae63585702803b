//! Exit codes of `run`: 2 where the configuration must be changed, 1 for what may pass.

use std::net::TcpListener;

use crate::support::{Desk, code, signal, wait_for};

/// Runs a pass, which must fail; returns its exit code and what it says.
fn fail(desk: &Desk) -> (i32, String) {
    let output = desk.command(&["run"]).output().unwrap();
    (code(&output), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_port_in_use_may_pass() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut desk = Desk::new(&[], "");
    desk.replace("http = \"\"", &format!("http = \"{}\"", taken.local_addr().unwrap()));
    let (code, said) = fail(&desk);
    assert!(code == 1 && said.contains("is in use"), "{code}: {said}");
}

#[test]
fn an_address_that_is_not_there_yet_may_pass() {
    let mut desk = Desk::new(&[], "");
    desk.replace("http = \"\"", "http = \"203.0.113.7:9464\"");
    let (code, said) = fail(&desk);
    assert!(code == 1 && said.contains("cannot listen on 203.0.113.7:9464"), "{code}: {said}");
}

#[test]
fn a_state_in_use_may_pass() {
    let desk = Desk::new(&[], "");
    let mut first = desk.start();
    wait_for("the lock", || desk.path("state/state.sqlite3").exists().then_some(()));
    let (code, said) = fail(&desk);
    assert!(code == 1 && said.contains("is in use by another process"), "{code}: {said}");
    signal(&first, "TERM");
    assert!(first.wait().unwrap().success());
}

#[test]
fn a_state_directory_that_cannot_be_made_may_pass() {
    let desk = Desk::new(&[], "");
    // What a file system that is not mounted looks like to a user without rights there; a file in its way for root.
    std::fs::write(desk.path("mount"), "").unwrap();
    let mut desk = desk;
    let state = desk.path("state").display().to_string();
    desk.replace(&state, &desk.path("mount/state").display().to_string());
    let (code, said) = fail(&desk);
    assert!(code == 1 && said.contains("cannot use state directory"), "{code}: {said}");
}

#[test]
fn a_state_of_a_later_version_is_no_fault_of_the_configuration() {
    let desk = Desk::new(&[], "");
    assert_eq!(desk.once().1, 0);
    let sql = "PRAGMA user_version = 99";
    rusqlite::Connection::open(desk.path("state/state.sqlite3")).unwrap().execute_batch(sql).unwrap();
    let (code, said) = fail(&desk);
    assert!(code == 1 && said.contains("use the newer version"), "{code}: {said}");
}

#[test]
fn a_file_of_another_program_as_state_must_be_changed() {
    let desk = Desk::new(&[], "");
    std::fs::create_dir(desk.path("state")).unwrap();
    let sql = "CREATE TABLE theirs (a); PRAGMA application_id = 7";
    rusqlite::Connection::open(desk.path("state/state.sqlite3")).unwrap().execute_batch(sql).unwrap();
    let (code, said) = fail(&desk);
    assert!(code == 2 && said.contains("belongs to another program"), "{code}: {said}");
}

#[test]
fn a_wrong_key_must_be_changed() {
    let mut desk = Desk::new(&[], "");
    desk.replace("[poll]", "[pull]");
    assert_eq!(fail(&desk).0, 2);
}
