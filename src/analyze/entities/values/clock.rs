//! Times of day.

use super::reader::{SentenceReader, ValueMention, value_mention};
use crate::model::annotation::EntityType::Time;

impl SentenceReader<'_> {
    /// Returns the time of day that begins with a token: `10:30`, `5 p.m.`, `5:30pm GMT`.
    pub(super) fn clock(&self, at: usize) -> Option<ValueMention> {
        let raw = self.word(at);
        let bare = raw.trim_end_matches(['a', 'p', 'm', 'A', 'P', 'M']);
        let glued = raw.len() - bare.len() == 2;
        let (hour, minute) = match bare.split_once([':', '.']) {
            Some((hour, minute)) if minute.len() == 2 => (hour, minute),
            Some(_) => return None,
            None => (bare, ""),
        };
        let colon = bare.contains(':');
        let mut hour: u8 = hour.parse().ok().filter(|hour| *hour < 24)?;
        let minute: u8 = if minute.is_empty() { 0 } else { minute.parse().ok().filter(|minute| *minute < 60)? };
        let mut next = at + 1;
        let low = if glued { self.lower(at) } else { self.lower(next) };
        let half = match low.as_str() {
            text if glued => text.get(bare.len()..).unwrap_or(""),
            "a.m" | "am" => "am",
            "p.m" | "pm" => "pm",
            _ => "",
        };
        match half {
            "am" => hour %= 12,
            "pm" => hour = hour % 12 + 12,
            _ if !colon || bare.len() < raw.len() => return None,
            _ => {}
        }
        if !half.is_empty() && !glued {
            next += 1;
        }
        if matches!(self.word(next), "GMT" | "UTC" | "EST" | "EDT" | "ET" | "CET" | "BST" | "IST" | "PST" | "PDT") {
            next += 1;
        }
        Some(value_mention(at, next, Time, Some(format!("T{hour:02}:{minute:02}"))))
    }
}
