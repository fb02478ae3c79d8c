//! Two small crates under `tests/fixtures` that show what the rules find, what they say, and what they pass.

use crate::rules::{Layers, cycles, outward};
use crate::{read, read_all, repository};

const ROOT: &[&str] = &["xtask/tests/fixtures/order/lib.rs"];

fn violations(order: &'static [&'static str], last: Option<&'static str>) -> Vec<String> {
    let (tree, imports) = read(ROOT[0]);
    Layers { order, last, roots: ROOT }.violations(&tree, &imports)
}

#[test]
fn an_import_against_the_order_is_reported() {
    assert_eq!(
        violations(&["base", "signature", "catalog"], None),
        ["xtask/tests/fixtures/order/signature/verify.rs:5 imports crate::catalog::SENDERS \
          (xtask/tests/fixtures/order/catalog.rs): layer `signature` must not import from `catalog`"]
    );
}

#[test]
fn an_import_through_a_reexport_counts_for_the_file_that_defines_the_item() {
    assert_eq!(
        violations(&["base", "catalog", "signature"], None),
        ["xtask/tests/fixtures/order/catalog.rs:4 imports crate::signature::scheme::Scheme \
          (xtask/tests/fixtures/order/signature/scheme.rs): layer `catalog` must not import from `signature`"]
    );
}

#[test]
fn modules_without_a_layer_are_reported_or_belong_to_the_last_one() {
    assert_eq!(violations(&["base", "signature"], None), ["`catalog` is in no layer"]);
    let last = violations(&["base"], Some("others"));
    assert!(last.is_empty(), "{last:?}");
    let first = violations(&["signature"], Some("others"));
    assert_eq!(first.len(), 2, "{first:?}");
}

#[test]
fn an_import_out_of_a_module_is_reported() {
    let (tree, imports) = read(ROOT[0]);
    assert_eq!(
        outward(&tree, &imports, "catalog"),
        [
            "xtask/tests/fixtures/order/catalog.rs:3 imports crate::base::time::Seconds \
          (xtask/tests/fixtures/order/base/time.rs)",
            "xtask/tests/fixtures/order/catalog.rs:4 imports crate::signature::scheme::Scheme \
          (xtask/tests/fixtures/order/signature/scheme.rs)"
        ]
    );
    assert_eq!(outward(&tree, &imports, "base"), Vec::<String>::new());
}

#[test]
fn files_that_import_each_other_are_reported_with_their_imports() {
    let (tree, imports) = read(ROOT[0]);
    assert_eq!(
        cycles(&tree, &imports),
        ["2 files, shortest cycle xtask/tests/fixtures/order/base/text.rs → \
          xtask/tests/fixtures/order/base/time.rs → xtask/tests/fixtures/order/base/text.rs\n  \
          xtask/tests/fixtures/order/base/text.rs imports Seconds (line 3) from \
          xtask/tests/fixtures/order/base/time.rs\n  \
          xtask/tests/fixtures/order/base/time.rs imports padded (line 10) from xtask/tests/fixtures/order/base/text.rs"]
    );
}

#[test]
fn every_kind_of_path_is_an_import() {
    let (tree, imports) = read_all("xtask/tests/fixtures/paths/lib.rs");
    let found = imports.found.iter().map(|import| {
        let file = tree.file_of(import.from).to_string();
        let file = file.trim_start_matches("xtask/tests/fixtures/paths/");
        let module = tree.modules[import.target.module].path.join("::");
        match &import.target.item {
            Some(item) => format!("{file}:{} {module}::{item}", import.line),
            None => format!("{file}:{} the module {module}", import.line),
        }
    });
    let expected = [
        "importer.rs:5 the module things::deep",
        "importer.rs:5 things::deep::Kind",
        "importer.rs:6 things::deep::Original",
        "importer.rs:9 the module things",
        "importer.rs:12 things::hidden::globbed",
        "importer.rs:18 things::deep::Generic",
        "importer.rs:19 things::text::serialize",
        "importer.rs:21 things::Generated",
        "importer.rs:26 things::deep::LIMIT",
        "importer.rs:31 things::deep::is_small",
        "importer.rs:34 things::generated",
        "importer.rs:37 things::deep::count",
        "importer.rs:41 things::hidden::Named",
        "things/mod.rs:12 things::deep::InMacro",
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert_eq!(imports.unresolved, ["xtask/tests/fixtures/paths/importer.rs:46 crate::things::deep::missing"]);
}

#[test]
fn a_file_that_no_module_declares_is_reported() {
    let (tree, _) = read_all("xtask/tests/fixtures/paths/lib.rs");
    assert_eq!(tree.unread(&repository()).unwrap(), ["xtask/tests/fixtures/paths/forgotten.rs"]);
}
