//! Line numbers of positions in a text.

/// The lines of a text, for looking up many positions at little cost each.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// The offsets at which lines begin, ascending.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Returns the lines of a text. Costs one walk over it.
    pub(super) fn of(text: &'a str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// Returns the number, from 1, of the line that holds an offset. O(log n).
    pub(super) fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Returns the text from the beginning of a line, numbered from 1, to its end.
    pub(super) fn line(&self, number: usize) -> &'a str {
        let start = number.checked_sub(1).and_then(|at| self.starts.get(at));
        let rest = start.and_then(|start| self.text.get(*start..)).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn positions_have_lines() {
        let lines = Lines::of("a\nbc\n\nd");
        let check = |at, number, line| assert_eq!((lines.number(at), lines.line(number)), (number, line), "{at}");
        check(0, 1, "a");
        check(2, 2, "bc");
        check(4, 2, "bc");
        check(5, 3, "");
        check(6, 4, "d");
        assert_eq!((lines.line(0), lines.line(9)), ("", ""));
    }
}
