//! Two weeks of a small web on paused time: nothing is missed, nothing is asked too early or too often.
//!
//! The worker, the fetcher and the engine are the real ones; the transport and the clock are simulated, with a log of every
//! request. `SIMULATED_FEEDS` and `SIMULATION_SEED` change the size and the chances; the same seed gives the same web.

mod checks;
mod publisher;
mod random;
mod server;
mod store;
mod text;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use pressline::analyze::Models;
use pressline::clock::Clock;
use pressline::config::Config;
use pressline::fetch::{self, Fetcher};
use pressline::model::{OffsetUnit, RecordLayout};
use pressline::pipeline::{self, FeedSpec, Gate, Output, RetryPolicy, Shutdown, Sinks, WorkerParts};
use pressline::store::{Options, Store};
use pressline::telemetry::{Conditions, Metrics};
use pressline::work::job::FullText;
use pressline::work::outbox::Stream;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use publisher::{DAY, DAYS, Publisher};
use store::BusyStore;
use world::{SimulatedWeb, World};

/// The feeds in the suite.
const FEEDS: usize = 40;
const SEED: u64 = 12;
/// A Monday.
const START: &str = "2026-11-02T00:00:00Z";

/// A number from the environment, which only people set.
fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |value| value.parse().unwrap())
}

#[test]
fn two_weeks_of_a_small_web() {
    let (feeds, seed) = (number("SIMULATED_FEEDS", FEEDS as u64) as usize, number("SIMULATION_SEED", SEED));
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let publishers: Vec<Publisher> = (0..feeds).map(|number| Publisher::new(seed, number)).collect();
    let (world, records) = runtime.block_on(simulate(&publishers, seed));
    let findings = checks::Findings::new(&publishers, &world, &records);
    println!("{}\n{:.1?} of real time", findings.figures(), begun.elapsed());
    findings.assert_none(seed);
}

async fn simulate(publishers: &[Publisher], seed: u64) -> (Arc<World>, Vec<serde_json::Value>) {
    let start: Timestamp = START.parse().unwrap();
    let clock = Clock::simulated(start);
    let world = World::new(start, clock, seed, publishers);
    let web = Arc::new(SimulatedWeb(world.clone()));
    let fetcher = Fetcher::with_transport(fetch::Settings::default(), World::lookup(), web, clock).unwrap();
    // Memory where there is some: the simulation is about time, not about disks.
    let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let streams = vec![Stream::new("stdout")];
    let store = BusyStore::new(
        Store::open(
            dir.path(),
            Options { streams, max_held_per_host: 1, waits_for_disk: false, keep_bytes: 0, resume_after: None },
        )
        .unwrap()
        .0,
    );
    let settings = settings(publishers, clock);
    pipeline::schedule_polls(&store, &settings, start).await.unwrap();
    let (_keep, models) = watch::channel(Models::embedded().unwrap());
    let output = Output::new(RecordLayout::Article, OffsetUnit::Codepoint, [0; 5]);
    let gate = Gate::new(Conditions::default());
    let sinks = Sinks::start(Vec::new(), &store, &gate, false).unwrap();
    let parts = WorkerParts {
        store: store.clone(),
        fetcher,
        models,
        metrics: Metrics::default(),
        outputs: vec![output],
        sinks,
        gate,
    };
    let requested = CancellationToken::new();
    let hurried = CancellationToken::new();
    let shutdown = Shutdown { requested: requested.clone(), hurried, grace: Duration::from_mins(1) };
    let running = tokio::spawn(pipeline::run(parts, settings, shutdown));
    tokio::time::sleep(Duration::from_secs((DAYS * DAY).unsigned_abs())).await;
    requested.cancel();
    running.await.unwrap().unwrap();
    (world, store.records())
}

/// The settings that the program has without a configuration.
fn settings(publishers: &[Publisher], clock: Clock) -> pipeline::Settings {
    let config = Config::default();
    let spec = |publisher: &Publisher| FeedSpec {
        url: format!("https://{}/feed", publisher.host).parse().unwrap(),
        interval: None,
        group: None,
        tags: Vec::new(),
        full_text: FullText::Auto,
        headers: Vec::new(),
    };
    let feeds = publishers.iter().map(|publisher| (publisher.host.replace('.', "-"), spec(publisher)));
    pipeline::Settings {
        in_flight: config.fetch.in_flight,
        cpu_threads: 2,
        min_interval: config.poll.min_interval.0,
        max_interval: config.poll.max_interval.0,
        target_delay: config.poll.target_delay.0,
        first_poll_entries: config.poll.first_poll_entries,
        first_poll_age: None,
        retry: RetryPolicy {
            initial_interval: config.fetch.retry_initial_interval.0,
            max_interval: config.fetch.retry_max_interval.0,
            max_age: config.fetch.retry_max_age.0,
        },
        feeds: feeds.collect::<BTreeMap<_, _>>(),
        paused_feeds: BTreeMap::new(),
        config_hash: "b3:0".to_owned(),
        clock,
        pass: None,
    }
}
