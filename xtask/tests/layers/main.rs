//! Checks that modules import only from the layers before them, and that files do not import each other, directly or
//! indirectly.
//!
//! An import is any use of another file's item by path, in a `use` declaration or elsewhere. It counts for the file
//! that defines the item, regardless of re-exports on the path. `mod` items, re-exports themselves and code that is
//! compiled only for tests do not count.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its crate should stop there")]
#![expect(clippy::indexing_slicing, reason = "ids of modules and files are made by the tree that they index")]

mod fixtures;
mod imports;
mod names;
mod resolve;
mod rules;
mod tokens;
mod tree;

use std::path::{Path, PathBuf};

use imports::Imports;
use rules::{Layers, cycles, outward};
use tree::Tree;

/// The layers of the core.
const CORE: Layers = Layers {
    order: &[
        "base",
        "signature",
        "retry",
        "event",
        "delivery",
        "inbox",
        "subscription",
        "catalog",
        "explain",
        "simulation",
        "service",
        "snippet",
        "import",
        "receiver",
    ],
    last: None,
    roots: &["core/src/lib.rs"],
};

/// The layers of the playground.
const PLAYGROUND: Layers = Layers {
    order: &["model", "browser", "reactive", "state", "ui", "panels", "app"],
    last: None,
    roots: &["playground/src/lib.rs"],
};

/// Reads the modules and imports of a crate. Fails if an import does not resolve, because it could not be checked.
fn read(root: &str) -> (Tree, Imports) {
    let (tree, imports) = read_all(root);
    assert_none("paths that lead nowhere", &imports.unresolved);
    (tree, imports)
}

/// Reads the modules and imports of a crate.
fn read_all(root: &str) -> (Tree, Imports) {
    let tree = Tree::read(&repository(), root).unwrap();
    let imports = Imports::of(&tree);
    (tree, imports)
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Fails with the list unless it is empty.
fn assert_none(what: &str, list: &[String]) {
    assert!(list.is_empty(), "{what} ({}):\n{}", list.len(), list.join("\n"));
}

#[test]
fn the_core_follows_the_order_of_its_layers() {
    let (tree, imports) = read("core/src/lib.rs");
    assert_none("imports against the order of layers", &CORE.violations(&tree, &imports));
}

#[test]
fn no_files_of_the_core_import_each_other() {
    let (tree, imports) = read("core/src/lib.rs");
    assert_none("cycles", &cycles(&tree, &imports));
}

#[test]
fn the_playground_follows_the_order_of_its_layers() {
    let (tree, imports) = read("playground/src/lib.rs");
    assert_none("imports against the order of layers", &PLAYGROUND.violations(&tree, &imports));
}

#[test]
fn the_models_of_the_playground_import_no_views() {
    let (tree, imports) = read("playground/src/lib.rs");
    assert_none("imports of a model from elsewhere", &outward(&tree, &imports, "model"));
}

#[test]
fn no_files_of_the_playground_import_each_other() {
    let (tree, imports) = read("playground/src/lib.rs");
    assert_none("cycles", &cycles(&tree, &imports));
}

#[test]
fn every_file_is_read() {
    let core = read("core/src/lib.rs").0.unread(&repository()).unwrap();
    assert_none("files that no module leads to", &core);
    // The binary around the library is a separate crate.
    let playground = read("playground/src/lib.rs").0.unread(&repository()).unwrap();
    assert_eq!(playground, ["playground/src/main.rs"]);
}
