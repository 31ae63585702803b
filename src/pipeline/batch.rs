//! How finished jobs are shared out over transactions, so that nobody's records wait behind one huge record.

/// The bytes from which a job has a transaction of its own, after the others' (chosen: hardly any article has as much).
const HEAVY_BYTES: usize = 256 << 10;
/// The bytes of one transaction of lighter jobs (chosen: a hundred articles of some length).
const TRANSACTION_BYTES: usize = 1 << 20;

/// Shares out jobs over transactions by about the bytes that each will commit. Jobs keep their order, but for heavy ones,
/// which come last, each by itself.
pub(super) fn transactions<T>(jobs: impl IntoIterator<Item = T>, bytes: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let (mut transactions, mut heavy) = (Vec::<Vec<T>>::new(), Vec::new());
    let mut room = 0;
    for job in jobs {
        let size = bytes(&job);
        if size >= HEAVY_BYTES {
            heavy.push(vec![job]);
            continue;
        }
        if let Some(open) = transactions.last_mut().filter(|_| size <= room) {
            open.push(job);
        } else {
            transactions.push(vec![job]);
            room = TRANSACTION_BYTES;
        }
        room -= size;
    }
    transactions.extend(heavy);
    transactions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(jobs: &[usize], expected: &[&[usize]]) {
        assert_eq!(transactions(jobs.iter().copied(), |job| *job), expected, "{jobs:?}");
    }

    #[test]
    fn heavy_jobs_come_last_and_alone() {
        const LIGHT: usize = HEAVY_BYTES - 1;
        check(&[], &[]);
        check(&[1, 2, 3], &[&[1, 2, 3]]);
        check(&[HEAVY_BYTES, 1, 5 * HEAVY_BYTES, 2], &[&[1, 2], &[HEAVY_BYTES], &[5 * HEAVY_BYTES]]);
        check(&[LIGHT; 5], &[&[LIGHT; 4], &[LIGHT]]);
        check(&[TRANSACTION_BYTES], &[&[TRANSACTION_BYTES]]);
        check(&[LIGHT, LIGHT, LIGHT, LIGHT, 4, 5, 6], &[&[LIGHT, LIGHT, LIGHT, LIGHT, 4], &[5, 6]]);
    }
}
