//! The notices that the licenses of third-party code require, as one text for each package.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use crate::component::{self, Component};

/// The license of Rust's standard library, which is part of every binary but is not in the lock file.
const STANDARD_LIBRARY: &str = include_str!("standard-library.txt");

/// The JavaScript that the npm package contains: name, version and license.
const JAVASCRIPT: (&str, &str, &str) = ("tiny-inflate", "1.0.3", include_str!("tiny-inflate.txt"));

/// The published packages, and the beginning of the text of each.
const SHIPPED: [(&str, &str); 2] = [
    ("hookwright-wasm", "The WebAssembly modules of the npm package `hookwright`, and the JavaScript that loads them,"),
    (
        "hookwright-playground",
        "The WebAssembly modules of the Hookwright playground and of the npm package that its worker uses, and the\n\
         JavaScript that loads them,",
    ),
];

/// Returns the text for a package.
pub(crate) fn of(package: &str) -> Result<String, Box<dyn Error>> {
    let (_, subject) = SHIPPED.iter().find(|(name, _)| *name == package).ok_or_else(|| {
        let known: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
        format!("unknown package `{package}`; expected one of {}", known.join(", "))
    })?;
    let mut components = component::of(package)?;
    // The page serves the npm package to its worker.
    components.push(javascript());
    components.sort();
    Ok(text(subject, &components))
}

/// The package of npm that is part of the npm package.
fn javascript() -> Component {
    let (name, version, text) = JAVASCRIPT;
    Component {
        name: name.into(),
        version: version.into(),
        license: "MIT".into(),
        repository: Some("https://github.com/devongovett/tiny-inflate".into()),
        text: text.trim().into(),
    }
}

fn text(subject: &str, components: &[Component]) -> String {
    let mut text = format!(
        "Third-party notices\n\n{subject}\ncontain compiled code of the projects below. Where a project offers a choice of \
         licenses that includes\nthe MIT license, it is used under that one.\n\n"
    );
    let mut same_text: BTreeMap<&str, Vec<&Component>> = BTreeMap::new();
    for component in components {
        let _ = write!(text, "- {} {}: {}", component.name, component.version, component.license);
        let _ = component.repository.as_ref().map(|repository| write!(text, ", {repository}"));
        text.push('\n');
        same_text.entry(&component.text).or_default().push(component);
    }
    text.push_str("- The Rust standard library: MIT OR Apache-2.0, https://github.com/rust-lang/rust\n");
    let mut sections: Vec<_> = same_text.into_iter().collect();
    sections.sort_by_key(|(_, components)| components.first().map(|first| (&first.name, &first.version)));
    for (license, components) in sections {
        let names: Vec<String> =
            components.iter().map(|component| format!("{} {}", component.name, component.version)).collect();
        section(&mut text, &names.join(", "), license);
    }
    section(&mut text, "The Rust standard library", STANDARD_LIBRARY.trim());
    text
}

/// Appends a license, under the names of the components that use it.
fn section(text: &mut String, names: &str, license: &str) {
    let _ = write!(text, "\n{}\n{names}\n\n{license}\n", "=".repeat(76));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(name: &str, text: &str) -> Component {
        let [name, version, license, text] = [name, "1.0.0", "MIT", text].map(str::to_owned);
        Component { name, version, license, repository: None, text }
    }

    #[test]
    fn prints_a_shared_license_once_under_all_names() {
        let components =
            [component("a", "License of two."), component("b", "Other."), component("c", "License of two.")];
        let text = text("This", &components);
        assert!(text.contains("\na 1.0.0, c 1.0.0\n\nLicense of two.\n"), "{text}");
        assert!(text.contains("\nb 1.0.0\n\nOther.\n"), "{text}");
        assert_eq!(text.matches("License of two.").count(), 1);
    }

    #[test]
    fn names_the_bundled_javascript_with_its_version() -> Result<(), Box<dyn Error>> {
        let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/package.json"))?;
        let (name, version, _) = JAVASCRIPT;
        assert!(manifest.contains(&format!("\"{name}\": \"{version}\"")), "tests/package.json: not {name} {version}");
        assert!(text("This", &[javascript()]).contains("Copyright (c) 2015-present Devon Govett"));
        Ok(())
    }

    #[test]
    fn rejects_a_package_that_is_not_shipped() {
        let error = of("hookwright-bindgen").unwrap_err().to_string();
        assert!(error.contains("`hookwright-bindgen`") && error.contains("hookwright-wasm"), "{error}");
    }
}
