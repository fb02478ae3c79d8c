//! `cargo xtask serve`: serves the playground locally, and rebuilds it when a source changes.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::failure::{Context as _, Failure};
use crate::package;
use crate::report::Report;
use crate::setup::{self, Need};
use crate::workspace::Workspace;

/// The default port.
pub(crate) const PORT: u16 = 8080;

/// The tools that building the page requires.
pub(crate) const NEEDS: &[Need] =
    &[Need::Node, Need::WasmTarget, Need::Packages, Need::Crates, Need::Bindgen, Need::Split, Need::Trunk];

/// Serves until interrupted. Trunk is in the same process group, so that Ctrl-C ends both.
pub(crate) fn serve(workspace: &Workspace, port: u16) -> Result<bool, Failure> {
    // Checked first, so that a port in use is reported before minutes of setup.
    if let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        let sentence = format!("port {port} cannot be used ({error}): try another with `cargo xtask serve --port N`");
        return Err(Failure::new(sentence));
    }
    setup::require(workspace, NEEDS, &mut Report::new())?;
    // The worker of the page runs the npm package.
    package::build(workspace)?;
    println!("building the playground; the first time takes a few minutes");
    let mut trunk = trunk(workspace, "serve");
    // Not into `dist`, which `cargo xtask test playground` builds and the browser suite tests.
    trunk.args(["--port", &port.to_string(), "--dist"]).arg(workspace.target("serve"));
    let mut child = trunk.spawn().context("cannot start trunk")?;
    let mut announced = false;
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for trunk")? {
            return Ok(status.success());
        }
        if !announced && answers(port) {
            println!("\nThe playground is at http://127.0.0.1:{port} (Ctrl-C ends it)\n");
            announced = true;
        }
        thread::sleep(Duration::from_millis(200));
    }
}

/// Returns the command that runs Trunk on the playground with the release profile.
pub(crate) fn trunk(workspace: &Workspace, what: &str) -> std::process::Command {
    let mut command = workspace.command("trunk");
    command.args([what, "--release"]);
    if std::env::var_os("NO_COLOR").is_some() {
        // Trunk expects `true` or `false` and rejects the usual `1`.
        command.env("NO_COLOR", "true");
    }
    command
}

/// Returns whether the page is served.
fn answers(port: u16) -> bool {
    let request = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        write!(stream, "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n")?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(status == *b"HTTP/1.1 200")
    };
    request().unwrap_or(false)
}
