//! The browsers of the tests: Chromium with its driver, and Firefox.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use crate::debian;
use crate::failure::{Context as _, Failure};
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// The packages that contain both on Debian and its derivatives.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// The package that contains Firefox on Debian.
const FIREFOX: [&str; 1] = ["firefox-esr"];

/// Paths of Chromium and of a matching driver.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    /// The WebDriver server.
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Looks up `CHROME` and `CHROMEDRIVER`, then PATH.
    pub(crate) fn find(workspace: &Workspace) -> Option<Self> {
        let find = |variable: &str, names: &[&str]| {
            let set = env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file());
            set.or_else(|| names.iter().find_map(|name| workspace.which(OsStr::new(name))))
        };
        Some(Self {
            chromium: find("CHROME", &["chromium", "chromium-browser", "google-chrome"])?,
            driver: find("CHROMEDRIVER", &["chromedriver"])?,
        })
    }

    /// Writes the configuration that wasm-bindgen's test runner passes to the driver, and returns its path. Chromium
    /// runs headless with a fresh profile, and does not make background connections.
    pub(crate) fn capabilities(&self, workspace: &Workspace) -> Result<PathBuf, Failure> {
        let mut arguments = vec![
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ];
        if debian::is_root(workspace) {
            // Chromium refuses to start with its sandbox as root.
            arguments.push("--no-sandbox");
        }
        let arguments: Vec<_> = arguments.into_iter().map(quoted).collect();
        let text = format!(
            "{{\"goog:chromeOptions\":{{\"binary\":{},\"args\":[{}]}}}}\n",
            quoted(self.chromium.to_string_lossy()),
            arguments.join(",")
        );
        let file = workspace.target("tools/webdriver.json");
        fs::create_dir_all(workspace.target("tools")).context("cannot create the folder of the tools")?;
        fs::write(&file, text).context(format!("cannot write {}", workspace.shown(&file)))?;
        Ok(file)
    }
}

/// Finds a browser and its driver. Installs them if that does not require a password.
pub(crate) fn browser(workspace: &Workspace) -> SetupResult {
    let missing = Failure::new(format!(
        "Chromium and chromedriver are missing: on Debian or Ubuntu run `{}`, elsewhere install both, and set CHROME and \
         CHROMEDRIVER if they are not on PATH",
        debian::by_hand(&PACKAGES)
    ));
    debian::program(workspace, &PACKAGES, missing, || Browser::find(workspace).map(|found| found.chromium))
}

/// Looks up `FIREFOX`, then PATH.
pub(crate) fn find_firefox(workspace: &Workspace) -> Option<PathBuf> {
    let set = env::var_os("FIREFOX").map(PathBuf::from).filter(|file| file.is_file());
    set.or_else(|| ["firefox-esr", "firefox"].iter().find_map(|name| workspace.which(OsStr::new(name))))
}

/// Finds Firefox. Installs it if that does not require a password.
pub(crate) fn firefox(workspace: &Workspace) -> SetupResult {
    let missing = Failure::new(format!(
        "Firefox is missing: on Debian run `{}`, elsewhere install it, and set FIREFOX if it is not on PATH",
        debian::by_hand(&FIREFOX)
    ));
    debian::program(workspace, &FIREFOX, missing, || find_firefox(workspace))
}

/// Returns a text as a JSON string. The texts are options and paths, so that only quotes and backslashes need escaping.
fn quoted(text: impl AsRef<str>) -> String {
    format!("\"{}\"", text.as_ref().replace('\\', "\\\\").replace('"', "\\\""))
}
