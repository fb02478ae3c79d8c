//! Compiles release modules, and Trunk on a fresh machine, while earlier suites run.
//!
//! Linking a module with its optimizations takes minutes on one core, and many suites wait for servers and browsers. So these
//! commands run with a low priority in the background. They only fill cargo's folders: the suite repeats them, which then
//! takes a second, and reports what fails.

use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::thread;

use crate::setup::Need;
use crate::suites::Suite;
use crate::workspace::Workspace;
use crate::{modules, parts, published, suites};

/// The compilations of a suite.
type Compile = fn(&Workspace) -> Vec<Command>;

/// The suites whose compilations are run ahead, in their order.
const AHEAD: [(&str, Compile); 3] = [
    ("no-std", |workspace| vec![suites::probe(workspace)]),
    ("package", |workspace| vec![modules::main_module(workspace), modules::verify_module(workspace)]),
    ("playground", |workspace| {
        let trunk = (!published::TRUNK.is_here(workspace)).then(|| published::TRUNK.install(workspace));
        [parts::module(workspace)].into_iter().chain(trunk).collect()
    }),
];

/// The compilations that run in the background.
pub(crate) struct Ahead {
    jobs: Vec<(&'static str, Receiver<()>)>,
}

impl Ahead {
    /// Starts the compilations of those suites before which another one runs.
    pub(crate) fn start(workspace: &Workspace, chosen: &[&Suite]) -> Self {
        let (mut jobs, mut work) = (Vec::new(), Vec::new());
        for (name, compile) in needed(chosen) {
            let (done, ended) = mpsc::channel();
            jobs.push((name, ended));
            work.push((
                compile(workspace).into_iter().map(|command| calm(workspace, &command)).collect::<Vec<_>>(),
                done,
            ));
        }
        thread::spawn(move || {
            for (commands, done) in work {
                for mut command in commands {
                    // The suite runs the command again, and reports the failure.
                    let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
                }
                drop(done);
            }
        });
        Self { jobs }
    }

    /// Waits for the compilations of a suite.
    pub(crate) fn wait_for(&self, suite: &str) {
        let Some((_, ended)) = self.jobs.iter().find(|(name, _)| *name == suite) else { return };
        // The sender is dropped without a message.
        if ended.try_recv() == Err(TryRecvError::Empty) {
            println!("\nwaiting for what is compiled in the background for {suite}");
            let _ = ended.recv();
        }
    }
}

/// Returns whether a tool is compiled in the background, and is required only by the first suite that needs it.
pub(crate) fn is_later(need: Need, chosen: &[&Suite]) -> bool {
    need == Need::Trunk && needed(chosen).iter().any(|(name, _)| *name == "playground")
}

/// Returns the chosen suites with compilations, except the first one, which starts at once.
fn needed(chosen: &[&Suite]) -> Vec<(&'static str, Compile)> {
    let later = chosen.get(1..).unwrap_or_default();
    AHEAD.into_iter().filter(|(name, _)| later.iter().any(|suite| suite.name == *name)).collect()
}

/// Returns the command with a low priority, if this system has the program `nice`.
fn calm(workspace: &Workspace, command: &Command) -> Command {
    let Some(nice) = workspace.which("nice".as_ref()) else {
        return again(command, Command::new(command.get_program()));
    };
    let mut calm = Command::new(nice);
    calm.args(["-n", "10"]).arg(command.get_program());
    again(command, calm)
}

/// Adds the arguments, the folder and the variables of a command to another one.
fn again(command: &Command, mut to: Command) -> Command {
    to.args(command.get_args());
    command.get_current_dir().map(|folder| to.current_dir(folder));
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Failure;

    fn names(chosen: &[&str]) -> Vec<&'static str> {
        let suites: Vec<&Suite> =
            chosen.iter().map(|name| suites::SUITES.iter().find(|suite| suite.name == *name).unwrap()).collect();
        needed(&suites).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn compiles_what_a_later_suite_needs() {
        assert_eq!(names(&["format", "package", "playground", "browser"]), ["package", "playground"]);
        assert_eq!(names(&["package", "node"]), [""; 0]);
        assert_eq!(names(&["package", "playground"]), ["playground"]);
        assert_eq!(names(&[]), [""; 0]);
    }

    #[test]
    fn every_suite_that_is_compiled_ahead_is_one_in_the_same_order() {
        let places = AHEAD.map(|(name, _)| suites::SUITES.iter().position(|suite| suite.name == name));
        assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?}");
    }

    #[test]
    fn a_calm_command_is_the_same_command() -> Result<(), Failure> {
        let workspace = Workspace::find()?;
        let command = parts::module(&workspace);
        let calm = calm(&workspace, &command);
        let words: Vec<_> = calm.get_args().collect();
        assert!(words.ends_with(&command.get_args().collect::<Vec<_>>()));
        assert!(calm.get_program() == command.get_program() || words.contains(&command.get_program()));
        assert_eq!(calm.get_current_dir(), command.get_current_dir());
        assert!(calm.get_envs().eq(command.get_envs()));
        Ok(())
    }
}
