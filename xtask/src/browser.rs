//! Chromium and its driver, for the suites that run in a browser.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use crate::debian;
use crate::failure::{Failure, InContext as _};
use crate::tools::Ready;
use crate::workspace::Workspace;

/// What installs both on Debian and what is derived from it.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// A Chromium and the driver that speaks to it.
pub(crate) struct Browser {
    /// The browser's program.
    pub(crate) chromium: PathBuf,
    /// The program that drives it by the WebDriver protocol.
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Looks where `CHROME` and `CHROMEDRIVER` point, then on PATH.
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

    /// Writes what wasm-bindgen's test runner tells the driver, and says where: without a window, from a fresh profile,
    /// and without the connections that Chromium makes for itself.
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
            // Chromium refuses to start as root with its sandbox.
            arguments.push("--no-sandbox");
        }
        let arguments: Vec<_> = arguments.into_iter().map(quoted).collect();
        let text = format!(
            "{{\"goog:chromeOptions\":{{\"binary\":{},\"args\":[{}]}}}}\n",
            quoted(self.chromium.to_string_lossy()),
            arguments.join(",")
        );
        let file = workspace.target("tools/webdriver.json");
        fs::create_dir_all(workspace.target("tools")).context("cannot make the folder of the tools")?;
        fs::write(&file, text).context(format!("cannot write {}", workspace.shown(&file)))?;
        Ok(file)
    }
}

/// A browser and its driver, installed where that can be done without asking for a password.
pub(crate) fn browser(workspace: &Workspace) -> Ready {
    let missing = Failure::new(format!(
        "Chromium and chromedriver are missing: on Debian or Ubuntu run `{}`, elsewhere install both, and set CHROME and \
         CHROMEDRIVER if they are not on PATH",
        debian::by_hand(&PACKAGES)
    ));
    debian::program(workspace, &PACKAGES, missing, || Browser::find(workspace).map(|found| found.chromium))
}

/// A text as a JSON string. What comes here are options and paths: quotes and backslashes are all that needs care.
fn quoted(text: impl AsRef<str>) -> String {
    format!("\"{}\"", text.as_ref().replace('\\', "\\\\").replace('"', "\\\""))
}
