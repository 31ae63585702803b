//! The law that work grows in step with its input, by counted steps.

use pressline::text::steps;

/// Twice the input may take this many tenths of the steps. Sorting takes a little more than twice, what is quadratic four times.
const TENTHS: u64 = 23;

/// Panics unless the work on an input of size `2n` takes about twice the steps of one of size `n`, and that at least a step for
/// each four of its bytes: less means that the work is not counted. A limit may leave out the rest of an input.
///
/// `n` must be large enough that limits which bound a search by a constant are reached.
#[track_caller]
pub(crate) fn check_linear(name: &str, n: usize, input: impl Fn(usize) -> String, work: impl Fn(&str)) {
    work(&input(1)); // tables are built when they are first needed
    let [(bytes, once), (_, twice)] = [n, 2 * n].map(|n| {
        let input = input(n);
        (input.len() as u64, steps::of(|| work(&input)))
    });
    assert!(once * 4 >= bytes, "{name}: {once} steps for {bytes} bytes: the work is not counted");
    assert!(twice * 10 <= once * TENTHS, "{name}: {once} steps at {n}, {twice} at twice that");
}
