//! Optimized modules. The results are cached, because wasm-opt takes minutes for the modules of the page.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Context as _, Failure};
use crate::workspace::Workspace;

/// Returns the folder of the last result for a module. It is in the folder of wasm-opt, so that a new version of wasm-opt
/// starts with an empty cache.
pub(crate) fn cache(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.at("tests/node_modules/.cache/hookwright").join(name)
}

/// Optimizes a module, or copies the last result if the same module has been optimized in the same way.
///
/// `way` is what the result depends on in addition to the module, such as the arguments of wasm-opt.
pub(crate) fn optimize(
    cache: &Path,
    module: &Path,
    way: &str,
    optimize: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (before, after) = (cache.join("before.wasm"), cache.join("after.wasm"));
    let doing = "cannot read or cache the optimized module";
    let mut input = fs::read(module).context(doing)?;
    input.extend(way.as_bytes());
    if fs::read(&before).is_ok_and(|known| known == input) && after.is_file() {
        fs::copy(&after, module).context(doing)?;
        return Ok(());
    }
    let _ = fs::remove_file(&before);
    fs::create_dir_all(cache).context(doing)?;
    optimize(module)?;
    fs::copy(module, &after).context(doing)?;
    // Written last, because it marks the cached result as complete.
    fs::write(&before, &input).context(doing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_optimized_again_if_it_or_the_way_has_changed() {
        let folder = std::env::temp_dir().join(format!("hookwright-optimized-{}", std::process::id()));
        let module = folder.join("module.wasm");
        fs::create_dir_all(&folder).unwrap();
        let mut runs = 0;
        let mut result = |content: &str, way: &str| {
            fs::write(&module, content).unwrap();
            optimize(&folder.join("cache"), &module, way, |module| {
                runs += 1;
                fs::write(module, format!("{content} by {way} {runs}")).context("cannot write")
            })
            .unwrap();
            fs::read_to_string(&module).unwrap()
        };
        assert_eq!(result("a", "size"), "a by size 1");
        assert_eq!(result("a", "size"), "a by size 1");
        assert_eq!(result("b", "size"), "b by size 2");
        assert_eq!(result("b", "speed"), "b by speed 3");
        assert_eq!(result("b", "speed"), "b by speed 3");
        fs::remove_dir_all(&folder).unwrap();
    }
}
