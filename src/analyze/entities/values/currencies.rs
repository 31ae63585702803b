//! Currencies: signs and codes before an amount, names after it.

use super::numbers::{digits, scale};
use super::reader::SentenceReader;

impl SentenceReader<'_> {
    /// Returns the currency whose sign or code stands before an amount, and the token after it.
    pub(super) fn currency_before(&self, at: usize) -> Option<(&'static str, usize)> {
        let code = match self.word(at) {
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
                let dollar = self.word(at + 1) == "$" && !self.document.has_space_before(at + 1);
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

    /// Returns an amount with attached letters of a currency: `R200 million`, `Rs500 crore`.
    pub(super) fn attached_currency(&self, at: usize) -> Option<(&'static str, f64, usize)> {
        let raw = self.word(at);
        let cut = raw.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = raw.split_at(cut);
        let (_, code) = LETTERS.iter().find(|(known, _)| *known == letters)?;
        let value = digits(number)?;
        let factor = scale(self.lower(at + 1).as_str());
        // "R1" is a road as well
        factor.or((letters.len() > 1).then_some(1.0))?;
        Some((code, value * factor.unwrap_or(1.0), at + 1 + usize::from(factor.is_some())))
    }

    /// Returns the currency whose name follows an amount, and its length in tokens. `scaled` is an amount written with
    /// "million" or the like.
    pub(super) fn currency_after(&self, at: usize, scaled: Option<f64>) -> Option<(&'static str, usize)> {
        if let Some(found) = self.national(at) {
            return Some(found);
        }
        let code = match self.lower(at).as_str() {
            "dollar" | "dollars" => "USD",
            "euro" | "euros" | "€" => "EUR",
            "pound" | "pounds" if self.lower(at + 1).as_str() == "sterling" => {
                return Some(("GBP", 2));
            }
            // "5m pounds", but "2 million pounds of beef"
            "pounds" if scaled >= Some(1e6) && self.lower(at + 1).as_str() != "of" => "GBP",
            "won" if scaled >= Some(1e6) => "KRW",
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
            "forint" | "forints" => "HUF",
            "tenge" => "KZT",
            _ => {
                return CODES.iter().find(|code| **code == self.word(at)).map(|code| (*code, 1));
            }
        };
        Some((code, 1))
    }

    /// Returns a currency by its country's adjective: `Canadian dollars`, `Kenyan shillings`.
    fn national(&self, at: usize) -> Option<(&'static str, usize)> {
        let (land, words) = match (self.word(at), self.word(at + 1)) {
            ("Hong", "Kong") => ("Hong Kong", 2),
            ("New", "Zealand") => ("New Zealand", 2),
            ("South", "Korean") => ("South Korean", 2),
            (land, _) => (land, 1),
        };
        let unit = self.lower(at + words);
        let unit = match unit.as_str() {
            "kronor" | "krona" | "kroner" | "krone" | "koruna" | "crowns" => "crown",
            "rubles" | "roubles" | "rouble" => "ruble",
            "reais" => "real",
            // "Brazilian real estate"
            "real" => "",
            word => word.strip_suffix('s').unwrap_or(word),
        };
        let (_, _, code) =
            NATIONAL.iter().find(|(lands, known, _)| *known == unit && lands.split('|').any(|l| l == land))?;
        Some((code, words + 1))
    }
}

/// Currencies by the country's adjective and the name of the unit.
const NATIONAL: [(&str, &str, &str); 44] = [
    ("U.S.|US|American", "dollar", "USD"),
    ("Canadian", "dollar", "CAD"),
    ("Australian", "dollar", "AUD"),
    ("Hong Kong", "dollar", "HKD"),
    ("Singapore", "dollar", "SGD"),
    ("New Zealand", "dollar", "NZD"),
    ("Taiwan", "dollar", "TWD"),
    ("Swiss", "franc", "CHF"),
    ("CFA", "franc", "XOF"),
    ("Congolese", "franc", "CDF"),
    ("Rwandan", "franc", "RWF"),
    ("British", "pound", "GBP"),
    ("Egyptian", "pound", "EGP"),
    ("Lebanese", "pound", "LBP"),
    ("Sudanese", "pound", "SDG"),
    ("Syrian", "pound", "SYP"),
    ("Kenyan", "shilling", "KES"),
    ("Ugandan|Uganda", "shilling", "UGX"),
    ("Tanzanian|Tanzania", "shilling", "TZS"),
    ("Somali", "shilling", "SOS"),
    ("Mexican", "peso", "MXN"),
    ("Philippine", "peso", "PHP"),
    ("Argentine|Argentinian", "peso", "ARS"),
    ("Colombian", "peso", "COP"),
    ("Chilean", "peso", "CLP"),
    ("Swedish", "crown", "SEK"),
    ("Norwegian", "crown", "NOK"),
    ("Danish", "crown", "DKK"),
    ("Czech", "crown", "CZK"),
    ("Icelandic", "crown", "ISK"),
    ("Iranian", "rial", "IRR"),
    ("Omani", "rial", "OMR"),
    ("Qatari", "riyal", "QAR"),
    ("Saudi", "riyal", "SAR"),
    ("Kuwaiti", "dinar", "KWD"),
    ("Iraqi", "dinar", "IQD"),
    ("Jordanian", "dinar", "JOD"),
    ("Serbian", "dinar", "RSD"),
    ("Moroccan", "dirham", "MAD"),
    ("Indian", "rupee", "INR"),
    ("Pakistani|Pakistan", "rupee", "PKR"),
    ("Brazilian", "real", "BRL"),
    ("Russian", "ruble", "RUB"),
    ("South Korean", "won", "KRW"),
];

/// Letters of currencies that are attached to an amount.
const LETTERS: [(&str, &str); 8] = [
    ("Rs", "INR"),
    ("R", "ZAR"),
    ("RM", "MYR"),
    ("Rp", "IDR"),
    ("Dh", "AED"),
    ("Dhs", "AED"),
    ("Ksh", "KES"),
    ("KSh", "KES"),
];

const CODES: [&str; 20] = [
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "RUB", "CHF", "AUD", "CAD", "SEK", "NOK", "DKK", "PLN", "TRY", "ZAR",
    "BRL", "MXN", "KRW", "NGN",
];
