//! The generated files are up to date.

extern crate alloc;

#[path = "../examples/generate/files/mod.rs"]
mod files;

mod adding_a_sender;

use std::fs;
use std::sync::LazyLock;

/// Generating takes seconds without optimization.
static FILES: LazyLock<Result<Vec<files::File>, Vec<String>>> = LazyLock::new(files::all);

#[test]
fn generated_files_are_up_to_date() {
    let drift = files::drift(&files::root(), FILES.as_ref().unwrap()).unwrap();
    assert!(drift.is_empty(), "{}\nrun: {}", drift.join("\n"), files::COMMAND);
}

#[test]
fn names_files_that_are_missing_out_of_date_or_left_over() {
    let root = std::env::temp_dir().join(format!("hookwright-generated-{}", std::process::id()));
    let files = FILES.as_ref().unwrap();
    for file in files {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    }
    assert_eq!(files::drift(&root, files).unwrap(), [""; 0]);
    fs::remove_file(root.join("core/schemas/well/company.created.json")).unwrap();
    fs::write(root.join("core/src/catalog/generated/github.rs"), "").unwrap();
    fs::write(root.join("core/schemas/well/company.merged.json"), "{}").unwrap();
    fs::write(root.join("wasm/ts/generated/senders/no-longer.ts"), "").unwrap();
    let drift = files::drift(&root, files).unwrap();
    fs::remove_dir_all(&root).unwrap();
    assert_eq!(
        drift,
        [
            "core/src/catalog/generated/github.rs is out of date",
            "core/schemas/well/company.created.json is missing",
            "core/schemas/well/company.merged.json is no longer generated",
            "wasm/ts/generated/senders/no-longer.ts is no longer generated"
        ]
    );
}

#[test]
fn replaces_the_numbers_between_markers() {
    let text =
        "For <!-- number of senders -->1<!-- end --> senders, or <!-- number of senders -->x<!-- end -->; 1 scheme.";
    let expected = "For <!-- number of senders -->117<!-- end --> senders, or <!-- number of senders -->117<!-- end -->; \
                    1 scheme.";
    assert_eq!(files::counts::replaced(text, "senders", 117), expected);
    assert_eq!(files::counts::replaced(text, "schemes", 2), text);
    for path in files::counts::DOCUMENTS {
        let document = fs::read_to_string(files::root().join(path)).unwrap();
        assert!(document.contains("<!-- number of "), "{path} has no generated number");
    }
}
