//! Numbers in digits and in words.

use super::reader::SentenceReader;

/// A number and the token after it.
pub(super) type Number = (f64, usize);

impl SentenceReader<'_> {
    /// Returns a number: `1,250.5`, `two hundred`, `3.4 million`, `a dozen`.
    pub(super) fn number(&self, at: usize) -> Option<Number> {
        let (mut total, mut next) = match digits(self.word(at)) {
            Some(value) => (value, at + 1),
            None => self.worded(at)?,
        };
        let last = next + 3;
        while let Some(factor) = scale(self.lower(next).as_str()).filter(|_| next < last) {
            total *= factor;
            next += 1;
        }
        Some((total, next))
    }

    fn worded(&self, at: usize) -> Option<Number> {
        let mut total = 0.0;
        let mut next = at;
        // bounded, so that a text of nothing but number words stays linear
        while next < at + 12 {
            let low = self.lower(next);
            let word = low.as_str();
            if let Some(value) = number_word(word) {
                total += value;
            } else if word == "hundred" && next > at {
                total *= 100.0;
            } else if word == "and"
                && next > at
                && number_word(self.lower(next + 1).as_str()).is_some()
                && total >= 100.0
            {
                // "two hundred and five"
            } else {
                break;
            }
            next += 1;
        }
        if next > at {
            return Some((total, next));
        }
        // "a million", "a dozen", "half a million"
        let low = self.lower(at);
        let unit = low.as_str();
        if unit == "a" && scale(self.lower(at + 1).as_str()).is_some() {
            return Some((1.0, at + 1));
        }
        (unit == "half" && self.lower(at + 1).as_str() == "a" && scale(self.lower(at + 2).as_str()).is_some())
            .then_some((0.5, at + 2))
    }
}

/// Returns a number in digits with thousands and decimals: `1,250.5`.
pub(super) fn digits(word: &str) -> Option<f64> {
    if word.len() > 20 || !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') || word.ends_with('.') {
        return None;
    }
    let mut buffer = [0_u8; 20];
    let mut length = 0;
    for byte in word.bytes().filter(|&b| b != b',') {
        buffer[length] = byte;
        length += 1;
    }
    std::str::from_utf8(&buffer[..length]).ok()?.parse().ok()
}

/// Returns a number with an attached unit or scale: `40km`, `5bn`.
pub(super) fn number_with_suffix(word: &str) -> Option<(f64, &str)> {
    let cut = word.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))?;
    let (number, unit) = word.split_at(cut);
    Some((digits(number)?, unit))
}

/// Returns the factor that a word stands for.
pub(super) fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "thousand" | "k" => 1e3,
        "lakh" | "lakhs" => 1e5,
        "million" | "mn" | "m" | "mln" => 1e6,
        "crore" | "crores" => 1e7,
        "billion" | "bn" | "b" | "bln" => 1e9,
        "trillion" | "tn" | "trn" => 1e12,
        "dozen" => 12.0,
        _ => return None,
    })
}

/// Returns a number below a hundred in words.
pub(super) fn number_word(word: &str) -> Option<f64> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let plain = |word: &str| {
        UNITS
            .iter()
            .position(|unit| *unit == word)
            .or_else(|| TENS.iter().position(|ten| *ten == word).map(|p| 20 + 10 * p))
    };
    if word.len() < 3 {
        return None;
    }
    match word.split_once('-') {
        Some((ten, unit)) => Some((plain(ten)? + plain(unit)?) as f64),
        None => plain(word).map(|value| value as f64),
    }
}

/// Returns a number without needless decimals, rounded to two.
pub(super) fn format_number(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0)
}
