//! Texts that consist of several JSON documents, such as one per line (NDJSON).

use serde_json::value::RawValue;

/// The number of JSON documents in a text, if there are several objects or arrays and nothing else.
pub(crate) fn documents(text: &str) -> Option<usize> {
    let mut count = 0_usize;
    for document in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        document.ok().filter(|document| document.get().starts_with(['{', '[']))?;
        count = count.saturating_add(1);
    }
    (count > 1).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::documents;

    #[test]
    fn only_whole_documents_are_counted() {
        assert_eq!(documents("{\"a\":1}\n{\"a\":2}\r\n[3]\n"), Some(3));
        assert_eq!(documents("{}{}"), Some(2));
        for other in ["", "{}", "1 2", "{}\n{\"a\":", "{},{}", "{}\nnull", "{} x"] {
            assert_eq!(documents(other), None, "{other}");
        }
    }
}
