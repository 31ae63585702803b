//! Work on many inputs over all cores, with answers in the order of the inputs.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

use crate::error::panic_message;

/// The stack of a worker thread in bytes (chosen: parsers recurse on nested input).
const STACK_BYTES: usize = 8 << 20;
/// The inputs under way for each thread (chosen). It bounds memory when one input takes long.
const INPUTS_PER_THREAD: usize = 8;

/// Applies `work` to every named item on `threads` threads (0 means all cores), and calls `emit` in the items' order.
///
/// Items are drawn only as fast as answers are emitted, and an answer is emitted as soon as those before it are. A panic
/// in `work` becomes an error with its message.
///
/// # Errors
/// The first error of `emit`, after which no more items are drawn.
pub(super) fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = (String, T)> + Send,
    threads: usize,
    work: impl Fn(T) -> anyhow::Result<R> + Sync,
    mut emit: impl FnMut(&str, anyhow::Result<R>) -> io::Result<()>,
) -> io::Result<()> {
    let threads = NonZeroUsize::new(threads).or(available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    // As wide as there are tokens, so that the feeder never waits here when the workers have gone.
    let (give, take) = sync_channel::<(usize, (String, T))>(threads * INPUTS_PER_THREAD);
    let take = Mutex::new(take);
    let (take, work) = (&take, &work);
    scope(|scope| {
        // A token per item under way: the feeder takes one, the emitter gives it back.
        let (free, tokens) = sync_channel(threads * INPUTS_PER_THREAD);
        for _ in 0..threads * INPUTS_PER_THREAD {
            let _ = free.send(());
        }
        let (answer, answers) = sync_channel(threads);
        for _ in 0..threads {
            let answer = answer.clone();
            Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, move || {
                while let Some((index, (name, item))) = next(take) {
                    let done = catch_unwind(AssertUnwindSafe(|| work(item)))
                        .unwrap_or_else(|panic| Err(anyhow::anyhow!("panicked: {}", panic_message(&*panic))));
                    if answer.send((index, (name, done))).is_err() {
                        break;
                    }
                }
            })?;
        }
        drop(answer);
        scope.spawn(move || {
            for pair in items.enumerate() {
                if tokens.recv().is_err() || give.send(pair).is_err() {
                    break;
                }
            }
        });
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        while let Ok((index, done)) = answers.recv() {
            waiting.insert(index, done);
            while let Some((name, done)) = waiting.remove(&due) {
                emit(&name, done)?;
                due += 1;
                let _ = free.try_send(());
            }
        }
        Ok(())
    })
}

fn next<T>(queue: &Mutex<Receiver<T>>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collect(count: u64, work: impl Fn(u64) -> u64 + Sync) -> Vec<String> {
        let mut out = Vec::new();
        let items = (0..count).map(|n| (format!("#{n}"), n));
        let emit = |name: &str, answer: anyhow::Result<u64>| {
            out.push(format!("{name} {}", answer.map_or_else(|e| e.to_string(), |n| n.to_string())));
            Ok(())
        };
        in_order(items, 4, |n| Ok(work(n)), emit).unwrap();
        out
    }

    #[test]
    fn answers_keep_the_order_of_the_items() {
        let uneven = |n: u64| (0..(n % 7) * 10_000).fold(n, |a, b| std::hint::black_box(a ^ b ^ b));
        assert_eq!(collect(500, uneven), (0..500).map(|n| format!("#{n} {n}")).collect::<Vec<_>>());
    }

    #[test]
    fn a_panic_is_the_error_of_its_item_alone() {
        let answers = collect(20, |n| if n == 7 { panic!("seven") } else { n });
        assert_eq!(answers[7], "#7 panicked: seven");
        assert_eq!(answers.iter().filter(|a| a.contains("panicked")).count(), 1);
    }

    #[test]
    fn stops_drawing_when_the_reader_left() {
        let items = (0_u64..).map(|n| (String::new(), n));
        let answer = in_order(items, 2, Ok, |_, _| Err(io::ErrorKind::BrokenPipe.into()));
        assert_eq!(answer.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
