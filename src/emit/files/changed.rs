//! The words for files that another program changed.

use std::path::Path;

use crate::emit::WriteError;
use crate::work::outbox::Partition;

/// The characters besides letters and digits that a shell takes as they are.
const PLAIN: &str = "/._-+:@%,";

/// Returns the error of a file that is not as the outbox requires, with the ways on.
pub(super) fn changed(path: &Path, what: &str) -> WriteError {
    let is_partition = |dir: &Path| dir.file_name().and_then(|name| name.to_str()).is_some_and(Partition::is_folder);
    let dir = path.ancestors().skip(1).find(|dir| !is_partition(dir));
    changed_directory(dir.unwrap_or(path), &format!("{} {what}", path.display()))
}

/// Returns the error of an output's directory that is not as the outbox requires, with the ways on.
pub(super) fn changed_directory(dir: &Path, what: &str) -> WriteError {
    let name = shell_word(dir);
    WriteError::Changed(format!(
        "{what}; were the files changed, or the state directory deleted? Nothing more is written there, and the outbox \
         keeps what may not be on disk. Put the files back as they were; or type `pressline output restart {name}` to go \
         on in new files; or, when the directory was moved here, `pressline output adopt {name}`"
    ))
}

/// Returns a path as it is typed into a shell.
fn shell_word(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || PLAIN.contains(c));
    if is_plain { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_name_the_command_to_type() {
        let check = |path: &str, expected: &str| {
            let words = changed(Path::new(path), "is not there").to_string();
            assert!(words.starts_with(&format!("{path} is not there; ")), "{words}");
            assert!(words.contains(&format!("`pressline output restart {expected}` ")), "{words}");
            assert!(words.ends_with(&format!("`pressline output adopt {expected}`")), "{words}");
        };
        check("/srv/out/articles-000001.jsonl.open", "/srv/out");
        check("/srv/out/dt=2026-11-23/articles-000001.jsonl", "/srv/out");
        check("/srv/out/dt=2026-11-23/hour=09/articles-000001.jsonl.zst", "/srv/out");
        check("/srv/my out/articles-000001.jsonl", "'/srv/my out'");
        check("/srv/it's/articles-000001.jsonl", r"'/srv/it'\''s'");
        check("/srv/$HOME/articles-000001.jsonl", "'/srv/$HOME'");
    }
}
