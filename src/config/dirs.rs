//! The directories that the configuration names.

use std::path::{Component, Path, PathBuf};

use super::places::Places;
use super::problem::Problem;
use super::types::{Config, OutputKind};

/// Returns a problem for each directory that cannot be used as it is written, or is used twice.
pub(super) fn check(config: &Config, places: &Places) -> Vec<Problem> {
    let mut named = vec![("state.dir".to_owned(), &config.state.dir)];
    for (at, output) in config.output.iter().enumerate().filter(|(_, output)| output.kind == OutputKind::Files) {
        named.extend(output.dir.as_ref().map(|dir| (format!("output.{at}.dir"), dir)));
    }
    let mut problems = Vec::new();
    let mut used: Vec<(&str, PathBuf)> = Vec::new();
    for (key, dir) in &named {
        if let Err(detail) = usable(dir) {
            problems.push(places.problem(key, detail));
            continue;
        }
        let real = real_path(dir);
        match used.iter().find(|(_, other)| *other == real) {
            Some((other, _)) => problems
                .push(places.problem(key, format!("`{}` is {} too; give each its own", dir.display(), words(other)))),
            None => used.push((key, real)),
        }
    }
    problems
}

/// Returns what a key names, in words.
fn words(key: &str) -> &'static str {
    if key == "state.dir" { "the state's directory" } else { "that of another output" }
}

/// Checks that a path can be a directory's.
fn usable(dir: &Path) -> Result<(), String> {
    let bytes = dir.as_os_str().as_encoded_bytes();
    let shown = dir.display();
    match bytes {
        [] => Err("is empty; name a directory".to_owned()),
        _ if bytes.contains(&0) => Err("holds a zero byte".to_owned()),
        [b'~'] | [b'~', b'/', ..] => Err(format!("`{shown}`: ~ means nothing here; write the whole path")),
        [b'$', ..] => Err(format!("`{shown}`: variables are not replaced here; write the whole path")),
        // A directory that is not there yet, or not visible to who asks, may still come.
        _ => match dir.metadata() {
            Ok(about) if !about.is_dir() => Err(format!("`{shown}` is a file; name a directory")),
            _ => Ok(()),
        },
    }
}

/// Returns a path with links followed as far as it exists, and `.` and `..` worked out in the rest.
fn real_path(dir: &Path) -> PathBuf {
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::problem::assert_said;

    /// Checks what is said of the outputs' directories, with the state in `state`.
    #[track_caller]
    fn check(dirs: &[&str], said: &str) {
        let output = |dir: &&str| format!("[[output]]\nkind = \"files\"\ndir = '{dir}'\n");
        let config: Config = toml::from_str(&dirs.iter().map(output).collect::<String>()).unwrap();
        assert_said(super::check(&config, &Places::new(Path::new("p"))), said);
    }

    #[test]
    fn directories() {
        check(&["out", "out2"], "");
        check(&[""], "`dir`: is empty");
        check(&["~/out"], "`dir`: `~/out`: ~ means nothing here");
        check(&["$HOME/out"], "`dir`: `$HOME/out`: variables are not replaced");
        check(&["Cargo.toml"], "`dir`: `Cargo.toml` is a file");
        check(&["state"], "`dir`: `state` is the state's directory too");
        for again in ["out", "./out", "out/", "x/../out", "out/./"] {
            check(&["out", again], &format!("`dir`: `{again}` is that of another output too"));
        }
        let absolute = std::env::current_dir().unwrap().join("out");
        check(&["out", absolute.to_str().unwrap()], "`dir`: ");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_what_it_leads_to() {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        std::fs::create_dir(path("a")).unwrap();
        std::os::unix::fs::symlink(path("a"), path("b")).unwrap();
        check(&[path("a").to_str().unwrap(), path("b").to_str().unwrap()], "`dir`: ");
        check(&[path("a/new").to_str().unwrap(), path("b/new").to_str().unwrap()], "`dir`: ");
    }
}
