//! Runs other programs. Their output is passed to the terminal line by line, and test counts are read from it.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::failure::{Context as _, Failure};
use crate::tally::{Counts, Tally};

/// The result of a program that has ended.
pub(crate) struct Completed {
    /// Whether it ended with status 0.
    pub(crate) success: bool,
    /// The tests that it reported.
    pub(crate) counts: Counts,
}

/// Runs a program to its end and shows its output line by line. The order of lines from standard output and standard
/// error is kept as far as two pipes permit.
pub(crate) fn run(mut command: Command) -> Result<Completed, Failure> {
    println!("$ {}", shown(&command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context(format!("cannot start {}", name(command.get_program())))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let tally = Mutex::new(Tally::default());
    thread::scope(|scope| {
        scope.spawn(|| stdout.map(|pipe| show(pipe, &tally)));
        scope.spawn(|| stderr.map(|pipe| show(pipe, &tally)));
    });
    let status = child.wait().context(format!("cannot wait for {}", name(command.get_program())))?;
    let counts = tally.into_inner().unwrap_or_else(PoisonError::into_inner).counts();
    Ok(Completed { success: status.success(), counts })
}

/// Runs a program that must succeed.
pub(crate) fn require(command: Command) -> Result<(), Failure> {
    let line = shown(&command);
    if run(command)?.success { Ok(()) } else { Err(Failure::new(format!("`{line}` failed"))) }
}

/// Returns what a program writes to standard output, without showing it. Returns `None` if it cannot be started or
/// fails, so that this also detects missing tools.
pub(crate) fn capture(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Passes lines to the terminal. Each line is one write, so that lines of the two pipes do not mix.
fn show(pipe: impl Read, tally: &Mutex<Tally>) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while matches!(pipe.read_until(b'\n', &mut line), Ok(read) if read > 0) {
        tally.lock().unwrap_or_else(PoisonError::into_inner).line(&String::from_utf8_lossy(&line));
        // Keep reading after the terminal has been closed: the child would block on a full pipe.
        let _ = std::io::stdout().write_all(&line);
        line.clear();
    }
}

/// The variables that [`Workspace::command`](crate::workspace::Workspace::command) sets for every program.
const SAME_FOR_ALL: [&str; 3] = ["PATH", "CARGO_TARGET_DIR", "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS"];

/// Returns the command as it would be typed, without the variables that all commands have.
fn shown(command: &Command) -> String {
    let settings = command.get_envs().filter_map(|(key, value)| {
        let (key, value) = (key.to_string_lossy(), value?.to_string_lossy());
        (!SAME_FOR_ALL.contains(&&*key)).then(|| format!("{key}={value}"))
    });
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    settings.chain([name(command.get_program())]).chain(words).collect::<Vec<_>>().join(" ")
}

/// Returns the name of a program without its folder.
fn name(program: &OsStr) -> String {
    let path = std::path::Path::new(program);
    path.file_name().unwrap_or(program).to_string_lossy().into_owned()
}
