//! Units of measurement.

use super::reader::SentenceReader;

impl SentenceReader<'_> {
    /// Returns a unit after a number and its length in tokens: `km`, `square feet`, `degrees Celsius`, `°C`.
    pub(super) fn unit(&self, at: usize) -> Option<(&'static str, usize)> {
        let next = self.lower(at + 1);
        let scale = |celsius: &'static str| match next.as_str() {
            "celsius" | "centigrade" | "c" => ("°C", 2),
            "fahrenheit" | "f" => ("°F", 2),
            _ => (celsius, 1),
        };
        match self.lower(at).as_str() {
            "°" | "º" | "degree" | "degrees" => Some(scale("°")),
            power @ ("square" | "sq" | "cubic") => {
                let unit = match (power, unit(next.as_str())?) {
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
            "nautical" if matches!(next.as_str(), "mile" | "miles") => Some(("nmi", 2)),
            word => unit(word).map(|unit| self.rate(unit, at + 1).map_or((unit, 1), |rate| (rate, 3))),
        }
    }

    /// Returns the unit with the time after it: `miles per hour`, `barrels a day`.
    fn rate(&self, unit: &str, at: usize) -> Option<&'static str> {
        if !matches!(self.lower(at).as_str(), "a" | "an" | "per") {
            return None;
        }
        match (unit, self.lower(at + 1).as_str()) {
            ("km", "hour") => Some("km/h"),
            ("mi", "hour") => Some("mph"),
            ("m", "second") => Some("m/s"),
            ("bbl", "day") => Some("bbl/d"),
            _ => None,
        }
    }
}

/// Returns the symbol of a unit of measurement.
pub(super) fn unit(word: &str) -> Option<&'static str> {
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
        "bpd" => "bbl/d",
        "knot" | "knots" => "kn",
        "kilowatt" | "kilowatts" | "kw" => "kW",
        "kwh" => "kWh",
        "mwh" => "MWh",
        "gwh" => "GWh",
        "twh" => "TWh",
        "mhz" => "MHz",
        "ghz" => "GHz",
        "megawatt" | "megawatts" | "mw" => "MW",
        "gigawatt" | "gigawatts" | "gw" => "GW",
        "°c" | "celsius" => "°C",
        "°f" | "fahrenheit" => "°F",
        _ => return None,
    })
}
