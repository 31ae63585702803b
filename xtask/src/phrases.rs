//! The coverage of the word lists: how many phrases each list has in each language.

#[path = "../../build/lists/mod.rs"]
mod lists;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::Path;

use lists::{Data, Language, List};

/// Prints a table of lists and languages with the number of phrases, and what each list is.
#[expect(clippy::print_stdout, reason = "the table is the output")]
pub(crate) fn print(root: &Path) -> anyhow::Result<()> {
    let Data { lists, languages } = lists::read(root).map_err(|errors| anyhow::anyhow!("{}", errors.join("\n")))?;
    println!("{}\n", table(&lists));
    for Language { code, detected_as, name } in languages {
        let is_used = lists.iter().flat_map(|list| &list.entries).any(|entry| entry.language == code);
        let is_detected = if detected_as == "-" { "" } else { ", detected in texts" };
        println!("{code}: {name}{}{is_detected}", if is_used { "" } else { ", no phrase" });
    }
    println!();
    for list in &lists {
        println!("{}: {}", list.name, list.about);
    }
    Ok(())
}

/// Returns the table: a row a list, a column a language, `.` where there is no phrase.
fn table(lists: &[List]) -> String {
    let languages: BTreeSet<&str> = lists.iter().flat_map(|l| &l.entries).map(|e| e.language.as_str()).collect();
    let head = languages.iter().copied().map(str::to_owned);
    let mut rows: Vec<Vec<String>> =
        vec![["list".to_owned()].into_iter().chain(head).chain(["all".to_owned()]).collect()];
    for list in lists {
        let count = |language: &str| list.entries.iter().filter(|e| e.language == language).count();
        let counts = languages.iter().map(|language| match count(language) {
            0 => ".".to_owned(),
            count => count.to_string(),
        });
        rows.push([list.name.clone()].into_iter().chain(counts).chain([list.entries.len().to_string()]).collect());
    }
    let total = |language: &str| lists.iter().flat_map(|l| &l.entries).filter(|e| e.language == language).count();
    let all = lists.iter().map(|list| list.entries.len()).sum::<usize>();
    let totals = languages.iter().map(|language| total(language).to_string());
    rows.push(["all".to_owned()].into_iter().chain(totals).chain([all.to_string()]).collect());
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..languages.len() + 2).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join(" ")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
