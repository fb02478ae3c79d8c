//! Components that several panels use: controls, verdicts, code to copy.

pub(crate) mod bind;
pub(crate) mod chooser;
pub(crate) mod clock;
pub(crate) mod code;
pub(crate) mod controls;
pub(crate) mod custom;
pub(crate) mod custom_scheme;
pub(crate) mod entry;
pub(crate) mod figure;
pub(crate) mod findings;
pub(crate) mod lazy;
pub(crate) mod links;
pub(crate) mod provenance;
pub(crate) mod scheme_card;
pub(crate) mod scheme_chooser;
pub(crate) mod share;
pub(crate) mod shortcuts;
pub(crate) mod tabs;
pub(crate) mod taken_over;
pub(crate) mod theme;
pub(crate) mod unsaved;
