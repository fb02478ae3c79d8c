//! The files that are made from the tables are what the tables say now.

#[path = "../examples/generate/files/mod.rs"]
mod files;

use std::fs;

#[test]
fn nothing_has_drifted() {
    let drift = files::drift(&files::root()).unwrap();
    assert!(drift.is_empty(), "{}\nrun: {}", drift.join("\n"), files::COMMAND);
}

#[test]
fn what_is_missing_changed_or_left_over_is_named() {
    let root = std::env::temp_dir().join(format!("hookwright-generated-{}", std::process::id()));
    for file in files::all().unwrap() {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text).unwrap();
    }
    assert_eq!(files::drift(&root).unwrap(), [""; 0]);
    fs::remove_file(root.join("core/schemas/well/company.created.json")).unwrap();
    fs::write(root.join("core/schemas/awell/track.started.json"), "{}").unwrap();
    fs::write(root.join("core/schemas/well/company.merged.json"), "{}").unwrap();
    let drift = files::drift(&root).unwrap();
    fs::remove_dir_all(&root).unwrap();
    assert_eq!(
        drift,
        [
            "core/schemas/well/company.created.json is missing",
            "core/schemas/awell/track.started.json is out of date",
            "core/schemas/well/company.merged.json is made by nothing any more"
        ]
    );
}
