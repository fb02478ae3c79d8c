//! What every other layer is built on: time, HTTP messages, JSON, problems, provenance and credentials.

pub(crate) mod addresses;
pub mod code;
pub mod credential;
pub mod http;
pub(crate) mod json;
pub mod problem;
pub mod provenance;
pub mod spelling;
pub mod time;
