//! The names of files.

/// The digits of a file's number; a larger number has more.
const MIN_DIGITS: usize = 6;

/// Parses `NAME-000001.jsonl[.zst][.open]`; returns the number, and whether the file is open.
pub(super) fn parse(file: &str, name: &str) -> Option<(u64, bool)> {
    let (number, suffix) = file.strip_prefix(name)?.strip_prefix('-')?.split_once('.')?;
    let (suffix, is_open) = suffix.strip_suffix(".open").map_or((suffix, false), |suffix| (suffix, true));
    let is_number = number.len() >= MIN_DIGITS && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number || !matches!(suffix, "jsonl" | "jsonl.zst") {
        return None;
    }
    Some((number.parse().ok()?, is_open))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn knows_its_own_files() {
        let check = |file, expected| assert_eq!(parse(file, "articles"), expected, "{file}");
        check("articles-000001.jsonl", Some((1, false)));
        check("articles-000012.jsonl.open", Some((12, true)));
        check("articles-1000000.jsonl.zst", Some((1_000_000, false)));
        check("articles-000003.jsonl.zst.open", Some((3, true)));
        check("articles-extra-000001.jsonl", None);
        check("articles-000001.json", None);
        check("articles-1.jsonl", None);
        check("articles-000001.jsonl.gz", None);
        check("quotes-000001.jsonl", None);
    }
}
