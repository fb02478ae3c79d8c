//! Handshakes answer anyone, and what they sign must not be a delivery.

#![expect(clippy::print_stdout, reason = "the counts show that the search was not empty")]

mod search;

#[test]
fn h4_no_answer_to_a_handshake_verifies_as_a_delivery_of_a_random_scheme() {
    let (found, tally) = search::random_forgeries(10_000);
    println!("{tally:?}");
    assert!(tally.usable >= 3_000 && tally.unsigned >= 1_000, "{tally:?}");
    assert!(found.is_empty(), "{} forgeries: {}", found.len(), found[..3.min(found.len())].join("\n"));
}

#[test]
fn h4_no_answer_to_a_handshake_verifies_as_a_delivery_of_a_known_sender() {
    let found = search::forgeries_in_table();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn h4_schemes_whose_handshake_can_sign_deliveries_are_refused() {
    for (content, scheme) in search::known_oracles() {
        let codes: Vec<_> = scheme.check().iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&"signing_oracle"), "{content}: {codes:?}");
        assert_eq!(search::forgery(&scheme), None, "{content}");
    }
}
