//! The queue as a plain list: what every engine must agree with, whatever happens.

use jiff::Timestamp;
use pressline::work::Queue;
use pressline::work::queue::{JobFate, Postponement};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::{Engine, at, due, failed, page, retry, settle};

const PER_HOST: usize = 2;
const HOSTS: [&str; 3] = ["a", "b", "c"];

#[derive(Clone, Debug)]
struct Item {
    key: String,
    host: usize,
    due: i64,
    held: bool,
    attempt: u32,
    deaths: u32,
    failing_since: Option<Timestamp>,
}

impl Item {
    /// A job that was never leased.
    fn new(key: String, host: usize, due: i64) -> Self {
        Self { key, host, due, held: false, attempt: 0, deaths: 0, failing_since: None }
    }
}

#[derive(Default)]
struct List(Vec<Item>);

impl List {
    fn is_free(&self, item: &Item, now: i64) -> bool {
        let held = self.0.iter().filter(|other| other.held && other.host == item.host).count();
        !item.held && item.due <= now && held < PER_HOST
    }

    fn settle(&mut self, index: usize, fate: &JobFate, due: i64, now: i64) {
        let item = &mut self.0[index];
        (item.held, item.due) = (false, due);
        match fate {
            JobFate::Reschedule(_) => (item.attempt, item.deaths, item.failing_since) = (0, 0, None),
            JobFate::Retry(..) => {
                (item.attempt, item.failing_since) = (item.attempt + 1, item.failing_since.or(Some(at(now))));
            }
            JobFate::Postpone(..) => {}
            JobFate::Done | JobFate::DeadLetter(_) => drop(self.0.remove(index)),
        }
    }

    /// Whose turn it is: the earliest due, but of the suspects only the least.
    fn next(&self, now: i64) -> Option<usize> {
        let free = || self.0.iter().enumerate().filter(|(_, item)| self.is_free(item, now));
        let turn = free().filter(|(_, item)| item.deaths == 0).min_by_key(|(_, item)| item.due);
        let suspect = free().filter(|(_, item)| item.deaths > 0).min_by_key(|(_, item)| (item.deaths, item.due));
        turn.into_iter().chain(suspect).min_by_key(|(_, item)| item.due).map(|(index, _)| index)
    }
}

/// The fate of a number below 5.
fn fate_of(number: usize, due: i64) -> JobFate {
    let fates = [
        JobFate::Done,
        JobFate::Reschedule(at(due)),
        retry(due),
        JobFate::Postpone(at(due), Postponement::Server),
        JobFate::DeadLetter(failed()),
    ];
    fates[number].clone()
}

#[derive(Clone, Debug)]
enum Event {
    NewJob { host: usize, number: usize, due: i64 },
    Lease { now: i64, most: usize },
    Settle { which: usize, fate: usize, due: i64 },
    Die,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0..HOSTS.len(), 0_usize..9, 0_i64..100).prop_map(|(host, number, due)| Event::NewJob { host, number, due }),
        4 => (0_i64..120, 0_usize..4).prop_map(|(now, most)| Event::Lease { now, most }),
        4 => (0_usize..9, 0_usize..5, 0_i64..100).prop_map(|(which, fate, due)| Event::Settle { which, fate, due }),
        1 => Just(Event::Die),
    ];
    prop::collection::vec(event, 0..40)
}

/// Runs the same events on the engine and on the list.
pub(super) fn agrees_with<E: Engine>() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) });
    let run = |events: Vec<Event>| runtime.block_on(compare::<E>(&events));
    runner.run(&events(), run).unwrap();
}

async fn compare<E: Engine>(events: &[Event]) -> Result<(), TestCaseError> {
    let engine = E::new(PER_HOST);
    let (mut queue, mut list) = (engine.open(), List::default());
    for (step, event) in (0_i64..).zip(events) {
        // No two jobs fall due at the same time, so that the order is certain.
        let exact = |due: i64| due * 100 + step;
        match *event {
            Event::NewJob { host, number, due: second } => {
                let job = page(HOSTS[host], number);
                let is_new = !list.0.iter().any(|item| item.key == job.key());
                let item = Item::new(job.key(), host, exact(second));
                prop_assert_eq!(queue.push(vec![due(job, item.due)]).await.unwrap(), usize::from(is_new));
                list.0.extend(is_new.then_some(item));
            }
            Event::Lease { now, most } => {
                let now = exact(now);
                let answer = queue.lease(at(now), most).await.unwrap();
                let mut jobs = answer.jobs.into_iter();
                for _ in 0..most {
                    let Some(next) = list.next(now) else { break };
                    let item = &mut list.0[next];
                    item.held = true;
                    let lease = jobs.next().map(|l| (l.key, l.attempt, l.deaths, l.failing_since));
                    let expected = (item.key.clone(), item.attempt + 1, item.deaths, item.failing_since);
                    prop_assert_eq!(lease, Some(expected));
                }
                prop_assert_eq!(jobs.next(), None);
                let next_due = list.0.iter().filter(|item| !item.held).map(|item| at(item.due)).min();
                prop_assert_eq!(answer.next_due, next_due);
            }
            Event::Settle { which, fate, due } => {
                let Some(index) = list.0.iter().enumerate().filter(|(_, item)| item.held).map(|(i, _)| i).nth(which)
                else {
                    continue;
                };
                let due = exact(due);
                let fate = fate_of(fate, due);
                let settled = settle(&list.0[index].key, fate.clone());
                queue.settle(at(step), vec![settled]).await.unwrap();
                list.settle(index, &fate, due, step);
            }
            Event::Die => {
                drop(queue);
                queue = engine.open();
                for item in list.0.iter_mut().filter(|item| item.held) {
                    (item.held, item.deaths) = (false, item.deaths + 1);
                }
            }
        }
    }
    Ok(())
}
