//! The stacks of the receive panel for the frameworks of the check panel.

use hookwright::receiver::Stack;

/// Frameworks without a stack, and the stack in the same language that has the same interface.
const OTHERS: &[(&str, Stack)] = &[
    ("nest", Stack::Express),
    ("next-app", Stack::Next),
    ("next-pages", Stack::Next),
    ("fetch", Stack::Hono),
    ("rails", Stack::Ruby),
    ("laravel", Stack::Php),
    ("spring", Stack::Java),
];

/// Returns the stack for the id of a framework, or that with this id.
pub(crate) fn stack_of(framework: &str) -> Option<Stack> {
    let other = || OTHERS.iter().find(|(id, _)| *id == framework).map(|(_, stack)| *stack);
    Stack::find(framework).or_else(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::explain::Framework;

    #[test]
    fn every_other_framework_exists_and_has_no_stack_of_its_own() {
        for (id, stack) in OTHERS {
            assert!(Framework::find(id).is_some() && Stack::find(id).is_none(), "{id}");
            assert_eq!(stack_of(id), Some(*stack));
        }
        assert_eq!(stack_of("go"), Some(Stack::Go));
        assert_eq!(stack_of("koa"), None);
    }
}
