//! Forms and results as plain values and functions, tested natively. Models do not import views. A model that only one
//! panel uses is in that panel's `model`.

pub(crate) mod account;
pub(crate) mod axis;
pub(crate) mod choice;
pub(crate) mod codes;
pub(crate) mod credentials;
pub(crate) mod custom;
pub(crate) mod describe;
pub(crate) mod duration;
pub(crate) mod exchange;
pub(crate) mod fields;
pub(crate) mod form;
#[cfg(test)]
pub(crate) mod golden;
pub(crate) mod handover;
pub(crate) mod highlight;
pub(crate) mod hook_file;
pub(crate) mod httpie;
pub(crate) mod instant;
pub(crate) mod json;
pub(crate) mod key_answer;
pub(crate) mod link;
pub(crate) mod link_members;
pub(crate) mod link_query;
#[cfg(test)]
pub(crate) mod link_sample;
pub(crate) mod link_text;
pub(crate) mod markdown;
pub(crate) mod members;
pub(crate) mod page;
pub(crate) mod providers;
pub(crate) mod reading;
pub(crate) mod sample;
pub(crate) mod samples;
pub(crate) mod scheme;
pub(crate) mod scheme_reference;
pub(crate) mod scrub;
pub(crate) mod search;
pub(crate) mod sender_file;
pub(crate) mod shortcuts;
pub(crate) mod stacks;
pub(crate) mod svg;
pub(crate) mod task;
pub(crate) mod to_value;
pub(crate) mod words;
