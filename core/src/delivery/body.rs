//! Serialization of bodies in saved deliveries: as text if the body is UTF-8, and as base64 otherwise.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Saved<'a> {
    Text(Cow<'a, str>),
    Bytes { base64: String },
}

pub(super) fn serialize<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let saved = match core::str::from_utf8(body) {
        Ok(text) => Saved::Text(text.into()),
        Err(_) => Saved::Bytes { base64: Base64::encode_string(body) },
    };
    saved.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    match Saved::deserialize(deserializer)? {
        Saved::Text(text) => Ok(text.into_owned().into_bytes()),
        Saved::Bytes { base64 } => Base64::decode_vec(&base64).map_err(|_| D::Error::custom("the body is not base64")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Message;
    use proptest::prelude::*;

    fn saved(body: &[u8]) -> String {
        serde_json::to_string(&Message::json("evt_1", body)).unwrap()
    }

    #[test]
    fn writes_text_as_a_string_and_other_bytes_in_base64() {
        assert_eq!(saved(b"{}"), r#"{"id":"evt_1","content_type":"application/json","body":"{}"}"#);
        assert!(saved(b"\xff").ends_with(r#""body":{"base64":"/w=="}}"#));
        assert!(serde_json::from_str::<Message>(r#"{"id":"","content_type":"","body":{"base64":"/w"}}"#).is_err());
    }

    proptest! {
        #[test]
        fn deserialisation_reverses_serialization(
            body in prop_oneof![any::<Vec<u8>>(), any::<String>().prop_map(String::into_bytes)],
        ) {
            let read: Message = serde_json::from_str(&saved(&body)).unwrap();
            prop_assert_eq!(read.body, body);
        }
    }
}
