//! The list of problem codes is what the code says.

use hookwright::event::PROBLEM_CODES;

#[test]
fn every_code_that_a_body_can_yield_is_listed_and_no_other() {
    let sources = [
        include_str!("../src/event/check.rs"),
        include_str!("../src/event/parse.rs"),
        include_str!("../src/catalog/parse.rs"),
    ]
    .concat();
    let calls = ["Problem::error(", "Problem::warning(", "Problem::note("];
    let code = |after: &str| after.trim_start().strip_prefix('"')?.split('"').next().map(String::from);
    let mut codes: Vec<String> = calls
        .iter()
        .flat_map(|call| sources.split(call).skip(1).map(|after| code(after).unwrap()).collect::<Vec<_>>())
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes, PROBLEM_CODES);
}
