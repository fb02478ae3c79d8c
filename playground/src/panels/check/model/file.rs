//! Files that are chosen or dropped.

use super::session::LARGEST_BODY;
use crate::model::words::grouped;

/// Returns the message that a file is too large, if it is. `size` is its length in bytes. A larger one could use up the memory
/// of the tab.
pub(crate) fn too_large(name: &str, size: f64) -> Option<String> {
    let limit = f64::from(u32::try_from(LARGEST_BODY).unwrap_or(u32::MAX));
    (size > limit).then(|| {
        format!("`{}` is larger than {} MB; choose a smaller file", plain(name), grouped(LARGEST_BODY / 1_000_000))
    })
}

/// Returns the name of a file for a message, in which backticks enclose it.
pub(crate) fn plain(name: &str) -> String {
    name.replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_over_the_limit_are_refused() {
        assert_eq!(too_large("a.bin", 10_000_000.0), None);
        let message = too_large("a`.bin", 10_000_001.0);
        assert_eq!(message.as_deref(), Some("`a.bin` is larger than 10 MB; choose a smaller file"));
    }
}
