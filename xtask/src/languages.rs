//! The languages of the generated receivers that are not needed otherwise.

use std::ffi::OsStr;

use crate::debian;
use crate::failure::Failure;
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// The programs, and the Debian packages that contain them.
const LANGUAGES: [(&str, &str); 4] =
    [("go", "golang-go"), ("ruby", "ruby"), ("php", "php-cli"), ("javac", "default-jdk-headless")];

/// Finds Go, Ruby, PHP and Java. Installs those that are missing if that does not require a password.
pub(crate) fn all(workspace: &Workspace) -> SetupResult {
    let is_missing = |program: &str| workspace.which(OsStr::new(program)).is_none();
    let packages: Vec<&str> =
        LANGUAGES.iter().filter(|(program, _)| is_missing(program)).map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return Ok("already installed".into());
    }
    let missing = Failure::new(format!(
        "{} are missing: on Debian or Ubuntu run `{}`, elsewhere install Go 1.19, Ruby 3.1, PHP 8.2 and Java 17, or later",
        packages.join(", "),
        debian::by_hand(&packages)
    ));
    debian::install(workspace, &packages, missing)?;
    Ok(format!("installed {}", packages.join(", ")))
}
