use jiff::civil::date;

use super::find;
use crate::analyze::document;

/// Draws each value into the text: `[words=value]`, as of Monday, 23 November 2026.
fn draw(text: &str, english: bool) -> String {
    let document = document::segment(text);
    let mut out = text.to_owned();
    for value in find(&document, Some(date(2026, 11, 23)), english).iter().rev() {
        let span = document.span(value.tokens.clone());
        out.insert_str(span.end, &format!("={}]", value.value.as_deref().unwrap_or("?")));
        out.insert(span.start, '[');
    }
    out
}

#[track_caller]
fn check(expected: &str) {
    assert_eq!(draw(&bare(expected), true), expected);
}

#[track_caller]
fn abroad(expected: &str) {
    assert_eq!(draw(&bare(expected), false), expected);
}

/// The text without the drawing.
fn bare(expected: &str) -> String {
    let mut text = String::new();
    let mut rest = expected;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, behind) = after.split_once(']').unwrap();
        text += before;
        text += inside.split_once('=').unwrap().0;
        rest = behind;
    }
    text + rest
}

#[test]
fn calendar_days() {
    check("On [March 5, 2025=2025-03-05] and [5 March 2024=2024-03-05] it rained.");
    check("It opens on [Jan. 5=2027-01-05] and closed on [October 30=2026-10-30].");
    check("Since [May 2020=2020-05], in [May=2026-05]; they may march in [2021=2021].");
    check("From [1996-08-30=1996-08-30] to the [1990s=199X], [the 19th century=18XX].");
}

#[test]
fn days_without_a_year() {
    check("It rose in [March=2026-03], she said on [Feb. 2=2027-02-02]. It will open in [March=2027-03].");
    check("It ends by [June=2027-06]; it has stood since [December=2025-12].");
}

#[test]
fn days_from_the_day_of_publication() {
    check("He left [yesterday=2026-11-22], on [Friday=2026-11-20] or [last month=2026-10].");
    check("It starts [next week=2026-W49], [next Friday=2026-11-27] or [tomorrow=2026-11-24].");
    check("[Three days ago=2026-11-20], [two years ago=2024] and [last Monday=2026-11-16].");
    check("A [two-hour=PT2H] talk, a [20-year-old=P20Y] man, by [mid-2027=2027] or by [mid-March=2027-03].");
    check("It grew [this year=2026] and in [the past three years=P3Y]; [a year earlier=?] it fell.");
}

#[test]
fn weekdays_that_are_to_come() {
    check("He will speak in Lund on [Friday=2026-11-27]. He said on [Friday=2026-11-20] he will go.");
    check("On [Friday=2026-11-27], the court will rule. The court will rule, she said [Friday=2026-11-20].");
    check("A vote is due on [Friday=2026-11-27]. It was put off due to rain on [Friday=2026-11-20].");
    check("It meets every [Monday=?], opens [Friday, March 5=2027-03-05] and closed [Monday, 9 November=2026-11-09].");
    check("It closed on [Thursday, March 5=2026-03-05], and on [Wednesday, March 5, 2025=2025-03-05].");
}

#[test]
fn quarters() {
    check("It fell in the [first quarter of 2027=2027-Q1], rose in [Q3 2025=2025-Q3] and led after the first quarter.");
}

#[test]
fn times() {
    check("At [10:30=T10:30], [5 p.m.=T17:00] or [5:30pm GMT=T17:30], [Monday night=2026-11-23TNI].");
    check("It took [two hours=PT2H] and [30 minutes=PT30M].");
}

#[test]
fn money() {
    check("They paid [$1.5 million=USD 1500000], [€20=EUR 20], [£3bn=GBP 3000000000] and [A$5=AUD 5].");
    check("It sold [C$2.5-billion=CAD 2500000000], [R200 million=ZAR 200000000] and [Rs500 crore=INR 5000000000].");
    check("From [$3=USD 3000000] to [$4 million=USD 4000000], or [$10-15 million=?], and [5m pounds=GBP 5000000].");
    check("It lent [2.5 billion Kenyan shillings=KES 2500000000] and [300 Swedish crowns=SEK 300].");
    check("It cost [500 euros=EUR 500], [two million dollars=USD 2000000] or [Rs 5 crore=INR 50000000].");
}

#[test]
fn shares_and_measures() {
    check("It rose [3.5%=3.5], [12 percent=12] or [two per cent=2].");
    check("A [5-kilometer=5 km] run, [3,000 square feet=3000 ft²], [30 degrees Celsius=30 °C], [20-25%=?].");
    check("[5,000 barrels a day=5000 bbl/d], [60 miles per hour=60 mph], [2 million pounds=2000000 lb] of beef.");
    check("[40km=40 km] away, [1,200 tons=1200 ton], [six miles=6 mi].");
}

#[test]
fn what_is_none() {
    check("Seven people bought 2,000 shares of a 3-2 game in No. 10.");
    check("She may march on with two friends, 2024 of them.");
}

#[test]
fn other_languages_write_numbers_and_dates_otherwise() {
    abroad("Am [3. März 2025=2025-03-03] stieg sie um [3,5 %=3.5] auf [3,4 Milliarden Euro=EUR 3400000000].");
    abroad("Le [3 mars 2025=2025-03-03], [20 millions d'euros=EUR 20000000], soit [3,5 pour cent=3.5].");
    abroad("El [3 de marzo de 2025=2025-03-03] costó [1.500 euros=EUR 1500], un [12 por ciento=12].");
}
