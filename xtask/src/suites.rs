//! The test suites: what each is called, what it needs, and how it is run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::browser::Browser;
use crate::failure::{Failure, InContext as _};
use crate::process::run;
use crate::report::Outcome;
use crate::setup::Need;
use crate::tally::Counts;
use crate::workspace::{WASM, Workspace};
use crate::{declarations, deny, inventory, package, paths, prose, python, redis, reproducible, sbom, serve};

/// One suite.
pub(crate) struct Suite {
    /// What it is called, on the command line too.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) about: &'static str,
    /// What must be in place.
    pub(crate) needs: &'static [Need],
    /// Suites that make what this one tests.
    pub(crate) after: &'static [&'static str],
    /// Runs it.
    pub(crate) run: fn(&Workspace) -> Result<Outcome, Failure>,
}

/// The suites that always run, in the order in which they run: what is quick and often fails comes first.
pub(crate) const SUITES: &[Suite] = &[
    Suite {
        name: "format",
        about: "sources are formatted, and prose is spelled and worded as the style guide says",
        needs: &[Need::Lints, Need::Node, Need::Packages, Need::Typos],
        after: &[],
        run: format,
    },
    Suite {
        name: "lint",
        about: "clippy and Biome report nothing, and the TypeScript keeps to its layers",
        needs: &[Need::Lints, Need::WasmTarget, Need::Node, Need::Packages],
        after: &[],
        run: lint,
    },
    Suite {
        name: "core",
        about: "the core, the page's model and these commands, natively",
        needs: &[Need::Crates],
        after: &[],
        run: core,
    },
    Suite {
        name: "api",
        about: "the public API of the crate is the one in core/api.txt",
        needs: inventory::NEEDS,
        after: &[],
        run: api,
    },
    Suite {
        name: "no-std",
        about: "the core builds without std, and the module imports nothing",
        needs: &[Need::Node, Need::WasmTarget],
        after: &[],
        run: no_std,
    },
    Suite {
        name: "wasm-node",
        about: "the wrapper, as wasm in Node",
        needs: &[Need::Node, Need::WasmTarget, Need::Bindgen],
        after: &[],
        run: wasm_node,
    },
    Suite {
        name: "wasm-browser",
        about: "the wrapper, and the page's parts if they have such tests, as wasm in Chromium",
        needs: &[Need::WasmTarget, Need::Bindgen, Need::Browser],
        after: &[],
        run: wasm_browser,
    },
    Suite {
        name: "package",
        about: "the npm package builds and packs",
        needs: package::NEEDS,
        after: &[],
        run: package,
    },
    Suite {
        name: "types",
        about: "the package's types, strictly, and that they are those of wasm/api",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: types,
    },
    Suite {
        name: "node",
        about: "a real receiver, from event to answer",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| node(workspace, "node"),
    },
    Suite {
        name: "peers",
        about: "the same deliveries through other libraries, and what vendors' own make and accept",
        needs: &[Need::Node, Need::Packages],
        after: &["package"],
        run: |workspace| node(workspace, "peers"),
    },
    Suite {
        name: "bullmq",
        about: "ten thousand deliveries through BullMQ on Redis, and a worker that dies",
        needs: &[Need::Node, Need::Packages, Need::Redis],
        after: &["package"],
        run: bullmq,
    },
    Suite {
        name: "contract",
        about: "the providers' services against their OpenAPI documents",
        needs: &[Need::Node, Need::Packages, Need::Contract],
        after: &["package"],
        run: contract,
    },
    Suite {
        name: "playground",
        about: "the page builds as it is published",
        needs: serve::NEEDS,
        after: &[],
        run: page,
    },
    Suite {
        name: "browser",
        about: "the page in Chromium, as a person uses it",
        needs: &[Need::Node, Need::Packages, Need::Browser],
        after: &["package", "playground"],
        run: browser,
    },
    Suite {
        name: "readme",
        about: "what the README tells people to type",
        needs: serve::NEEDS,
        after: &["package", "playground"],
        run: |workspace| node(workspace, "readme"),
    },
    Suite {
        name: "deny",
        about: "licences, sources and bans of the dependencies, and the notices of third-party code",
        needs: deny::NEEDS,
        after: &[],
        run: deny::suite,
    },
];

/// The suites that run when all are asked for, or by name.
pub(crate) const SLOW: &[Suite] = &[
    Suite {
        name: "sbom",
        about: "the lists of what everything is made of",
        needs: sbom::NEEDS,
        after: &[],
        run: software_lists,
    },
    Suite {
        name: "reproducible",
        about: "two folders make the same modules",
        needs: package::NEEDS,
        after: &[],
        run: reproducible::suite,
    },
];

fn format(workspace: &Workspace) -> Result<Outcome, Failure> {
    let rustfmt = workspace.cargo(&["fmt", "--all", "--check"]);
    let mut counts = Counts::one(prose::check(workspace)?);
    for command in [rustfmt, biome(workspace, &["format"]), workspace.command("typos")] {
        counts += Counts::one(run(command)?.success);
    }
    Ok(Outcome::Counted(counts))
}

fn lint(workspace: &Workspace) -> Result<Outcome, Failure> {
    // Named one by one: `hookwright-bindgen` is left out, as it would compile all of wasm-bindgen's tools for two short files.
    let native = ["clippy", "-p", "hookwright", "-p", "xtask", "-p", "hookwright-inventory", "--all-targets"];
    let wasm = ["clippy", "-p", "hookwright-wasm", "-p", "hookwright-playground", "--all-targets", "--all-features"];
    let probe = ["clippy", "-p", "hookwright-no-std-probe"];
    // Without its default features it is not linked, so that no C++ compiler is needed.
    let fuzz = ["clippy", "--locked", "--manifest-path", deny::FUZZ, "--no-default-features"];
    let commands =
        [workspace.cargo(&native), workspace.cargo(&fuzz), workspace.cargo_wasm(&wasm), workspace.cargo_wasm(&probe)];
    let clippy = commands.map(|mut command| {
        command.args(["--", "-D", "warnings"]);
        command
    });
    let biome = biome(workspace, &["check", "--formatter-enabled=false", "--error-on-warnings"]);
    let mut layers = workspace.command("depcruise");
    layers.args(["--config", "lint/layers.mjs", "ts"]).current_dir(workspace.at("wasm"));
    checks(clippy.into_iter().chain([biome, layers]))
}

/// Biome over the checkout, as `biome.jsonc` configures it.
fn biome(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.command("biome");
    command.args(arguments).arg(".");
    command
}

fn core(workspace: &Workspace) -> Result<Outcome, Failure> {
    tests([
        workspace.cargo(&["test", "-p", "hookwright", "-p", "xtask", "-p", "hookwright-inventory", "--no-fail-fast"]),
        workspace.cargo(&["test", "-p", "hookwright-playground", "--lib"]),
    ])
}

fn api(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for listing in inventory::API {
        counts += Counts::one(listing.check(workspace)?);
    }
    Ok(Outcome::Counted(counts))
}

fn no_std(workspace: &Workspace) -> Result<Outcome, Failure> {
    let manifest = workspace.read("core/Cargo.toml")?;
    let alone = ["--no-default-features", "--features"];
    let with = |feature| workspace.cargo(&[&["check", "-p", "hookwright"], &alone[..], &[feature]].concat());
    let mut commands: Vec<Command> = [""].into_iter().chain(features(&manifest)).map(with).collect();
    commands.push(workspace.cargo(&["check", "-p", "hookwright", "--all-features"]));
    commands.push(workspace.cargo(&["test", "-p", "hookwright", "--no-default-features", "--test", "slim"]));
    let build = ["build", "-p", "hookwright-no-std-probe", "--release", "--target", WASM];
    let mut check = workspace.command("node");
    check.arg("tests/no-std-probe/check.mjs");
    check.arg(workspace.target(&format!("{WASM}/release/hookwright_no_std_probe.wasm")));
    // Not both in any case: after a build that failed, the module of the build before it would be what is checked.
    if !run(workspace.cargo(&build))?.success {
        return Ok(Outcome::Counted(Counts::one(false)));
    }
    commands.push(check);
    checks(commands)
}

/// The features that a manifest declares, without `default`.
fn features(manifest: &str) -> impl Iterator<Item = &str> {
    let declared = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
    let names = declared.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name).filter(|name| *name != "default" && !name.starts_with('#'))
}

// Both wasm suites leave out doc tests, which are about Rust, and never say `--quiet`: the runner does not know it.

fn wasm_node(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command =
        workspace.cargo_wasm(&["test", "-p", "hookwright-wasm", "--all-features", "--tests", "--no-fail-fast"]);
    command.env("WASM_BINDGEN_TEST_ONLY_NODE", "1");
    tests([command])
}

fn wasm_browser(workspace: &Workspace) -> Result<Outcome, Failure> {
    let browser = find_browser(workspace)?;
    let capabilities = browser.capabilities(workspace)?;
    // Compiling the page for tests takes minutes on a fresh machine: only where it has some.
    let page = workspace.at("playground/tests").is_dir().then_some("hookwright-playground");
    // One command for each crate: together they would agree on features that neither has alone, and the wrapper would be
    // compiled again, otherwise than for Node.
    tests(["hookwright-wasm"].into_iter().chain(page).map(|package| {
        let mut command = workspace.cargo_wasm(&["test", "-p", package, "--all-features", "--tests", "--no-fail-fast"]);
        command
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities)
            .env("CHROMEDRIVER", &browser.driver);
        command
    }))
}

fn package(workspace: &Workspace) -> Result<Outcome, Failure> {
    let tarball = package::build(workspace)?;
    let mut publint = workspace.command("publint");
    publint.arg("run").arg(tarball).arg("--strict");
    let mut counts = Counts::one(true);
    counts += Counts::one(run(publint)?.success);
    Ok(Outcome::Counted(counts))
}

fn types(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut counts = Counts::one(declarations::check(workspace)?);
    for project in ["tests/node/tsconfig.json", "tests/node/tsconfig.bullmq5.json"] {
        let mut tsc = workspace.command("tsc");
        tsc.args(["--noEmit", "-p", project]);
        counts += Counts::one(run(tsc)?.success);
    }
    Ok(Outcome::Counted(counts))
}

fn node(workspace: &Workspace, suite: &str) -> Result<Outcome, Failure> {
    tests([node_tests(workspace, suite)?])
}

fn page(workspace: &Workspace) -> Result<Outcome, Failure> {
    let built = run(serve::trunk(workspace, "build"))?.success;
    if built {
        for module in files(workspace, "dist", "_bg.wasm")? {
            paths::check(workspace, &module)?;
            println!("{}: {}", workspace.shown(&module), package::size(workspace, &module));
        }
    }
    Ok(Outcome::Counted(Counts::one(built)))
}

fn bullmq(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "bullmq")?;
    command.env("HOOKWRIGHT_REDIS", redis::find(workspace).ok_or_else(|| Failure::new("the Redis server is gone"))?);
    tests([command])
}

fn contract(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "contract")?;
    command.env("HOOKWRIGHT_PYTHON", python::programs(workspace));
    tests([command])
}

fn software_lists(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "sbom")?;
    command.env("HOOKWRIGHT_SBOM", sbom::write(workspace)?);
    tests([command])
}

fn browser(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "browser")?;
    command.env("HOOKWRIGHT_CHROMIUM", find_browser(workspace)?.chromium).env("HOOKWRIGHT_DIST", workspace.at("dist"));
    tests([command])
}

fn find_browser(workspace: &Workspace) -> Result<Browser, Failure> {
    Browser::find(workspace).ok_or_else(|| Failure::new("Chromium is gone"))
}

/// Node's own test runner over the test files of a suite, which are named one by one: Node 20 knows no patterns. Two files
/// at a time, because they wait for servers and browsers, and a machine with two cores is the measure.
fn node_tests(workspace: &Workspace, suite: &str) -> Result<Command, Failure> {
    let folder = format!("tests/{suite}");
    let mut command = workspace.command("node");
    command.args(["--test", "--test-concurrency=2", "--test-reporter=spec"]).env("HOOKWRIGHT_SUITE", suite);
    let tests = files(workspace, &folder, ".test.mjs")?;
    if tests.is_empty() {
        return Err(Failure::new(format!("ran nothing: {folder} has no file that ends in .test.mjs")));
    }
    let root = workspace.at("");
    command.args(tests.iter().map(|file| file.strip_prefix(&root).unwrap_or(file)));
    Ok(command)
}

/// The files of a folder with this ending, in order of their names. None where there is no such folder.
fn files(workspace: &Workspace, folder: &str, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let folder = workspace.at(folder);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).context(format!("cannot list {}", workspace.shown(&folder)))? {
        let path = entry.context(format!("cannot list {}", workspace.shown(&folder)))?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Commands of which each is one check: it succeeds or it does not.
pub(crate) fn checks(commands: impl IntoIterator<Item = Command>) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for command in commands {
        counts += Counts::one(run(command)?.success);
    }
    Ok(Outcome::Counted(counts))
}

/// Commands that report tests of their own. One that fails without naming a failed test counts as one; a suite without
/// any test has proved nothing, and fails.
fn tests(commands: impl IntoIterator<Item = Command>) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for command in commands {
        let ran = run(command)?;
        counts += ran.counts;
        if !ran.success && ran.counts.failed == 0 {
            counts += Counts::one(false);
        }
    }
    if counts == Counts::default() { Err(Failure::new("ran nothing")) } else { Ok(Outcome::Counted(counts)) }
}
