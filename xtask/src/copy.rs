//! A copy of the checkout in another folder, for what must not depend on the folder or writes into it.

use std::path::Path;
use std::{env, fs, process};

use crate::failure::{Failure, InContext as _};
use crate::package;
use crate::workspace::Workspace;

/// A copy of the files that git tracks or would track. It is deleted when this value is dropped.
pub(crate) struct Copy {
    workspace: Workspace,
}

impl Copy {
    /// Copies the checkout. Not to a place below it, where cargo would read the configuration of both.
    pub(crate) fn of(workspace: &Workspace, purpose: &str) -> Result<Self, Failure> {
        let folder = env::temp_dir().join(format!("hookwright-{purpose}-{}", process::id()));
        let copy = Self { workspace: workspace.elsewhere(folder.clone()) };
        package::fresh(workspace, &folder)?;
        for file in workspace.files()? {
            let (from, to) = (workspace.at(&file), folder.join(&file));
            // What was deleted is still in git's index.
            if from.is_file() {
                let doing = || format!("cannot copy {file}");
                fs::create_dir_all(to.parent().unwrap_or(&folder)).context(doing())?;
                fs::copy(&from, &to).context(doing())?;
            }
        }
        Ok(copy)
    }

    /// The tools of the checkout, at work on the copy.
    pub(crate) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The folder of the copy.
    pub(crate) fn folder(&self) -> &Path {
        self.workspace.root()
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // When that fails, only disk space is lost.
        let _ = fs::remove_dir_all(self.folder());
    }
}
