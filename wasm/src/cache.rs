//! Caches of values that are created from JSON text.

use std::cell::RefCell;

/// The number of values in a cache. Once it is full, the least recently used one is removed.
const MAX_CACHED: usize = 16;

/// Values by the text from which they were created, the least recently used first. Cloning a value should be cheap.
pub(crate) struct Cache<T>(RefCell<Vec<(String, T)>>);

impl<T: Clone> Cache<T> {
    pub(crate) const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// The value for a text, which is created if it is not in the cache. Nothing is borrowed in the meantime, because
    /// creating an error calls JavaScript, which can call this module again.
    pub(crate) fn get<E>(&self, text: &str, create: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(found) = self.find(text) {
            return Ok(found);
        }
        let created = create()?;
        let mut kept = self.0.borrow_mut();
        kept.retain(|(known, _)| known != text);
        if kept.len() == MAX_CACHED {
            kept.remove(0);
        }
        kept.push((text.into(), created.clone()));
        Ok(created)
    }

    fn find(&self, text: &str) -> Option<T> {
        let mut kept = self.0.borrow_mut();
        let at = kept.iter().position(|(known, _)| known == text)?;
        let used = kept.remove(at);
        let value = used.1.clone();
        kept.push(used);
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// Whether the value for a text has to be created.
    fn is_new(cache: &Cache<u32>, text: &str) -> bool {
        let mut is_new = false;
        let value = cache.get::<()>(text, || {
            is_new = true;
            Ok(text.len() as u32)
        });
        assert_eq!(value, Ok(text.len() as u32));
        is_new
    }

    #[wasm_bindgen_test]
    fn a_value_in_constant_use_is_kept() {
        let cache = Cache::new();
        assert!(is_new(&cache, "often"));
        for number in 0..100 {
            assert!(is_new(&cache, &number.to_string()));
            assert!(!is_new(&cache, "often"));
        }
        assert!(!is_new(&cache, "99") && is_new(&cache, "0"));
        assert_eq!(cache.0.borrow().len(), MAX_CACHED);
    }

    #[wasm_bindgen_test]
    fn an_error_is_not_kept() {
        let cache = Cache::new();
        assert_eq!(cache.get("a", || Err(())), Err(()));
        assert!(is_new(&cache, "a"));
    }

    #[wasm_bindgen_test]
    fn a_value_can_be_looked_up_while_another_is_created() {
        let cache = Cache::new();
        let outer = cache.get::<()>("a", || {
            assert!(is_new(&cache, "bb") && is_new(&cache, "a"));
            Ok(1)
        });
        assert_eq!((outer, is_new(&cache, "a"), cache.0.borrow().len()), (Ok(1), false, 2));
    }
}
