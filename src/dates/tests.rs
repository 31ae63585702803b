use proptest::prelude::*;

use super::parse;

/// `expected` is the moment as it prints, or `-` for no date.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(parse(text).map_or("-".to_owned(), |m| m.to_string()), expected, "{text}");
}

#[test]
fn iso_8601() {
    check("2019-08-05T10:30:15Z", "2019-08-05T10:30:15Z");
    check("2019-08-05T10:30:15.25+02:00", "2019-08-05T10:30:15+02:00");
    check("2019-08-05T10:30:15,25-0330", "2019-08-05T10:30:15-03:30");
    check("2019-08-05T10:30+02", "2019-08-05T10:30:00+02:00");
    check("2019-08-05T10:30:15", "2019-08-05T10:30:15Z");
    check("2019-08-05 10:30:15", "2019-08-05T10:30:15Z");
    check("2019-08-05 10:30:15 -0700", "2019-08-05T10:30:15-07:00");
    check("2019-08-05 10:30:15 UTC", "2019-08-05T10:30:15Z");
    check("  2019-08-05\n", "2019-08-05T00:00:00Z");
    check("2019-08-05+02:00", "2019-08-05T00:00:00+02:00");
    check("2019-8-5", "2019-08-05T00:00:00Z");
    check("2019/08/05 10:30", "2019-08-05T10:30:00Z");
    check("2019.08.05", "2019-08-05T00:00:00Z");
    check("20190805", "2019-08-05T00:00:00Z");
    check("20190805T103015Z", "2019-08-05T10:30:15Z");
    check("20190805T1030+0100", "2019-08-05T10:30:00+01:00");
    check("20190805103015", "2019-08-05T10:30:15Z");
    check("2019-217", "2019-08-05T00:00:00Z");
    check("2019217", "2019-08-05T00:00:00Z");
    check("2019-W32-1", "2019-08-05T00:00:00Z");
    check("2019W321T10:30:00Z", "2019-08-05T10:30:00Z");
    check("2021-W53-5", "2022-01-07T00:00:00Z");
    check("2019-08", "2019-08-01T00:00:00Z");
    check("2019", "2019-01-01T00:00:00Z");
    check("2019-08-05T24:00:00Z", "2019-08-06T00:00:00Z");
    check("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z");
    check("2019-08-05T10:30:15−04:00", "2019-08-05T10:30:15-04:00");
    check("2019-08-05T10:30:15+02:00[Europe/Paris]", "2019-08-05T10:30:15+02:00");
}

#[test]
fn rfc_822_and_its_children() {
    check("Mon, 05 Aug 2019 10:30:15 GMT", "2019-08-05T10:30:15Z");
    check("Mon, 5 Aug 2019 10:30:15 +0200", "2019-08-05T10:30:15+02:00");
    check("Mon, 05 Aug 19 10:30:15 EDT", "2019-08-05T10:30:15-04:00");
    check("5 Aug 2019 10:30 EST", "2019-08-05T10:30:00-05:00");
    check("Mon, 05 Aug 2019 10:30:15 -0400 (EDT)", "2019-08-05T10:30:15-04:00");
    check("Monday, 05 August 2019 10:30:15 GMT+01:00", "2019-08-05T10:30:15+01:00");
    check("Mon, 05 Aug 2019 10:30:15 GMT-07:00", "2019-08-05T10:30:15-07:00");
    check("Mon,05 Aug 2019 10:30:15 Europe/Brussels", "2019-08-05T10:30:15+02:00");
    check("Sat, 05 Jan 2019 10:30:15 Europe/Brussels", "2019-01-05T10:30:15+01:00");
    check("Mon, 05 Aug 2019 10:30:15 ET", "2019-08-05T10:30:15-04:00");
    check("Sat, 05 Jan 2019 10:30:15 ET", "2019-01-05T10:30:15-05:00");
    check("Mon, 05 Aug 2019 10:30:15 CEST", "2019-08-05T10:30:15+02:00");
    check("Mon, 05 Aug 2019 10:30:15 BST", "2019-08-05T10:30:15+01:00");
    check("Mon, 05 Aug 2019 10:30:15 JST", "2019-08-05T10:30:15+09:00");
    check("Mon, 05 Aug 2019 10:30:15 IST", "2019-08-05T10:30:15+05:30");
    check("Mon, 05 Aug 2019 10:30:15 AEST", "2019-08-05T10:30:15+10:00");
    check("Mon, 05 Aug 2019", "2019-08-05T00:00:00Z");
    check("Wed, 05 Aug 2019 1:02:03 Z", "2019-08-05T01:02:03Z");
    check("5-Aug-2019 10:30:15", "2019-08-05T10:30:15Z");
    check("05/Aug/2019:10:30:15 +0200", "2019-08-05T10:30:15+02:00");
    check("Mon Aug  5 10:30:15 2019", "2019-08-05T10:30:15Z");
    check("Mon Aug 5 10:30:15 EDT 2019", "2019-08-05T10:30:15-04:00");
    check("Mon Aug 05 2019 10:30:15 GMT+0200 (Central European Summer Time)", "2019-08-05T10:30:15+02:00");
}

#[test]
fn english_words_and_half_days() {
    check("5 August, 2019", "2019-08-05T00:00:00Z");
    check("August 5, 2019 10:30 am EDT", "2019-08-05T10:30:00-04:00");
    check("Aug. 5th, 2019 at 10:30 p.m.", "2019-08-05T22:30:00Z");
    check("August 5, 2019 12:05 AM", "2019-08-05T00:05:00Z");
    check("the 5th of August 2019, 12 pm", "2019-08-05T12:00:00Z");
    check("10:30 AM ET, Mon August 5, 2019", "2019-08-05T10:30:00-04:00");
    check("2019, August 5", "2019-08-05T00:00:00Z");
    check("2019 Aug 05 10:30", "2019-08-05T10:30:00Z");
    check("Updated: August 5, 2019", "2019-08-05T00:00:00Z");
    check("Published on Monday 5 August 2019 at 10:30 | 4 min read", "2019-08-05T10:30:00Z");
    check("By Ada Quill · 3 comments · Aug 5, 2019 · 5 min read", "2019-08-05T00:00:00Z");
    check("No. 12, 5 August 2019", "2019-08-05T00:00:00Z");
    check("Published August 5, 2019 Updated August 6, 2019 10:30 am", "2019-08-05T00:00:00Z");
}

#[test]
fn numbers_only() {
    check("08.05.2019", "2019-05-08T00:00:00Z");
    check("8.5.2019 10:30", "2019-05-08T10:30:00Z");
    check("8. 5. 2019 10.30", "2019-05-08T10:30:00Z");
    check("05-08-2019", "2019-08-05T00:00:00Z");
    check("05/08/2019", "2019-08-05T00:00:00Z");
    check("05/08/2019 10:30:15 AM", "2019-05-08T10:30:15Z");
    check("05/08/2019 10:30 EDT", "2019-05-08T10:30:00-04:00");
    check("Wednesday, 05/08/2019", "2019-05-08T00:00:00Z");
    check("Mon, 05/08/2019", "2019-08-05T00:00:00Z");
    check("13/08/2019", "2019-08-13T00:00:00Z");
    check("08/13/2019", "2019-08-13T00:00:00Z");
    check("05/08/19", "2019-08-05T00:00:00Z");
    check("1564999815", "2019-08-05T10:10:15Z");
    check("1564999815123", "2019-08-05T10:10:15Z");
}

#[test]
fn other_languages() {
    check("Montag, 5. März 2019, 10:30 Uhr", "2019-03-05T10:30:00Z");
    check("Veröffentlicht am 5. August 2019 um 10.30 Uhr", "2019-08-05T10:30:00Z");
    check("Publié le 5 août 2019 à 10h30", "2019-08-05T10:30:00Z");
    check("le 1er février 2019 à 10 h", "2019-02-01T10:00:00Z");
    check("5 août 2019 à 10 h 30", "2019-08-05T10:30:00Z");
    check("mar. 5 févr. 2019", "2019-02-05T00:00:00Z");
    check("lunes, 5 de agosto de 2019 - 10:30 CEST", "2019-08-05T10:30:00+02:00");
    check("5 ago 2019", "2019-08-05T00:00:00Z");
    check("lunedì 5 agosto 2019, ore 10:30", "2019-08-05T10:30:00Z");
    check("5 de março de 2019", "2019-03-05T00:00:00Z");
    check("maandag 5 mei 2019", "2019-05-05T00:00:00Z");
    check("5 maj 2019 kl. 10.30", "2019-05-05T10:30:00Z");
    check("5 sierpnia 2019 r., 10:30", "2019-08-05T10:30:00Z");
    check("5. října 2019", "2019-10-05T00:00:00Z");
    check("2019. július 5., 10:30", "2019-07-05T10:30:00Z");
    check("5. elokuuta 2019", "2019-08-05T00:00:00Z");
    check("5 Ağustos 2019 10:30", "2019-08-05T10:30:00Z");
    check("5 августа 2019 г. 10:30", "2019-08-05T10:30:00Z");
    check("5 Μαΐου 2019", "2019-05-05T00:00:00Z");
    check("2019年8月5日 10時30分", "2019-08-05T10:30:00Z");
    check("2019년 08월 05일 오후 10:30:15", "2019-08-05T22:30:15Z");
}

#[test]
fn no_dates() {
    for text in
        ["", "today", "3 hours ago", "5 min read", "Top 10 of 2019", "August 2019", "10:30", "1970-01-01T00:00:00Z"]
    {
        check(text, "-");
    }
    for text in
        ["0001-01-01T00:00:00", "31 February 2019", "2019-02-30", "2019-00-10", "12345678901234567890", "99999999"]
    {
        check(text, "-");
    }
    check("2019-08-05T99:99:99Z", "2019-08-05T00:00:00Z");
    check("5 Aug 2019 10:30 +9999", "2019-08-05T10:30:00Z");
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in ".{0,80}") {
        let _ = parse(&text);
    }

    #[test]
    fn any_mixture_of_date_parts_is_read_without_a_panic(
        parts in proptest::collection::vec("[0-9]{1,9}|[-+:./,TZ ]|Aug|Mon|GMT|pm|W|Europe/Rome", 0..12)
    ) {
        let _ = parse(&parts.concat());
    }

    #[test]
    fn what_a_moment_prints_is_read_back(seconds in super::SECONDS, quarters in -48_i32..=56) {
        let at = jiff::Timestamp::from_second(seconds).unwrap();
        let moment = crate::model::Moment { at, offset: quarters * 900 };
        prop_assert_eq!(parse(&moment.to_string()), Some(moment));
    }
}
