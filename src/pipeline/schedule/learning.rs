//! Learns the rhythm of a feed from what polls find, and from the dates of the entries that a new feed shows.

use super::intensity::{Intensity, RECENT_HALF_LIFE, THOUSANDTH, entries};
use super::slots::{DAY, HOUR, day_of, hour_of, pieces, sixth_of, weekday_of};
use crate::work::rhythm::Rhythm;

/// The days in which the memory of hours and weekdays fades by half (chosen: several weeks show what a week is like).
const PATTERN_HALF_LIFE: f64 = 21.0;
/// The days in which the memory of the average fades by half (chosen).
const AVERAGE_HALF_LIFE: f64 = 7.0;
/// The longest span between two polls that is learnt from, in seconds (chosen: later, entries have come and gone).
const MAX_SPAN: i64 = 2 * DAY;
/// The part of undated entries that is spread evenly between two polls; the rest follows what is known (chosen).
const EVEN_PART: f64 = 0.05;
/// The entries from which on more than one may be hidden behind a feed that shows only new ones (chosen).
const MAX_CENSORED: u32 = 20;
/// A poll counts for at most this many entries, and this many times what was expected (chosen: a flood is no rhythm).
const MAX_SURPRISE: (f64, f64) = (10.0, 4.0);
/// The fewest dated entries from which a new feed's past is read (chosen).
const MIN_DATED: usize = 3;
/// The entries that a new feed's past counts for at most: its dates may lie, or name another zone (chosen).
const MAX_PAST: f64 = 12.0;
/// The oldest date that counts for a new feed's past, in seconds (chosen).
const PAST: i64 = 28 * DAY;
/// How far a date may be ahead of our clock, in seconds (chosen).
const MAX_AHEAD: i64 = HOUR;

/// The entries that a poll found.
#[derive(Clone, Debug, Default)]
pub(in crate::pipeline) struct News {
    /// The number of entries that the feed had not shown before.
    pub new: usize,
    /// The number of all entries; 0 when the feed had not changed.
    pub all: usize,
    /// The dates of the new entries that have one, as Unix times.
    pub dates: Vec<i64>,
}

/// Learns from a new feed's first document, whose dates show its past.
///
/// Nothing is learnt from dates that cannot be true: ahead of our clock, all the same, or within one hour.
pub(super) fn learn_past(rhythm: &mut Rhythm, now: i64, news: &News) {
    rhythm.day = day_of(now);
    rhythm.shown = count(news.all);
    let mut dates = news.dates.clone();
    dates.sort_unstable();
    dates.dedup();
    let (Some(oldest), Some(newest)) = (dates.first().copied(), dates.last().copied()) else { return };
    let is_believable = dates.len() >= MIN_DATED && dates.len() * 2 > news.all && newest <= now + MAX_AHEAD;
    let start = oldest.max(now - PAST);
    if !is_believable || now - start < HOUR {
        return;
    }
    let past: Vec<i64> = news.dates.iter().copied().filter(|date| *date >= start).collect();
    let weight = (MAX_PAST / past.len().max(1) as f64).min(1.0);
    for date in &past {
        count_entry(rhythm, *date, weight);
    }
    for (from, to) in pieces(start, now) {
        watch(rhythm, from, (to - from) as f64 * weight);
    }
    add(&mut rhythm.entries, weight * past.len() as f64 * THOUSANDTH);
    add(&mut rhythm.span, weight * (now - start) as f64);
}

/// Learns from a poll at `now`, when the last one that succeeded was at `last`.
///
/// An entry whose date lies between the two counts at its date. The others are spread between them.
pub(super) fn learn(rhythm: &mut Rhythm, last: i64, now: i64, news: &News) {
    // A clock that was set back shows nothing.
    if now <= last {
        return;
    }
    fade(rhythm, now);
    let from = last.max(now - MAX_SPAN);
    let span = (now - from) as f64;
    let intensity = Intensity::of(rhythm);
    let pieces = pieces(from, now);
    let usual: Vec<f64> = pieces.iter().map(|(from, to)| intensity.usual(*from) * (to - from) as f64).collect();
    let expected: f64 = usual.iter().sum();
    let appeared = appeared(rhythm, news, expected);
    let dated: Vec<i64> = news.dates.iter().copied().filter(|date| (from..=now).contains(date)).collect();
    let weight = if news.new == 0 { 0.0 } else { appeared / news.new as f64 };
    let undated = (appeared - weight * dated.len() as f64).max(0.0);
    for ((from, to), usual) in pieces.iter().zip(&usual) {
        let length = (to - from) as f64;
        count_entry(rhythm, *from, undated * (EVEN_PART * length / span + (1.0 - EVEN_PART) * usual / expected));
        watch(rhythm, *from, length);
    }
    for date in &dated {
        count_entry(rhythm, *date, weight);
    }
    add(&mut rhythm.entries, appeared * THOUSANDTH);
    add(&mut rhythm.span, span);
    let kept = (-span / RECENT_HALF_LIFE).exp2();
    scale(&mut rhythm.recent, kept);
    scale(&mut rhythm.expected, kept);
    add(&mut rhythm.recent, appeared * THOUSANDTH);
    add(&mut rhythm.expected, expected * THOUSANDTH);
    rhythm.watched += (now - from).unsigned_abs();
    if news.all > 0 {
        rhythm.shown = count(news.all);
    }
}

/// Returns how many entries have probably appeared: more than were seen, where a feed shows nothing but new ones.
fn appeared(rhythm: &Rhythm, news: &News, expected: f64) -> f64 {
    let seen = news.new as f64;
    let is_censored = news.new > 0 && news.new >= news.all && count(news.all) < MAX_CENSORED;
    let all = if is_censored { mean_from(expected * surge(rhythm), news.new) } else { seen };
    all.min(MAX_SURPRISE.0 + MAX_SURPRISE.1 * expected)
}

/// Returns how much busier the last hours were than usual, at least 1.
fn surge(rhythm: &Rhythm) -> f64 {
    (entries(rhythm.recent) / entries(rhythm.expected).max(1.0)).max(1.0)
}

/// The terms of a Poisson distribution that are summed (chosen: the rest is negligible below [`MAX_CENSORED`]).
const MAX_TERMS: usize = 200;

/// Returns the mean of a Poisson variable that is known to be at least `least`; at most three times that.
fn mean_from(mean: f64, least: usize) -> f64 {
    let (mut term, mut sum, mut weight) = (1.0, 0.0, 0.0);
    for number in (least..).take(MAX_TERMS) {
        sum += term * number as f64;
        weight += term;
        term *= mean.max(0.01) / (number + 1) as f64;
    }
    (sum / weight).min(3.0 * least as f64)
}

/// Counts part of an entry at a Unix time.
fn count_entry(rhythm: &mut Rhythm, at: i64, part: f64) {
    for cell in [&mut rhythm.hours[hour_of(at)], &mut rhythm.weekdays[weekday_of(at)], &mut rhythm.sixths[sixth_of(at)]]
    {
        add(cell, part * THOUSANDTH);
    }
}

/// Adds seconds to the time for which the slots at a Unix time were watched.
fn watch(rhythm: &mut Rhythm, at: i64, seconds: f64) {
    add(&mut rhythm.hour_spans[hour_of(at)], seconds);
    add(&mut rhythm.weekday_spans[weekday_of(at)], seconds);
}

/// Lets the memory fade up to the day of a Unix time.
fn fade(rhythm: &mut Rhythm, now: i64) {
    let today = day_of(now);
    let days = if rhythm.day == 0 { 0 } else { (today - rhythm.day).max(0) };
    rhythm.day = today.max(rhythm.day);
    if days == 0 {
        return;
    }
    let (pattern, average) = (-(days as f64) / PATTERN_HALF_LIFE, -(days as f64) / AVERAGE_HALF_LIFE);
    let cells = rhythm.hours.iter_mut().chain(&mut rhythm.hour_spans).chain(&mut rhythm.sixths);
    for cell in cells.chain(&mut rhythm.weekdays).chain(&mut rhythm.weekday_spans) {
        scale(cell, pattern.exp2());
    }
    scale(&mut rhythm.entries, average.exp2());
    scale(&mut rhythm.span, average.exp2());
}

fn add(cell: &mut u32, amount: f64) {
    *cell = (f64::from(*cell) + amount).round() as u32;
}

fn scale(cell: &mut u32, factor: f64) {
    *cell = (f64::from(*cell) * factor).round() as u32;
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
