//! What a teacher outside this program (`tools/teacher`) says of the training texts.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, ensure};
use flate2::read::GzDecoder;
use pressline::analyze::entities::ner::labels::{LABEL_COUNT, OUTSIDE};
use serde::Deserialize;

/// How likely each label of a token is, in per cent.
pub(crate) type Odds = [u8; LABEL_COUNT];

/// A text's line in the file. A token that is not listed is surely no name.
#[derive(Deserialize)]
struct Line {
    set: String,
    id: String,
    tokens: usize,
    /// For each token that may be a name: tokens since the one before, then labels and their per cents in turn.
    odds: Vec<Vec<usize>>,
}

/// The teacher's odds for every token of every text.
#[derive(Debug, Default)]
pub(crate) struct Taught(HashMap<(String, String), Vec<Odds>>);

impl Taught {
    /// Reads packed JSON lines.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut texts = HashMap::new();
        for line in BufReader::new(GzDecoder::new(file)).lines() {
            let line: Line = serde_json::from_str(&line?).context("cannot read a teacher's line")?;
            let mut odds = vec![[0; LABEL_COUNT]; line.tokens];
            let mut at = 0;
            for entry in &line.odds {
                let (gap, labels) = entry.split_first().context("a teacher's entry is empty")?;
                at += gap;
                ensure!(at < line.tokens, "a teacher's entry lies outside its text");
                for pair in labels.chunks_exact(2) {
                    odds[at][pair[0]] = pair[1] as u8;
                }
            }
            for token in &mut odds {
                let named: u8 = token.iter().sum();
                token[OUTSIDE] = 100_u8.saturating_sub(named);
            }
            texts.insert((line.set, line.id), odds);
        }
        Ok(Self(texts))
    }

    /// The odds of a text's tokens; fails when the text was cut into other tokens since.
    pub(crate) fn of(&self, set: &str, id: &str, tokens: usize) -> anyhow::Result<Option<&[Odds]>> {
        let Some(odds) = self.0.get(&(set.to_owned(), id.to_owned())) else { return Ok(None) };
        ensure!(odds.len() == tokens, "the teacher saw other tokens in {set} {id}: make its labels again");
        Ok(Some(odds))
    }
}
