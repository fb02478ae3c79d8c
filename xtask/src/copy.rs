//! A copy of the checkout in another folder, for commands that write into the checkout or must not depend on its
//! location.

use std::path::Path;
use std::{env, fs, process};

use crate::failure::{Context as _, Failure};
use crate::package;
use crate::workspace::Workspace;

/// A copy of the files that git tracks or would track. It is deleted when this value is dropped.
pub(crate) struct Copy {
    workspace: Workspace,
}

impl Copy {
    /// Copies the checkout to a folder outside it: inside, cargo would read the configuration of both.
    pub(crate) fn of(workspace: &Workspace, purpose: &str) -> Result<Self, Failure> {
        let folder = env::temp_dir().join(format!("hookwright-{purpose}-{}", process::id()));
        let copy = Self { workspace: workspace.elsewhere(folder.clone()) };
        package::create_empty(workspace, &folder)?;
        for file in workspace.files()? {
            let (from, to) = (workspace.at(&file), folder.join(&file));
            // Git's index still contains deleted files.
            if from.is_file() {
                let doing = || format!("cannot copy {file}");
                fs::create_dir_all(to.parent().unwrap_or(&folder)).context(doing())?;
                fs::copy(&from, &to).context(doing())?;
            }
        }
        Ok(copy)
    }

    /// Returns a workspace that runs the checkout's tools on the copy.
    pub(crate) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Returns the folder of the copy.
    pub(crate) fn folder(&self) -> &Path {
        self.workspace.root()
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // A failure only wastes disk space.
        let _ = fs::remove_dir_all(self.folder());
    }
}
