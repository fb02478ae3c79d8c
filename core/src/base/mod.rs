//! The layer that every other layer is built on: addresses, codes, credentials, HTTP messages, JSON, problems, provenance,
//! sorting, spelling and time.

pub mod addresses;
pub mod code;
pub mod credential;
pub mod http;
pub(crate) mod json;
pub mod problem;
pub mod provenance;
pub(crate) mod sort;
pub mod spelling;
pub mod time;
