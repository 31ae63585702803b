//! SIGKILL at random moments, with the real binary: no record lost, none doubled, no byte withdrawn.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::start;
use crate::support::{Desk, Newspaper, article, of, records};

const KILLS: u64 = 40;
const ARTICLES: usize = 120;

#[test]
fn nothing_is_lost_or_doubled_in_files() {
    let paper = Newspaper::open();
    let feeds: Vec<_> = (0..4)
        .map(|feed| {
            let articles: Vec<_> = (0..ARTICLES / 4).map(|n| article(&format!("f{feed}-{n}"))).collect();
            paper.publish(&format!("/feed{feed}"), &articles);
            (format!("feed{feed}"), format!("{}/feed{feed}", paper.base))
        })
        .collect();
    let feeds: Vec<_> = feeds.iter().map(|(name, url)| (name.as_str(), url.clone())).collect();
    let desk = Desk::new(&feeds, "[[output]]\nkind = \"files\"\ndir = \"out\"\nrotate_size = \"40 KiB\"\n");
    let mut seen = Seen::default();
    for kill in 0..KILLS {
        let mut service = desk.command(&["run", "--set", "fetch.per_domain=2"]);
        let mut service = start(service.stdout(Stdio::null()).stderr(Stdio::null()));
        // Moments spread over the run, not an event: what is tested is that no moment is special.
        thread::sleep(Duration::from_millis(20 + kill * 37 % 260));
        service.kill().unwrap();
        service.wait().unwrap();
        seen.look(&desk.path("out"));
    }
    let mut last = desk.command(&["run", "--once"]);
    let last = start(last.stdout(Stdio::null()).stderr(Stdio::piped())).wait_with_output().unwrap();
    assert_eq!(last.status.code(), Some(0), "{}", String::from_utf8_lossy(&last.stderr));
    seen.look(&desk.path("out"));
    let all: Vec<u8> = files(&desk.path("out")).into_iter().flat_map(|(_, bytes)| bytes).collect();
    let records = records(&all);
    let articles = of(&records, "article");
    let urls: BTreeSet<_> = articles.iter().map(|r| r["url"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        (urls.len(), articles.len()),
        (ARTICLES, ARTICLES),
        "lost or doubled; others: {:?}",
        of(&records, "error")
    );
    let seqs: Vec<_> = articles.iter().map(|r| r["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs, (1..=ARTICLES as u64).collect::<Vec<_>>());
}

/// The files of articles in their order, by the names they have when they are closed.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let name = |entry: &fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut files: Vec<_> = entries
        .flatten()
        .filter(|entry| name(entry).starts_with("articles-"))
        .map(|entry| (name(&entry).trim_end_matches(".open").to_owned(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

/// What a reader who tails the files has seen: it must stand there for ever.
#[derive(Default)]
struct Seen(Vec<(String, Vec<u8>)>);

impl Seen {
    fn look(&mut self, dir: &Path) {
        let now = files(dir);
        for (name, before) in &self.0 {
            let (_, after) = now.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("{name} has gone"));
            assert!(after.starts_with(before), "{name} was changed where it had been read");
        }
        self.0 = now;
    }
}
