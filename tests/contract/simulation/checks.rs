//! What the log and the records of a simulation must show.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::publisher::{DAY, DAYS, HOUR, Manner, Publisher};
use super::world::{Asked, OUR_OUTAGE, World};

/// The seconds before the end in which an article may still be on its way.
const LAST: i64 = 6 * HOUR;
/// The most requests for one page: the first, and retries that double from a minute while it fails.
const PAGE_CAP: usize = 10;
/// The most requests for a page that never fails: one.
const SOUND_PAGE_CAP: usize = 1;
/// The requests shown before one that is wrong.
const SHOWN: usize = 6;

/// Everything that is wrong, and figures.
pub(super) struct Findings {
    wrong: Vec<String>,
    log: Vec<Asked>,
    entries: usize,
    articles: usize,
    /// The seconds from publication to the first document that held the entry.
    delays: Vec<i64>,
}

impl Findings {
    pub(super) fn new(publishers: &[Publisher], world: &World, records: &[serde_json::Value]) -> Self {
        let is_article =
            |r: &&serde_json::Value| r["schema"].as_str().is_some_and(|s| s.starts_with("pressline.article"));
        let articles: BTreeSet<String> =
            records.iter().filter(is_article).filter_map(|r| r["url"].as_str().map(ToOwned::to_owned)).collect();
        let log = world.log();
        let mut findings = Self { wrong: world.wrong(), log, entries: 0, articles: articles.len(), delays: Vec::new() };
        for publisher in publishers {
            findings.check_entries(publisher, world, &articles);
            findings.check_pages(publisher);
        }
        findings
    }

    /// Each entry that was served is an article, and each that stood long enough was served.
    fn check_entries(&mut self, publisher: &Publisher, world: &World, articles: &BTreeSet<String>) {
        let served = world.served(&publisher.host);
        let polls: Vec<i64> = self.polls(&publisher.host).map(|asked| asked.at).collect();
        for (entry, published) in publisher.entries.iter().enumerate() {
            let address = format!("https://{}/a/{entry}", publisher.host);
            match served.get(&entry) {
                Some(at) if *at < DAYS * DAY - LAST && !articles.contains(&address) => {
                    let line = format!("{address} was served {} and is no article", when(*at));
                    self.wrong.push(line);
                }
                Some(at) => self.delays.extend((*published > DAY).then_some(at - published)),
                None if *published > 0 => self.check_missed(publisher, entry, &polls),
                None => {}
            }
            self.entries += usize::from(*published > 0);
        }
    }

    /// An entry that was never served must have stood for less than twice the interval between polls.
    fn check_missed(&mut self, publisher: &Publisher, entry: usize, polls: &[i64]) {
        let (from, to) = (publisher.entries[entry], publisher.leaves(entry));
        let outages = publisher.outages().into_iter().chain([OUR_OUTAGE]);
        let down: i64 = outages.map(|(begin, end)| (end.min(to) - begin.max(from)).max(0)).sum();
        let before = polls.partition_point(|at| *at <= from);
        let around =
            polls.get(before.saturating_sub(2)..=before.min(polls.len().saturating_sub(1))).unwrap_or_default();
        let interval = around.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(DAY);
        if to - from - down > 2 * interval {
            let (host, from, to) = (&publisher.host, when(from), when(to));
            self.wrong
                .push(format!("{host} entry {entry} stood from {from} to {to} and was missed (interval {interval} s)"));
        }
    }

    /// No page is asked more often than its cap.
    fn check_pages(&mut self, publisher: &Publisher) {
        let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
        for request in self.log.iter().filter(|asked| asked.host == publisher.host && asked.path.starts_with("/a/")) {
            *asked.entry(&request.path).or_default() += 1;
        }
        let is_sound = !matches!(
            publisher.manner,
            Manner::AheadOfPages
                | Manner::SickPages
                | Manner::Limits
                | Manner::Refuses
                | Manner::Ill
                | Manner::Unreachable
        );
        let down = self.log.iter().filter(|asked| asked.host == publisher.host && asked.status == 0);
        let unreachable: BTreeSet<&str> = down.map(|asked| asked.path.as_str()).collect();
        let cap = |path: &str| if is_sound && !unreachable.contains(path) { SOUND_PAGE_CAP } else { PAGE_CAP };
        let over = asked.into_iter().filter(|(path, count)| *count > cap(path));
        let over: Vec<_> =
            over.map(|(path, count)| format!("{}{path} was asked {count} times", publisher.host)).collect();
        self.wrong.extend(over);
    }

    fn polls(&self, host: &str) -> impl Iterator<Item = &Asked> {
        let is_poll = |asked: &&Asked| !asked.path.starts_with("/a/") && asked.path != "/robots.txt";
        self.log.iter().filter(move |asked| asked.host == host).filter(is_poll)
    }

    /// The figures of the run, in words.
    pub(super) fn figures(&self) -> String {
        let polls =
            self.log.iter().filter(|asked| !asked.path.starts_with("/a/") && asked.path != "/robots.txt").count();
        let pages = self.log.iter().filter(|asked| asked.path.starts_with("/a/")).count();
        let mut delays = self.delays.clone();
        delays.sort_unstable();
        let mean = delays.iter().sum::<i64>() as f64 / delays.len().max(1) as f64 / 60.0;
        let median = delays.get(delays.len() / 2).copied().unwrap_or_default() / 60;
        let (requests, entries, articles) = (self.log.len(), self.entries, self.articles);
        format!(
            "{requests} requests: {polls} polls, {pages} pages; {entries} entries, {articles} articles; from publication to \
             poll {mean:.0} min on average, {median} min median"
        )
    }

    /// Fails with what is wrong, each with the requests to its host that came before.
    pub(super) fn assert_none(&self, seed: u64) {
        let mut said = String::new();
        for wrong in self.wrong.iter().take(20) {
            writeln!(said, "{wrong}").unwrap();
            let is_named =
                |asked: &&Asked| wrong.contains(&format!("{}/", asked.host)) || wrong.starts_with(&asked.host);
            let end = self.log.iter().position(|asked| wrong.starts_with(&asked.to_string())).unwrap_or(self.log.len());
            let before: Vec<_> = self.log[..end].iter().filter(is_named).collect();
            for asked in before.iter().rev().take(SHOWN).rev() {
                writeln!(said, "    {asked}").unwrap();
            }
        }
        assert!(self.wrong.is_empty(), "seed {seed}: {} findings\n{said}", self.wrong.len());
    }
}

fn when(at: i64) -> String {
    format!("day {} {:02}:{:02}", at.div_euclid(DAY), at.rem_euclid(DAY) / HOUR, at.rem_euclid(HOUR) / 60)
}
