//! `xtask train entities`: from the data folder to `models/`.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use pressline::analyze::entities::tagger::lexicon::Lexicon;
use pressline::analyze::entities::tagger::{Tagger, sketch, weights};
use pressline::analyze::text::{self, Layer};

use super::corpus::{self, GOLD, Record};
use super::field::{Examples, Field};
use super::{card, eval, lexicon};

/// How to train.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Options {
    /// Where the packed files are written
    #[arg(long, default_value = "models")]
    out: PathBuf,
    /// Decides the order of sentences
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Passes over the data
    #[arg(long, default_value_t = 8)]
    passes: u64,
    /// Size of a step
    #[arg(long, default_value_t = 0.1)]
    rate: f32,
    /// Pull of each weight towards nought
    #[arg(long, default_value_t = 1e-5)]
    decay: f32,
    /// How often a feature must be seen
    #[arg(long, default_value_t = 3)]
    least: u32,
    /// Weights below this are dropped
    #[arg(long, default_value_t = 0.05)]
    prune: f32,
    /// Share of the features that are hidden at random while learning
    #[arg(long, default_value_t = 0.2)]
    hidden: f32,
    /// How much a silver sentence counts
    #[arg(long, default_value_t = 1.0)]
    silver: f32,
    /// How much a sentence that only GMB has labelled counts in a second round; 0 for one round
    #[arg(long, default_value_t = 0.5)]
    gmb: f32,
}

/// Trains, packs, writes the files and their card, and prints the table of the development sets.
pub(crate) fn train(data: &Path, options: &Options) -> anyhow::Result<()> {
    let began = Instant::now();
    let (clusters, names) = lexicon::pack(data)?;
    let lexicon = Lexicon::unpack(&clusters, &names);
    let first = round(data, options, &lexicon, None)?;
    // the second round learns from the agency news that only GMB has labelled as well, as the first round reads it
    let teacher = Tagger::unpack(&first, &clusters, &names);
    let weights = if options.gmb > 0.0 { round(data, options, &lexicon, Some(&teacher))? } else { first };
    eprintln!("{:.0} s", began.elapsed().as_secs_f32());
    fs::create_dir_all(&options.out)?;
    for (name, bytes) in [("entities.bin", &weights), ("clusters.bin", &clusters), ("gazetteer.bin", &names)] {
        fs::write(options.out.join(name), bytes).with_context(|| format!("cannot write {name}"))?;
    }
    let scores = eval::table(data, &options.out)?;
    card::write(&options.out, options.seed, &scores)
}

/// Trains one field and packs it.
fn round(data: &Path, options: &Options, lexicon: &Lexicon, teacher: Option<&Tagger>) -> anyhow::Result<Vec<u8>> {
    let mut examples = Examples::default();
    for manner in &GOLD {
        for record in corpus::read(&data.join(manner.file))? {
            let layer = text::read(&record.text);
            let masks = corpus::masks(&layer, &record, manner.marks_other);
            add(&mut examples, lexicon, &layer, &masks, manner.weight);
        }
    }
    news(data, options, lexicon, teacher, &mut examples)?;
    let tokens = examples.tokens();
    let rows = examples.index(options.least);
    eprintln!("{tokens} tokens, {rows} features");
    let mut field = Field::new(rows, options.hidden, options.seed);
    for pass in 0..options.passes {
        let rate = options.rate * (1.0 - 0.9 * pass as f32 / options.passes as f32);
        let surprise = field.pass(&examples, options.seed + pass, rate, options.decay);
        eprintln!("pass {pass}: {surprise:.4}");
    }
    let (step, transitions, packed) = field.quantised(&examples, options.prune);
    Ok(weights::pack(step, &transitions, packed))
}

/// The agency news: labelled twice, by GMB and by another program or by the field of the first round,
/// and wherever the two differ either may be right.
fn news(
    data: &Path,
    options: &Options,
    lexicon: &Lexicon,
    teacher: Option<&Tagger>,
    examples: &mut Examples,
) -> anyhow::Result<()> {
    let silver: HashMap<String, Record> = corpus::read(&data.join("silver/voa_spacy_md.jsonl"))?
        .into_iter()
        .map(|record| (record.id.clone(), record))
        .collect();
    let gmb = corpus::read(&data.join("train/gmb_voa.jsonl"))?;
    let (both, alone): (Vec<_>, Vec<_>) = gmb.into_iter().partition(|record| silver.contains_key(&record.id));
    for (own, other) in corpus::join(&both, &silver) {
        let layer = text::read(&own.text);
        let mut masks = corpus::masks(&layer, &own, true);
        corpus::unite(&mut masks, &corpus::masks(&layer, &other, true));
        add(examples, lexicon, &layer, &masks, options.silver);
    }
    let Some(teacher) = teacher else { return Ok(()) };
    for (own, _) in corpus::join(&alone, &silver) {
        let layer = text::read(&own.text);
        let mut masks = corpus::masks(&layer, &own, true);
        let taught = teacher.names(&layer, &sketch::read(&layer, lexicon));
        corpus::unite(&mut masks, &corpus::of_names(layer.tokens.len(), &taught));
        add(examples, lexicon, &layer, &masks, options.gmb);
    }
    Ok(())
}

fn add(examples: &mut Examples, lexicon: &Lexicon, layer: &Layer<'_>, masks: &[u16], weight: f32) {
    let sketch = sketch::read(layer, lexicon);
    for sentence in &layer.sentences {
        examples.add(&sketch, sentence, masks, weight);
    }
    shout(examples, lexicon, layer, masks, weight);
}

/// Adds a text's first sentence once more, as a headline in capitals above the text.
fn shout(examples: &mut Examples, lexicon: &Lexicon, layer: &Layer<'_>, masks: &[u16], weight: f32) {
    let Some(first) = layer.sentences.first().filter(|sentence| sentence.len() > 4) else { return };
    let (head, rest) = layer.text.split_at(layer.span(first.clone()).end);
    let text = format!("{}{rest}", head.to_uppercase());
    let loud = text::read(&text);
    if loud.tokens.len() == layer.tokens.len() && loud.sentences.first() == Some(first) {
        examples.add(&sketch::read(&loud, lexicon), first, masks, weight * 0.5);
    }
}
