use super::{LineError, UserLists, UserListsBuilder};
use crate::analyze::analyze;
use crate::analyze::tests::MODELS;
use crate::model::annotation::{Annotations, Origin};
use crate::model::{Article, Span};

/// Watch lists and alias tables from lines whose columns are parted by two blanks; `-` is an empty one.
fn lists(watch: &str, aliases: &str) -> Result<UserLists, Vec<LineError>> {
    let table = |text: &str| {
        let lines = text.lines().map(|line| {
            let cells = line.trim().split("  ").map(|cell| if cell == "-" { "" } else { cell.trim() });
            cells.collect::<Vec<_>>().join("\t")
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let mut builder = UserListsBuilder::default();
    builder.add_watchlist("w", table(watch).as_bytes())?;
    builder.add_alias_table("a", table(aliases).as_bytes())?;
    builder.build().map_err(|error| vec![error])
}

fn annotate(lists: UserLists, text: &str, language: &str) -> Annotations {
    let article = Article { text: text.to_owned(), language: Some(language.to_owned()), ..Article::default() };
    analyze(&article, &MODELS.with_lists(lists))
}

/// `list` in the columns id, type, name, aliases, case; `expected` is the text with what the list found: `[Ada Baro]1`.
#[track_caller]
fn check_in(language: &str, list: &str, expected: &str) {
    let mut text = String::new();
    let mut id = false;
    for c in expected.chars() {
        id = (id && c.is_ascii_digit()) || c == ']';
        if c != '[' && !id {
            text.push(c);
        }
    }
    let found = annotate(lists(&format!("id  type  name  aliases  case\n{list}"), "").unwrap(), &text, language);
    let mut marks: Vec<(Span, String)> = Vec::new();
    for entity in &found.entities {
        let id = entity.link.as_deref().unwrap_or_default().trim_start_matches("watch:w/");
        let listed = entity.mentions.iter().filter(|mention| mention.source == Some(Origin::Watchlist));
        marks.extend(listed.map(|mention| (mention.span, id.to_owned())));
    }
    marks.sort();
    for (span, id) in marks.into_iter().rev() {
        text.insert_str(span.end, &format!("]{id}"));
        text.insert(span.start, '[');
    }
    assert_eq!(text, expected);
}

#[track_caller]
fn check(list: &str, expected: &str) {
    check_in("en", list, expected);
}

#[test]
fn names_and_aliases_are_found_wherever_they_stand() {
    check(
        "1  ORG  Quill Works  QW|Quillworks",
        "At [Quill Works]1, staff left. “[QW]1 is done,” said Ito. [Quillworks]1’s shares fell; ([QW]1).",
    );
    check("1  PERSON  Ada Baro", "[Ada Baro]1's sister met [Ada  Baro]1 in Oslo.\n[Ada Baro]1 left.");
}

#[test]
fn a_name_is_no_part_of_a_word() {
    check(
        "1  ORG  Ark",
        "Arkansas, the Park and Arks. The [Ark]1 closed. #Ark @Ark x@ark.example https://ark.example/Ark",
    );
    check("1  ORG  Ark", "An anti-[Ark]1 vote, the [Ark]1-led group, and Noah-Ark; ark.example and Ark_x.");
    check("1  PERSON  Neill", "O'Neill met [Neill]1.");
}

#[test]
fn case_is_as_written_or_in_capitals_unless_said_otherwise() {
    check("1  ORG  Orrin Labs", "[ORRIN LABS]1 CLOSES\n[Orrin Labs]1 closed; orrin labs did not.");
    check("1  ORG  Orrin  -  exact", "ORRIN CLOSES\n[Orrin]1 closed; orrin did not.");
    check("1  ORG  Orrin  -  ignore", "[ORRIN]1 CLOSES\n[Orrin]1 closed; [orrin]1 did not.");
    check("1  ORG  eQuill", "[EQuill]1 rose. [eQuill]1 fell.");
}

#[test]
fn marks_apostrophes_and_stops_do_not_count() {
    check("1  PERSON  Zoë Márquez", "[Zoe Marquez]1 met [ZOË MÁRQUEZ]1 and [Zoe\u{308} Ma\u{301}rquez]1.");
    check("1  PERSON  J. K. O'Dell", "[J.K. O’Dell]1 and [J. K. O'Dell]1 spoke.");
    check("1  ORG  U.N.D.", "The [UND]1 met. So did the [U.N.D.]1 chief.");
    check("1  ORG  Quill Inc.", "[Quill Inc.]1 Chairman Ito left [Quill Inc.]1 We like [Quill Inc.]1");
}

#[test]
fn every_language_has_lists() {
    check_in("fr", "1  ORG  OMB", "Le chef de l’[OMB]1 est parti. L'[OMB]1 se tait.");
    check_in("tr", "1  PERSON  Ada Erdem", "[Ada Erdem]1'in sözleri. ADA ERDEMLER");
    check_in("ru", "1  PERSON  Иван Баро", "Вчера [Иван Баро]1 уехал.");
    check_in("ar", "1  PERSON  سالم بارو", "قال [سالم بارو]1 اليوم.");
    check_in("zh", "1  PERSON  巴罗明", "今天[巴罗明]1说。");
    check_in("th", "1  PERSON  บาโร", "วันนี้[บาโร]1พูด");
    check_in("ko", "1  PERSON  박바로", "[박바로]1는 말했다.");
    check_in("hi", "1  PERSON  आदा बारो", "आज [आदा बारो]1 ने कहा।");
}

#[test]
fn the_longest_name_is_meant() {
    check("1  ORG  Quill\n2  ORG  Quill Bank", "[Quill Bank]2 and [Quill]1 part.");
    check("1  PERSON  Harlow", "Melania Harlow waved. [Harlow]1 left. Harlow Tower closed.");
    check("1  PERSON  Ada May  May", "In May, [Ada May]1 resigned. [May]1 left.");
    check("1  GPE  New York", "He lives in [New York]1 and reads the New York Times.");
    check("1  ORG  Quill", "[Quill Corp.]1 said on Monday that it would buy Baro Bank.");
}

#[test]
fn a_shared_name_means_whom_the_text_names_otherwise() {
    check("1  PERSON  Ada Baro  Baro\n2  PERSON  Tom Baro  Baro", "[Tom Baro]2 left. “No,” said [Baro]2.");
}

#[test]
fn a_listed_person_has_all_mentions() {
    let lists = lists("id\ttype\tname\nharlow\tPERSON\tSteven Harlow", "").unwrap();
    let text = "Steven Harlow met the press in Geneva. Harlow said he was glad.";
    let found = annotate(lists, text, "en");
    let person = found.entities.iter().find(|entity| entity.link.is_some()).unwrap();
    let mentions: Vec<_> = person.mentions.iter().map(|m| (m.span.of(text), m.source.is_some())).collect();
    assert_eq!(mentions, [("Steven Harlow", true), ("Harlow", false), ("he", false)]);
    assert_eq!(person.link.as_deref(), Some("watch:w/harlow"));
}

/// `table` in the columns id, label, aliases, type, prior.
#[track_caller]
fn link(table: &str, text: &str, name: &str, expected: Option<&str>) {
    let found = annotate(lists("", &format!("id  label  aliases  type  prior\n{table}")).unwrap(), text, "en");
    let entity = found.entities.iter().find(|entity| entity.name == name).expect(name);
    assert_eq!(entity.link.as_deref(), expected);
}

#[test]
fn aliases_link_what_is_found() {
    const TEXT: &str =
        "Steven Harlow met officials in Geneva. Harlow praised the International Atomic Energy Agency (IAEA).";
    link("Q1  Steven Harlow  -  PERSON", TEXT, "Steven Harlow", Some("Q1"));
    link("Q1  Steve Harlow  Stephen Harlow|STEVEN HARLOW", TEXT, "Steven Harlow", Some("Q1"));
    link("Q1  Harlow  -  PERSON", TEXT, "Steven Harlow", None);
    link("Q1  Steven Harlow  -  ORG", TEXT, "Steven Harlow", None);
    link("Q1  IAEA  -  ORG", TEXT, "International Atomic Energy Agency", Some("Q1"));
}

#[test]
fn the_likelier_of_several_is_meant() {
    const TEXT: &str = "Steven Harlow met officials in Geneva.";
    link("Q1  Steven Harlow  -  PERSON  0.2\nQ2  Steven Harlow  -  PERSON  0.7", TEXT, "Steven Harlow", Some("Q2"));
    link("Q1  Steven Harlow  -  PERSON  5\nQ2  Steven Harlow  -  PERSON  5", TEXT, "Steven Harlow", None);
}

#[test]
fn an_alias_makes_no_mention() {
    let aliases = "id\tlabel\nQ1\tmet officials";
    let found = annotate(lists("", aliases).unwrap(), "Steven Harlow met officials in Geneva.", "en");
    assert!(found.entities.iter().all(|entity| entity.link.as_deref() != Some("Q1")));
}

/// What is wrong with a watch list: line and words.
#[track_caller]
fn wrong(file: &[u8], line: usize, says: &str) {
    let errors = UserListsBuilder::default().add_watchlist("w", file).unwrap_err();
    assert_eq!(errors[0].line, Some(line), "{errors:?}");
    assert!(errors[0].detail.contains(says), "{errors:?}");
}

#[test]
fn faults_name_line_and_remedy() {
    wrong(b"id\tname\n1\tAda\n", 1, "lacks the column `type`; begin the file with id<TAB>type<TAB>name");
    wrong(b"# note\n\nid\ttype\tname\tcolour\n", 3, "no column is called `colour`");
    wrong(b"id\ttype\tname\n1\tROBOT\tAda\n", 2, "no type is called `ROBOT`; use one of PERSON, ORG");
    wrong(b"id\ttype\tname\n1\tDATE\tMonday\n", 2, "no type is called `DATE`");
    wrong(b"id\ttype\tname\n1\tORG\tA\n1\tORG\tB\n", 3, "id `1` is given twice, first in line 2");
    wrong(b"id\ttype\tname\n1\tORG\n", 2, "`name` is empty");
    wrong(b"id\ttype\tname\n1\tORG\tA\t\tx\n", 2, "5 columns where the header has 3");
    wrong(b"id\ttype\tname\n1\tORG\t--\n", 2, "no letter or digit");
    wrong(b"id\ttype\tname\tcase\n1\tORG\tA\tloud\n", 2, "no case rule is called `loud`");
    wrong(b"id\ttype\tname\n1\tORG\tA\n2\tORG\tB\xff\n", 3, "not UTF-8");
    let error = UserListsBuilder::default().add_alias_table("a", b"id\tlabel\tprior\n1\tA\tmuch\n").unwrap_err();
    assert!(error[0].detail.contains("prior `much` is no number"));
}

#[test]
fn many_faults_are_summed_up() {
    let file: String =
        std::iter::once("id\ttype\tname\n".to_owned()).chain((0..50).map(|n| format!("{n}\tX\tA\n"))).collect();
    let errors = UserListsBuilder::default().add_watchlist("w", file.as_bytes()).unwrap_err();
    assert_eq!((errors.len(), errors[10].detail.as_str()), (11, "and 40 more lines are wrong"));
}

#[test]
fn files_of_spreadsheets_are_read() {
    let mut builder = UserListsBuilder::default();
    builder.add_watchlist("w", "\u{feff}Type\tName\tID\r\nORG\tQuill\t7\r\n\r\n".as_bytes()).unwrap();
    builder.add_watchlist("empty", b"").unwrap();
    assert_eq!(builder.count(), (1, 0));
}
