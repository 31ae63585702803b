//! SIGKILL and SIGTERM at random moments, with the real binary: no record lost, none doubled, no byte withdrawn.
//!
//! Several workers run side by side, each with outputs of its own. Between a kill and the next start, what was not synced
//! is cut or turned into zeros, as a power cut may do. A reader follows the files all the time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::files::{self, OutputFiles};
use crate::random::Random;
use crate::start;
use crate::support::{Desk, Newspaper, article, of, records, wait_for};
use crate::tail::Tail;
use crate::tear::tear;

/// How many kills there are altogether. More come from [`KILLS_SET`], in rounds of so many.
const KILLS: u64 = 304;
/// The environment's number of kills.
const KILLS_SET: &str = "PRESSLINE_KILLS";
/// The environment's seed.
const SEED_SET: &str = "PRESSLINE_SEED";
/// The articles that are published at first, and before each life of a worker.
const FIRST: usize = 12;
const MORE: usize = 2;
/// The feeds of a newspaper.
const FEEDS: usize = 3;
/// The longest life of a worker from its first request on, in milliseconds.
const LONGEST_LIFE: u64 = 300;
/// How often the reader looks.
const LOOK_INTERVAL: Duration = Duration::from_millis(25);

/// The outputs of a worker, each as a directory and more keys.
type Outputs = &'static [(&'static str, &'static str)];

const TRIALS: [Outputs; 4] = [
    &[("out", "rotate_size = \"40 KiB\"")],
    &[("out", "records = \"flat\"\ncompression = \"zstd\"\nrotate_size = \"12 KiB\"")],
    &[
        ("out", "records = \"flat\"\nrotate_size = \"20 KiB\"\npartition = \"hour\""),
        ("packed", "compression = \"zstd\"\nrotate_size = \"8 KiB\""),
    ],
    &[
        ("out", "compression = \"zstd\"\nrotate_age = \"1s\"\npartition = \"day\""),
        ("flat", "records = \"flat\"\nrotate_age = \"2s\""),
    ],
];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

#[test]
fn nothing_is_lost_doubled_or_withdrawn_whenever_the_process_is_killed() {
    let (kills, seed) = (number(KILLS_SET, KILLS), number(SEED_SET, 1));
    let rounds = kills.div_ceil(KILLS);
    let lives = kills.div_ceil(rounds * TRIALS.len() as u64);
    let mut total = Counts::default();
    for round in 0..rounds {
        let counts: Vec<Counts> = thread::scope(|scope| {
            let trials = TRIALS.iter().zip(1..).map(|(outputs, nth)| {
                let random = Random::new(seed + round * TRIALS.len() as u64 + nth);
                scope.spawn(move || Trial::new(outputs, random).run(lives))
            });
            let trials: Vec<_> = trials.collect();
            trials.into_iter().map(|trial| trial.join().unwrap()).collect()
        });
        for counts in &counts {
            total.add(counts);
        }
        println!("round {} of {rounds}: {total:?}", round + 1);
    }
    assert!(total.kills + total.ended >= kills && total.torn > 0, "{total:?}");
}

/// What was done and found, which is printed.
#[derive(Debug, Default)]
struct Counts {
    kills: u64,
    /// Lives that ended by SIGTERM alone.
    ended: u64,
    torn: u64,
    looks: u64,
    articles: usize,
    records: usize,
}

impl Counts {
    fn add(&mut self, other: &Self) {
        let Self { kills, ended, torn, looks, articles, records } = other;
        self.kills += kills;
        self.ended += ended;
        self.torn += torn;
        self.looks += looks;
        self.articles += articles;
        self.records += records;
    }
}

/// One worker that is killed again and again.
struct Trial {
    paper: Newspaper,
    desk: Desk,
    outputs: Vec<OutputFiles>,
    random: Random,
    published: usize,
    counts: Counts,
}

impl Trial {
    fn new(outputs: Outputs, random: Random) -> Self {
        let paper = Newspaper::open();
        let feeds: Vec<_> = (0..FEEDS).map(|n| (format!("feed{n}"), format!("{}/feed{n}", paper.base))).collect();
        let feeds: Vec<_> = feeds.iter().map(|(name, url)| (name.as_str(), url.clone())).collect();
        let toml = |(dir, keys): &(&str, &str)| format!("[[output]]\nkind = \"files\"\ndir = \"{dir}\"\n{keys}\n");
        let desk = Desk::new(&feeds, &outputs.iter().map(toml).collect::<String>());
        let outputs =
            outputs.iter().map(|(dir, keys)| OutputFiles { dir: desk.path(dir), is_flat: keys.contains("flat") });
        let outputs = outputs.collect();
        Self { paper, desk, outputs, random, published: 0, counts: Counts::default() }
    }

    fn run(mut self, lives: u64) -> Counts {
        let dirs: Vec<PathBuf> = self.outputs.iter().map(|output| output.dir.clone()).collect();
        let (tail, is_over) = (Mutex::new(Tail::default()), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    tail.lock().unwrap().look(&dirs);
                    thread::sleep(LOOK_INTERVAL);
                }
            });
            // The reader ends also when an assertion fails.
            let _end = OnDrop(&is_over);
            for _ in 0..lives {
                self.live(&tail);
            }
            let last = self.last_life();
            assert_eq!(last.status.code(), Some(0), "{}", String::from_utf8_lossy(&last.stderr));
            let mut tail = tail.lock().unwrap();
            tail.look(&dirs);
            tail.check_ended();
            self.counts.looks = tail.looks;
        });
        self.count();
        self.counts
    }

    fn publish(&mut self, more: usize) {
        self.published += more;
        for feed in 0..FEEDS {
            let of_feed = (0..self.published).rev().filter(|n| n % FEEDS == feed);
            let articles: Vec<_> = of_feed.map(|n| article(&format!("story-{n}"))).collect();
            self.paper.publish(&format!("/feed{feed}"), &articles);
        }
    }

    fn worker(&self, args: &[&str]) -> Command {
        let mut worker = self.desk.command(args);
        let set =
            ["--set", "fetch.per_domain=3", "--set", "poll.first_poll_entries=10000", "--set", "worker.cpu_threads=1"];
        worker.args(set).stdout(Stdio::null()).stderr(Stdio::piped());
        worker
    }

    /// Starts a worker and kills it at some moment; what it had not synced may be lost then.
    fn live(&mut self, tail: &Mutex<Tail>) {
        self.publish(if self.published == 0 { FIRST } else { MORE });
        let before = self.paper.asked().len();
        let mut worker = start(&mut self.worker(&["run"]));
        // Most die when they have begun to work, some while they start. From there on the moments are spread over time, not
        // events: what is tested is that no moment is special.
        if self.random.below(8) > 0 {
            wait_for("a request", || (self.paper.asked().len() > before).then_some(()));
        }
        self.sleep(LONGEST_LIFE);
        let is_asked = self.random.below(4) == 0;
        if is_asked {
            crate::support::signal(&worker, "TERM");
        }
        if is_asked && self.random.below(2) == 0 {
            self.counts.ended += 1;
        } else {
            if is_asked {
                self.sleep(LONGEST_LIFE / 5);
            }
            worker.kill().unwrap();
            self.counts.kills += 1;
        }
        // One that gets its SIGTERM before it listens to signals dies of it.
        let end = worker.wait_with_output().unwrap();
        assert!(end.status.code().is_none_or(|code| code == 0), "{}", String::from_utf8_lossy(&end.stderr));
        let mut tail = tail.lock().unwrap();
        let dirs: Vec<PathBuf> = self.outputs.iter().map(|output| output.dir.clone()).collect();
        tail.look(&dirs);
        let files = dirs.iter().flat_map(|dir| files::list(dir));
        files.filter(|file| file.is_zstd() && !tail.is_torn(&file.ended)).for_each(|file| files::check_readable(&file));
        if self.random.below(2) == 0 {
            for dir in &dirs {
                self.counts.torn += tear(&self.desk.path("state"), dir, &mut self.random, &mut tail);
            }
        }
    }

    fn sleep(&mut self, longest: u64) {
        thread::sleep(Duration::from_millis(self.random.below(longest)));
    }

    fn last_life(&self) -> std::process::Output {
        start(&mut self.worker(&["run", "--once"])).wait_with_output().unwrap()
    }

    /// Counts what stands in the files at the end: all that was published, once, in order.
    fn count(&mut self) {
        let expected: BTreeSet<String> =
            (0..self.published).map(|n| format!("{}/story-{n}", self.paper.base)).collect();
        for output in &self.outputs {
            let streams = output.read();
            for (kind, lines) in &streams {
                let found = records(lines);
                let seqs = found.iter().map(|record| record["seq"].as_u64().unwrap());
                assert!(seqs.eq(1..=found.len() as u64), "{kind} of {}: lost, doubled or moved", output.dir.display());
                assert!(kind != "errors" || found.is_empty(), "{found:#?}");
                self.counts.records += found.len();
            }
            let found = records(&streams["articles"]);
            let articles: Vec<&Value> = of(&found, "article");
            let urls: BTreeSet<String> = articles.iter().map(|r| r["url"].as_str().unwrap().to_owned()).collect();
            let lost: Vec<_> = expected.difference(&urls).collect();
            assert!(lost.is_empty(), "{}: lost {lost:?}", output.dir.display());
            assert_eq!(articles.len(), expected.len(), "{}: doubled", output.dir.display());
            self.counts.articles += articles.len();
            if output.is_flat {
                let mut quotes = BTreeMap::<String, usize>::new();
                for quote in records(&streams["quotes"]) {
                    *quotes.entry(quote["article"].as_str().unwrap().to_owned()).or_default() += 1;
                }
                let counts: BTreeSet<usize> = quotes.values().copied().collect();
                assert_eq!(
                    (quotes.len(), counts.len()),
                    (expected.len(), 1),
                    "each article has as many quotes: {counts:?}"
                );
            }
        }
    }
}

/// Sets a flag when it is dropped.
struct OnDrop<'a>(&'a AtomicBool);

impl Drop for OnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
