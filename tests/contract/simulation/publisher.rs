//! Publishers: when each of them publishes, and how its server behaves.

use super::random::Random;

pub(super) const HOUR: i64 = 3600;
pub(super) const DAY: i64 = 24 * HOUR;

/// The days that are simulated.
pub(super) const DAYS: i64 = 14;

/// How a publisher's server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// It sends an `ETag` and means it.
    Plain,
    /// It sends a `Last-Modified` alone.
    Dated,
    /// It sends no validators.
    Unconditional,
    /// It answers 503 for six hours, twice.
    Ill,
    /// It cannot be reached for a day.
    Unreachable,
    /// Its feed moves for good on day 4, and the old address is gone on day 10.
    Moves,
    /// Its feed moves on day 3, and on day 7 it is back and the other address gone.
    Returns,
    /// It answers 304 whatever was sent, from its second day on.
    Lies,
    /// Twice it publishes sixty entries at once.
    Floods,
    /// Its pages answer 404 for ten minutes after their entries are in the feed.
    AheadOfPages,
    /// Its pages answer 503 for forty minutes.
    SickPages,
    /// Each 25th request is answered with 429 and an hour to wait.
    Limits,
    /// Each 25th request is answered with 429 and nothing else.
    Refuses,
    /// Twelve requests an hour, as its headers say.
    Counts,
    /// It asks for no polls from midnight to six.
    Sleeps,
    /// Its feed is fresh for an hour.
    Caches,
    /// Its robots.txt asks for ten seconds between two requests.
    Slow,
    /// Each fifth body of its feed breaks off.
    BreaksOff,
}

/// When a publisher publishes.
#[derive(Clone, Copy, Debug)]
enum Rhythm {
    /// Whenever something happens, this often a day.
    Often(f64),
    /// The same, between 18 and 23 o'clock only.
    Evenings(f64),
    /// At 6, 12 and 18 o'clock.
    Bulletins,
    /// Never again.
    Never,
}

/// A publisher with a feed.
#[derive(Clone, Debug)]
pub(super) struct Publisher {
    pub(super) host: String,
    pub(super) manner: Manner,
    /// The seconds from the start at which its entries were published, the earliest first.
    pub(super) entries: Vec<i64>,
    /// The entries that stand in its feed at a time.
    pub(super) window: usize,
}

const MANNERS: [(Manner, Rhythm, usize); 20] = [
    (Manner::Plain, Rhythm::Often(12.0), 20),
    (Manner::Dated, Rhythm::Often(6.0), 15),
    (Manner::Unconditional, Rhythm::Often(2.0), 10),
    (Manner::Plain, Rhythm::Evenings(4.0), 10),
    (Manner::Plain, Rhythm::Bulletins, 6),
    (Manner::Dated, Rhythm::Never, 5),
    (Manner::Ill, Rhythm::Often(4.0), 20),
    (Manner::Unreachable, Rhythm::Often(3.0), 20),
    (Manner::Moves, Rhythm::Often(3.0), 15),
    (Manner::Returns, Rhythm::Often(2.0), 15),
    (Manner::Lies, Rhythm::Often(2.0), 20),
    (Manner::Floods, Rhythm::Often(1.0), 70),
    (Manner::AheadOfPages, Rhythm::Often(4.0), 15),
    (Manner::SickPages, Rhythm::Often(2.0), 15),
    (Manner::Limits, Rhythm::Often(3.0), 15),
    (Manner::Refuses, Rhythm::Often(3.0), 15),
    (Manner::Counts, Rhythm::Often(3.0), 15),
    (Manner::Sleeps, Rhythm::Often(4.0), 20),
    (Manner::Caches, Rhythm::Often(8.0), 20),
    (Manner::BreaksOff, Rhythm::Often(4.0), 20),
];
/// One of these in twenty: it takes the place of a plain one.
const SLOW: (Manner, Rhythm, usize) = (Manner::Slow, Rhythm::Often(6.0), 20);

impl Publisher {
    /// The publisher with this number.
    pub(super) fn new(seed: u64, number: usize) -> Self {
        let is_second = (number / MANNERS.len()) % 2 == 1;
        let (manner, rhythm, window) = match number % MANNERS.len() {
            0 if is_second => SLOW,
            index => MANNERS[index],
        };
        let mut random = Random::for_part(seed, number as u64);
        let mut entries = rhythm.times(&mut random);
        if manner == Manner::Floods {
            entries.extend([2 * DAY + 7 * HOUR, 9 * DAY + 20 * HOUR].into_iter().flat_map(|at| [at; 60]));
            entries.sort_unstable();
        }
        Self { host: format!("feed{number}.example"), manner, entries, window }
    }

    /// The entries in the feed at a time, newest first.
    pub(super) fn standing(&self, at: i64) -> impl Iterator<Item = usize> + use<> {
        let published = self.entries.partition_point(|time| *time <= at);
        (published.saturating_sub(self.window)..published).rev()
    }

    /// The time at which an entry leaves the feed.
    pub(super) fn leaves(&self, entry: usize) -> i64 {
        self.entries.get(entry + self.window).copied().unwrap_or(DAYS * DAY)
    }

    /// The seconds between two times at which the feed cannot be had.
    pub(super) fn outages(&self) -> Vec<(i64, i64)> {
        match self.manner {
            Manner::Ill => vec![(3 * DAY, 3 * DAY + 6 * HOUR), (8 * DAY, 8 * DAY + 6 * HOUR)],
            Manner::Unreachable => vec![(5 * DAY, 6 * DAY)],
            _ => Vec::new(),
        }
    }
}

impl Rhythm {
    fn times(self, random: &mut Random) -> Vec<i64> {
        let before = -2 * DAY;
        match self {
            Self::Often(a_day) => poisson(random, before, a_day),
            Self::Evenings(a_day) => {
                let evening = |time: &i64| (18 * HOUR..23 * HOUR).contains(&time.rem_euclid(DAY));
                poisson(random, before, a_day * 24.0 / 5.0).into_iter().filter(evening).collect()
            }
            Self::Bulletins => {
                let hours = (-2..DAYS).flat_map(|day| [6, 12, 18].map(|hour| day * DAY + hour * HOUR));
                hours.map(|at| at + random.below(60) as i64).collect()
            }
            Self::Never => vec![before, before + HOUR],
        }
    }
}

fn poisson(random: &mut Random, from: i64, a_day: f64) -> Vec<i64> {
    let mut times = Vec::new();
    let mut at = from;
    loop {
        at += random.wait(DAY as f64 / a_day);
        if at >= DAYS * DAY {
            return times;
        }
        times.push(at);
    }
}
