//! Whom "he" and "she" stand for: by gender, recency, and who spoke or acted last.

use std::collections::HashMap;

use super::participants::{Cast, Nature};
use crate::analyze::discourse::Reading;
use crate::analyze::lexicon::given_names::Gender;
use crate::text::steps;

/// How much of a naming's weight is left one sentence on.
const FADE: f32 = 0.6;
/// Weights below this are forgotten.
const FORGOTTEN: f32 = 0.02;
/// People in mind at once.
const MANY: usize = 48;

/// Resolves "he" and "she" outside quotation marks, front to back: token → (character, confidence). O(n · people in mind).
pub(super) fn resolve(cast: &Cast, reading: &Reading<'_>) -> HashMap<usize, (usize, f32)> {
    let mut meant = HashMap::new();
    let mut minds: Vec<(usize, f32)> = Vec::new();
    let mut namings = cast.namings.iter().peekable();
    for unit in &reading.units {
        steps::count(minds.len());
        for mind in &mut minds {
            mind.1 *= FADE;
        }
        minds.retain(|m| m.1 > FORGOTTEN);
        let mut first = true;
        for token in unit.clone() {
            let place = reading.layer.tokens[token].span;
            while let Some(naming) = namings.next_if(|n| n.span.start < place.end) {
                let weight = weight(cast, reading, naming.who, token, first);
                remember(&mut minds, naming.who, weight);
                first &= reading.words[token].quoted.is_some();
            }
            let gender = match reading.lower(token) {
                "he" => Gender::Male,
                "she" => Gender::Female,
                _ => continue,
            };
            if reading.words[token].quoted.is_some() {
                continue;
            }
            if let Some((who, confidence)) = choose(cast, &minds, gender) {
                meant.insert(token, (who, confidence));
                remember(&mut minds, who, if first { 0.8 } else { 0.4 });
            }
            first = false;
        }
    }
    meant
}

/// How strongly one naming brings a character to mind.
fn weight(cast: &Cast, reading: &Reading<'_>, who: usize, token: usize, first: bool) -> f32 {
    let nature = match cast.characters[who].nature {
        Nature::Person => 1.0,
        Nature::Unknown => 0.45,
        Nature::Body | Nature::Thing => return 0.0,
    };
    let quoted = reading.words[token].quoted.is_some();
    let after = (token..token + 5).take_while(|i| *i == token || reading.is_word(*i));
    let possessive = after.clone().any(|i| reading.words.get(i).is_some_and(|w| w.possessive));
    let cue = |i: usize| reading.words.get(i).is_some_and(|w| w.cue.is_some() && w.quoted.is_none());
    let before = (1..=3).filter_map(|n| token.checked_sub(n)).take_while(|i| reading.is_word(*i));
    // "said Holt" turns the order round only after a quote or a comma; else Holt is the object: "praised Holt".
    let inverted =
        |i: usize| cue(i) && i.checked_sub(1).is_none_or(|b| !reading.is_word(b) || reading.words[b].quoted.is_some());
    let asks = |i: usize| reading.words.get(i).is_some_and(|w| w.cue.is_some_and(|c| c.lemma == "ask"));
    let asker = !quoted && after.clone().any(asks);
    let speaks = !quoted && !possessive && (after.into_iter().any(cue) || before.into_iter().any(inverted));
    if cast.characters[who].nature == Nature::Unknown && !speaks && !cast.characters[who].name.contains(' ') {
        // "Leeds" may be a person, but nothing says so.
        return 0.0;
    }
    if put_to(reading, token) {
        return nature * 0.1;
    }
    let role = match (quoted, speaks, first, possessive) {
        (true, ..) => 0.3,
        // Whoever asks is not the one who answers.
        (_, true, ..) if asker => 0.9,
        (_, true, ..) => 1.4,
        (_, _, _, true) => 0.45,
        (_, _, true, _) => 1.0,
        _ => 0.6,
    };
    nature * role
}

/// Whether a token stands in the question of "Asked what the village would do, he shrugged".
fn put_to(reading: &Reading<'_>, token: usize) -> bool {
    let unit = reading.units.partition_point(|u| u.end <= token);
    let Some(start) = reading.units.get(unit).map(|u| u.start).filter(|s| *s + 40 > token) else { return false };
    let begins = reading.lower(start) == "asked" && reading.words[start].quoted.is_none();
    begins && (start..token).all(|i| reading.lower(i) != "," && reading.words[i].quoted.is_none())
}

fn remember(minds: &mut Vec<(usize, f32)>, who: usize, weight: f32) {
    if weight <= 0.0 {
        return;
    }
    if let Some(mind) = minds.iter_mut().find(|m| m.0 == who) {
        // Often named is not twice as present.
        mind.1 = mind.1.max(weight) + 0.25 * mind.1.min(weight);
        return;
    }
    if minds.len() >= MANY {
        minds.remove(0);
    }
    minds.push((who, weight));
}

fn choose(cast: &Cast, minds: &[(usize, f32)], gender: Gender) -> Option<(usize, f32)> {
    let mut best = (None, 0.0_f32);
    let mut sum = 0.0;
    for &(who, weight) in minds {
        let fit = match cast.characters[who].gender {
            Some(told) if told == gender => 1.0,
            Some(_) => continue,
            None => 0.5,
        };
        let score = weight * fit;
        sum += score;
        if score > best.1 {
            best = (Some(who), score);
        }
    }
    let who = best.0?;
    Some((who, (best.1 / (sum + 0.1)).clamp(0.05, 0.95)))
}
