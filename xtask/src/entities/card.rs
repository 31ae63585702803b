//! The model's card: where it comes from, how good it is, and its hash.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context;

const DATA: &str = r#"
# Texts and labels that the weights were learned from. The share-alike sets were left out.
[data]
redocred = "Re-DocRED, MIT (texts: Wikipedia)"
crossner = "CrossNER, MIT (texts: Wikipedia)"
wnut17 = "Emerging Entities 17, CC BY 4.0"
btc = "Broad Twitter Corpus, CC BY 4.0"
gum = "GUM (news, interview, academic, court, speech), CC BY 4.0; texts CC BY or public domain"
re3d = "re3d, public domain, OGL v3, CC BY 3.0 AU"
multiner = "multiNER, CC0"
gmb = "Groningen Meaning Bank 2.2 (Voice of America), texts public domain, labels freely released"
silver = "half of these sentences labelled by en_core_web_md 3.8 (MIT) as well"
teacher = "labels of the Voice of America texts by all-MiniLM-L6-v2 (Apache-2.0), fine-tuned on the above: tools/teacher/README.md"
clusters = "k-means of GloVe 6B-50d, PDDL"
gazetteer = "GeoNames, CC BY 4.0; names of the US census, public domain"
"#;

/// Writes `entities.card.toml` beside the model.
pub(crate) fn write(folder: &Path, seed: u64, teacher: &Path, scores: &[(String, f64)]) -> anyhow::Result<()> {
    let mut card = String::from(
        "# Written by `cargo run --release -p xtask -- train entities`.\nname = \"entities-en/1\"\nlanguage = \"en\"\n",
    );
    writeln!(card, "kind = \"linear-chain CRF, hashed features, 8-bit weights\"")?;
    writeln!(card, "trained = \"2026-11-25\"\nseed = {seed}")?;
    card.push_str(DATA);
    if let Ok(labels) = fs::read(teacher) {
        writeln!(card, "\n[labels]\nname = \"{}\"\nblake3 = \"{}\"", teacher.display(), blake3::hash(&labels))?;
    }
    for name in ["entities.bin", "clusters.bin", "gazetteer.bin"] {
        let bytes = fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"))?;
        writeln!(
            card,
            "\n[[file]]\nname = \"{name}\"\nbytes = {}\nblake3 = \"{}\"",
            bytes.len(),
            blake3::hash(&bytes)
        )?;
    }
    card.push_str(
        "\n# F1 in per cent over people, organisations and places, exact spans, on development sets.\n[scores]\n",
    );
    for (set, f1) in scores {
        writeln!(card, "{set} = {f1:.1}")?;
    }
    fs::write(folder.join("entities.card.toml"), card).context("cannot write the card")
}
