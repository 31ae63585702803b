//! Money, percentages, measurements.

use super::calendar::{self, Unit};
use super::numbers::{digits, glued, scale, small, write};
use super::{Reader, Value};
use crate::model::annotation::EntityType;

impl Reader<'_> {
    /// The amount that begins with a token.
    pub(super) fn amount(&self, at: usize) -> Option<Value> {
        if let Some((currency, next)) = self.sign(at) {
            let (value, end) = self.sum(next)?;
            return Some(money(at..end, currency, value));
        }
        let starts = self.raw(at).as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        if !starts {
            return None;
        }
        if let Some((value, unit)) = glued(self.raw(at)).and_then(|(value, tail)| Some((value, unit(tail)?))) {
            let tokens = at..at + 1;
            return Some(Value { tokens, kind: EntityType::Quantity, value: Some(format!("{} {unit}", write(value))) });
        }
        if let Some(value) = self.hyphened(at) {
            return Some(value);
        }
        let percent = |next: usize| match self.low(next).str() {
            "%" | "percent" | "pct" => 1,
            "per" if self.low(next + 1).str() == "cent" => 2,
            "percentage" if matches!(self.low(next + 1).str(), "point" | "points") => 2,
            _ => 0,
        };
        if percent(at + 1) > 0 && self.raw(at).split_once('-').is_some_and(|(a, b)| digits(a).or(digits(b)).is_some()) {
            // "20-25 percent" has no one value
            return Some(Value { tokens: at..at + 1 + percent(at + 1), kind: EntityType::Percent, value: None });
        }
        let (value, next) = self.sum(at)?;
        if percent(next) > 0 {
            return Some(Value {
                tokens: at..next + percent(next),
                kind: EntityType::Percent,
                value: Some(write(value)),
            });
        }
        if let Some((currency, words)) = self.currency(next) {
            return Some(money(at..next + words, currency, value));
        }
        let (unit, words) = self.unit(next)?;
        Some(Value {
            tokens: at..next + words,
            kind: EntityType::Quantity,
            value: Some(format!("{} {unit}", write(value))),
        })
    }

    /// `five-kilometer`, `two-hour`, `20-year-old`.
    fn hyphened(&self, at: usize) -> Option<Value> {
        let low = self.low(at);
        let (number, word) = low.str().split_once('-')?;
        let count = digits(number).or_else(|| small(number))?;
        let word = word.strip_suffix("-old").or_else(|| word.strip_suffix("-long")).unwrap_or(word);
        let tokens = at..at + 1;
        if let Some((span, _)) = calendar::unit(word).filter(|(span, _)| *span != Unit::Quarter) {
            let clock = matches!(span, Unit::Hour | Unit::Minute);
            let kind = if clock { EntityType::Time } else { EntityType::Date };
            return Some(Value { tokens, kind, value: Some(calendar::duration(count, span)) });
        }
        let value = Some(format!("{} {}", write(count), unit(word)?));
        Some(Value { tokens, kind: EntityType::Quantity, value })
    }

    /// A unit after a number, and its length: `km`, `square feet`, `degrees Celsius`, `°C`.
    fn unit(&self, at: usize) -> Option<(&'static str, usize)> {
        let next = self.low(at + 1);
        let scale = |celsius: &'static str| match next.str() {
            "celsius" | "centigrade" | "c" => ("°C", 2),
            "fahrenheit" | "f" => ("°F", 2),
            _ => (celsius, 1),
        };
        match self.low(at).str() {
            "°" | "º" | "degree" | "degrees" => Some(scale("°")),
            power @ ("square" | "sq" | "cubic") => {
                let unit = match (power, unit(next.str())?) {
                    ("cubic", "m") => "m³",
                    ("cubic", "ft") => "ft³",
                    ("square" | "sq", "km") => "km²",
                    ("square" | "sq", "m") => "m²",
                    ("square" | "sq", "mi") => "mi²",
                    ("square" | "sq", "ft") => "ft²",
                    ("square" | "sq", "yd") => "yd²",
                    ("square" | "sq", "in") => "in²",
                    _ => return None,
                };
                Some((unit, 2))
            }
            word => unit(word).map(|unit| (unit, 1)),
        }
    }

    /// A number, also with its scale written on (`5bn`).
    fn sum(&self, at: usize) -> Option<(f64, usize)> {
        if let Some((value, tail)) = glued(self.raw(at)) {
            let mut buffer = [0_u8; 4];
            let tail = tail.as_bytes();
            let buffer = buffer.get_mut(..tail.len())?;
            buffer.copy_from_slice(tail);
            buffer.make_ascii_lowercase();
            return scale(std::str::from_utf8(buffer).ok()?).map(|factor| (value * factor, at + 1));
        }
        self.number(at)
    }

    /// A currency's sign or code before an amount.
    fn sign(&self, at: usize) -> Option<(&'static str, usize)> {
        let code = match self.raw(at) {
            "$" => "USD",
            "€" => "EUR",
            "£" => "GBP",
            "¥" => "JPY",
            "₹" | "Rs" | "Rs." => "INR",
            "₽" => "RUB",
            "₩" => "KRW",
            "₺" => "TRY",
            "₡" => "CRC",
            "₵" => "GHS",
            "₦" => "NGN",
            "₪" => "ILS",
            "฿" => "THB",
            "₱" => "PHP",
            "₫" => "VND",
            "₴" => "UAH",
            word => {
                let dollar = self.raw(at + 1) == "$" && !self.layer.spaced(at + 1);
                return match word {
                    "US" | "U.S." if dollar => Some(("USD", at + 2)),
                    "A" | "AU" if dollar => Some(("AUD", at + 2)),
                    "C" | "CA" if dollar => Some(("CAD", at + 2)),
                    "HK" if dollar => Some(("HKD", at + 2)),
                    "S" if dollar => Some(("SGD", at + 2)),
                    "NZ" if dollar => Some(("NZD", at + 2)),
                    "R" if dollar => Some(("BRL", at + 2)),
                    "NT" if dollar => Some(("TWD", at + 2)),
                    _ => CODES.iter().find(|code| **code == word).map(|code| (*code, at + 1)),
                };
            }
        };
        Some((code, at + 1))
    }

    /// A currency's name after an amount, and its length.
    fn currency(&self, at: usize) -> Option<(&'static str, usize)> {
        let country = match self.raw(at) {
            "U.S." | "US" | "American" => "USD",
            "Canadian" => "CAD",
            "Australian" => "AUD",
            "Hong" if self.raw(at + 1) == "Kong" => return self.dollars(at + 2).then_some(("HKD", 3)),
            "Singapore" => "SGD",
            "Swiss" if matches!(self.low(at + 1).str(), "franc" | "francs") => return Some(("CHF", 2)),
            _ => "",
        };
        if !country.is_empty() {
            return self.dollars(at + 1).then_some((country, 2));
        }
        let code = match self.low(at).str() {
            "dollar" | "dollars" => "USD",
            "euro" | "euros" | "€" => "EUR",
            "pound" | "pounds" if self.low(at + 1).str() == "sterling" => return Some(("GBP", 2)),
            "yen" => "JPY",
            "yuan" | "renminbi" => "CNY",
            "rupee" | "rupees" => "INR",
            "rouble" | "roubles" | "ruble" | "rubles" => "RUB",
            "baht" => "THB",
            "cedi" | "cedis" => "GHS",
            "kyat" | "kyats" => "MMK",
            "taka" => "BDT",
            "dong" => "VND",
            "rand" => "ZAR",
            "naira" => "NGN",
            "lira" | "liras" => "TRY",
            "shekel" | "shekels" => "ILS",
            "hryvnia" | "hryvnias" => "UAH",
            "rupiah" => "IDR",
            "ringgit" => "MYR",
            "zloty" | "zlotys" => "PLN",
            "riyal" | "riyals" => "SAR",
            "dirham" | "dirhams" => "AED",
            _ => return CODES.iter().find(|code| **code == self.raw(at)).map(|code| (*code, 1)),
        };
        Some((code, 1))
    }

    fn dollars(&self, at: usize) -> bool {
        matches!(self.low(at).str(), "dollar" | "dollars")
    }
}

const CODES: [&str; 20] = [
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "RUB", "CHF", "AUD", "CAD", "SEK", "NOK", "DKK", "PLN", "TRY", "ZAR",
    "BRL", "MXN", "KRW", "NGN",
];

fn money(tokens: std::ops::Range<usize>, currency: &str, value: f64) -> Value {
    Value { tokens, kind: EntityType::Money, value: Some(format!("{currency} {}", write(value))) }
}

/// The symbol of a unit of measurement.
fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => "km",
        "meter" | "meters" | "metre" | "metres" => "m",
        "cm" | "centimeter" | "centimeters" | "centimetre" | "centimetres" => "cm",
        "mm" | "millimeter" | "millimeters" | "millimetre" | "millimetres" => "mm",
        "mile" | "miles" => "mi",
        "foot" | "feet" | "ft" => "ft",
        "inch" | "inches" => "in",
        "yard" | "yards" => "yd",
        "kg" | "kilogram" | "kilograms" | "kilo" | "kilos" => "kg",
        "gram" | "grams" => "g",
        "tonne" | "tonnes" => "t",
        "ton" | "tons" => "ton",
        "pound" | "pounds" | "lb" | "lbs" => "lb",
        "ounce" | "ounces" | "oz" => "oz",
        "liter" | "liters" | "litre" | "litres" => "l",
        "gallon" | "gallons" => "gal",
        "barrel" | "barrels" => "bbl",
        "acre" | "acres" => "acre",
        "hectare" | "hectares" | "ha" => "ha",
        "mph" => "mph",
        "kph" | "km/h" => "km/h",
        "megawatt" | "megawatts" | "mw" => "MW",
        "gigawatt" | "gigawatts" | "gw" => "GW",
        "°c" | "celsius" => "°C",
        "°f" | "fahrenheit" => "°F",
        _ => return None,
    })
}
