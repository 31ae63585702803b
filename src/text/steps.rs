//! Counted steps of work, by which tests see that work grows in step with its input.
//!
//! A clock measures the machine as well, so a test that reads one fails on a busy day. Steps are the same on every machine.
//!
//! The counter is the one piece of state in the pure half. It may be there because nothing can depend on it: it exists only
//! in builds with debug assertions, shipped code can add to it but has no function that reads it, and each thread has its own.

#[cfg(debug_assertions)]
use std::cell::Cell;

#[cfg(debug_assertions)]
thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts `n` steps: bytes scanned, tokens read, candidates looked at. Empty without debug assertions.
///
/// A loop whose length depends on the input counts its length, a search counts the length of what is searched.
#[inline]
pub fn count(n: usize) {
    #[cfg(debug_assertions)]
    STEPS.set(STEPS.get().wrapping_add(n as u64));
    #[cfg(not(debug_assertions))]
    let _ = n;
}

/// Returns the steps that `work` counts on this thread.
#[cfg(debug_assertions)]
#[doc(hidden)]
pub fn of(work: impl FnOnce()) -> u64 {
    let before = STEPS.get();
    work();
    STEPS.get().wrapping_sub(before)
}

#[cfg(all(test, debug_assertions))]
mod tests {
    use super::{count, of};

    #[test]
    fn steps_are_those_of_the_work_alone() {
        count(1000);
        let nested = || {
            count(2);
            assert_eq!(of(|| count(3)), 3);
        };
        assert_eq!(of(nested), 5);
        assert_eq!(of(|| ()), 0);
    }
}
