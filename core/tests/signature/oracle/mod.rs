//! Anyone can send a handshake, so its response must not be a valid signature of a delivery.

mod search;

#[test]
fn responses_of_random_schemes_are_not_signatures_of_deliveries() {
    let (found, tally) = search::random_forgeries(10_000);
    println!("{tally:?}");
    assert!(tally.usable >= 3_000 && tally.unsigned >= 1_000, "{tally:?}");
    assert!(found.is_empty(), "{} forgeries: {}", found.len(), found[..3.min(found.len())].join("\n"));
}

#[test]
fn responses_of_built_in_schemes_are_not_signatures_of_deliveries() {
    let found = search::forgeries_in_table();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn rejects_schemes_whose_handshake_can_sign_deliveries() {
    for (content, scheme) in search::known_oracles() {
        let codes: Vec<_> = scheme.check().iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&"signing_oracle"), "{content}: {codes:?}");
        assert_eq!(search::forgery(&scheme), None, "{content}");
    }
}
