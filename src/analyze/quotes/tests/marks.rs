//! Styles of quotation marks.

use super::{check, check_in};

#[test]
fn curly() {
    check("“We won the cup,” Mary Holt said.", "“[1:We won the cup,]” <1:Mary Holt> said.");
}

#[test]
fn straight() {
    check("\"We won the cup,\" Mary Holt said.", "\"[1:We won the cup,]\" <1:Mary Holt> said.");
}

#[test]
fn two_apostrophes() {
    check("''We won the cup,'' Mary Holt said.", "''[1:We won the cup,]'' <1:Mary Holt> said.");
}

#[test]
fn backticks() {
    check("``We won the cup,'' Mary Holt said.", "``[1:We won the cup,]'' <1:Mary Holt> said.");
}

#[test]
fn british_singles() {
    check("‘We won the cup,’ Mary Holt said.", "‘[1:We won the cup,]’ <1:Mary Holt> said.");
}

#[test]
fn straight_singles() {
    check("'We won the cup,' Mary Holt said.", "'[1:We won the cup,]' <1:Mary Holt> said.");
}

#[test]
fn apostrophes_in_singles() {
    check(
        "‘I don’t mind the players’ noise,’ said Mary Holt. ‘It’s fine.’",
        "‘[1:I don’t mind the players’ noise,]’ said <1:Mary Holt>. ‘[1:It’s fine.]’",
    );
}

#[test]
fn doubles_in_singles() {
    check(
        "‘He shouted “stop” at the driver,’ Mary Holt said.",
        "‘[1:He shouted “stop” at the driver,]’ <1:Mary Holt> said.",
    );
}

#[test]
fn singles_in_doubles() {
    check(
        "“He shouted ‘stop right there’ at the driver,” Mary Holt said.",
        "“[1:He shouted ‘stop right there’ at the driver,]” <1:Mary Holt> said.",
    );
}

#[test]
fn apostrophes_are_no_marks() {
    check(
        "The workers' union and the bosses' club met in the '90s.",
        "The workers' union and the bosses' club met in the '90s.",
    );
}

#[test]
fn inches_are_no_marks() {
    check("The board is 6\" wide and 12\" long, no more.", "The board is 6\" wide and 12\" long, no more.");
}

#[test]
fn reopened_paragraph() {
    check(
        "“We won the cup,” Mary Holt said. “It took us years.\n“And it was worth it.”",
        "“[1:We won the cup,]” <1:Mary Holt> said. “[1:It took us years.]\n“[1:And it was worth it.]”",
    );
}

#[test]
fn stray_opener() {
    check(
        "“We won the cup, Mary Holt told the paper.\n“It took years,” Tom Reed said.",
        "“[1:We won the cup, Mary Holt told the paper.]\n“[2:It took years,]” <2:Tom Reed> said.",
    );
}

#[test]
fn guillemets_of_france() {
    check_in(
        "fr",
        "« Nous avons gagné la coupe », a déclaré Marie Dupré.",
        "« [1:Nous avons gagné la coupe] », a déclaré <1:Marie Dupré>.",
    );
}

#[test]
fn guillemets_of_germany() {
    check_in("de", "»Wir haben den Pokal«, sagte Anna Huber.", "»[1:Wir haben den Pokal]«, sagte <1:Anna Huber>.");
}

#[test]
fn low_and_high() {
    check_in("de", "„Wir haben den Pokal“, sagte Anna Huber.", "„[1:Wir haben den Pokal]“, sagte <1:Anna Huber>.");
}

#[test]
fn same_mark_on_both_sides() {
    check_in("sv", "”Vi vann hela cupen”, sade Anna Holm.", "”[1:Vi vann hela cupen]”, sade <1:Anna Holm>.");
}

#[test]
fn dashes_of_spain() {
    check_in(
        "es",
        "—No lo sé todavía —dijo Rosa Vidal—. Ya veremos.",
        "—[1:No lo sé todavía] —dijo <1:Rosa Vidal>—. [1:Ya veremos.]",
    );
}

#[test]
fn dashes_of_france() {
    check_in("fr", "– Je ne sais pas, répond Jean Morel.", "– [1:Je ne sais pas,] répond <1:Jean Morel>.");
}

#[test]
fn a_list_is_no_speech() {
    check("– two eggs\n– a cup of flour", "– two eggs\n– a cup of flour");
}
