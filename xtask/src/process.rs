//! Running other programs: their output goes to the terminal as it comes, and test counts are read from it on the way.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::failure::{Failure, InContext as _};
use crate::tally::{Counts, Tally};

/// What a program that ran to its end left behind.
pub(crate) struct Ran {
    /// Whether it ended with status 0.
    pub(crate) success: bool,
    /// The tests that it reported.
    pub(crate) counts: Counts,
}

/// Runs a program to its end. Its output is shown line by line; standard error and standard output keep their order, as
/// far as two pipes can.
pub(crate) fn run(mut command: Command) -> Result<Ran, Failure> {
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
    Ok(Ran { success: status.success(), counts })
}

/// Runs a program that must succeed.
pub(crate) fn require(command: Command) -> Result<(), Failure> {
    let line = shown(&command);
    if run(command)?.success { Ok(()) } else { Err(Failure::new(format!("`{line}` failed"))) }
}

/// What a program writes to standard output; nothing is shown. `None` when it cannot be started or fails, which is how
/// one asks whether a tool is there.
pub(crate) fn ask(mut command: Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Passes lines on. One write for each line, so that lines of two pipes do not mix.
fn show(pipe: impl Read, tally: &Mutex<Tally>) {
    let mut pipe = BufReader::new(pipe);
    let mut line = Vec::new();
    while matches!(pipe.read_until(b'\n', &mut line), Ok(read) if read > 0) {
        tally.lock().unwrap_or_else(PoisonError::into_inner).line(&String::from_utf8_lossy(&line));
        // Reading goes on after the terminal is closed: the child would block on a full pipe.
        let _ = std::io::stdout().write_all(&line);
        line.clear();
    }
}

/// What [`Workspace::command`](crate::workspace::Workspace::command) sets for every program.
const SAME_FOR_ALL: [&str; 3] = ["PATH", "CARGO_TARGET_DIR", "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS"];

/// The command as a person would type it, without the parts that are the same for all of them.
fn shown(command: &Command) -> String {
    let settings = command.get_envs().filter_map(|(key, value)| {
        let (key, value) = (key.to_string_lossy(), value?.to_string_lossy());
        (!SAME_FOR_ALL.contains(&&*key)).then(|| format!("{key}={value}"))
    });
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    settings.chain([name(command.get_program())]).chain(words).collect::<Vec<_>>().join(" ")
}

/// The name of a program without the folder that it was found in.
fn name(program: &OsStr) -> String {
    let path = std::path::Path::new(program);
    path.file_name().unwrap_or(program).to_string_lossy().into_owned()
}
