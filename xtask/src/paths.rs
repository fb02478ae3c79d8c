//! Checks that published files do not contain paths of the machine that built them.

use std::fs;
use std::path::Path;

use crate::failure::{Context as _, Failure};
use crate::workspace::Workspace;

/// Fails if a file contains the path of the checkout, of cargo's target folder or of cargo's own folder.
pub(crate) fn check(workspace: &Workspace, file: &Path) -> Result<(), Failure> {
    let bytes = fs::read(file).context(format!("cannot read {}", workspace.shown(file)))?;
    for folder in workspace.private_folders() {
        let folder = folder.to_string_lossy();
        if contains(&bytes, folder.as_bytes()) {
            return Err(Failure::new(format!("{} contains the path {folder}", workspace.shown(file))));
        }
    }
    Ok(())
}

/// Returns whether the path occurs, other than as the beginning of a longer name.
fn contains(bytes: &[u8], path: &[u8]) -> bool {
    !path.is_empty() && bytes.windows(path.len() + 1).any(|window| window.strip_prefix(path).is_some_and(is_end))
}

fn is_end(next: &[u8]) -> bool {
    !next.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_path_and_not_the_beginning_of_another() {
        assert!(contains(b"\0/home/me/hookwright/core/src/lib.rs", b"/home/me/hookwright"));
        assert!(!contains(b"\0/home/me/hookwright-2/core/src/lib.rs", b"/home/me/hookwright"));
        assert!(!contains(b"/hookwright/core/src/lib.rs", b"/home/me/hookwright"));
        assert!(!contains(b"", b"/home"));
    }

    #[test]
    fn reports_a_file_that_names_the_checkout() {
        let workspace = Workspace::find().unwrap();
        let file = workspace.target("tmp-path-leak.bin");
        fs::create_dir_all(workspace.target("")).unwrap();
        fs::write(&file, format!("panicked at {}/core/src/lib.rs", workspace.at("").display())).unwrap();
        let error = check(&workspace, &file).unwrap_err().to_string();
        fs::write(&file, "panicked at /hookwright/core/src/lib.rs").unwrap();
        check(&workspace, &file).unwrap();
        fs::remove_file(&file).unwrap();
        assert!(error.contains("tmp-path-leak.bin contains the path"), "{error}");
    }
}
