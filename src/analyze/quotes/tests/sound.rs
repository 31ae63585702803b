//! What is told as said and what is not.

use super::check;

#[test]
fn a_thing_defended() {
    check("Mary Holt defended the budget.", "Mary Holt defended the budget.");
}

#[test]
fn a_question_put_to_somebody() {
    check("Mary Holt was asked whether she knew.", "Mary Holt was asked whether she knew.");
}

#[test]
fn what_is_not_told() {
    check("Mary Holt would not say how much it cost.", "Mary Holt would not say how much it cost.");
}

#[test]
fn a_clause_after_an_apposition() {
    check(
        "Mary Holt said inflation, now at 8.1%, would not return to the target.",
        "<1:Mary Holt> said [1:inflation, now at 8.1%, would not return to the target].",
    );
}

#[test]
fn a_dateline_is_silent() {
    check(
        "TARSK, Nov 12 (Corriden) - Veldora's central bank kept its rate and said that prices would fall.",
        "TARSK, Nov 12 (Corriden) - <1:Veldora's central bank> kept its rate and said [1:that prices would fall].",
    );
}
