//! The names that a module or a block binds, by items and by `use` declarations.

use std::collections::HashMap;

use syn::ext::IdentExt as _;
use syn::{Attribute, Fields, Item, UseTree, Visibility};

/// The index of a module in its [`Tree`](crate::tree::Tree).
pub(crate) type ModuleId = usize;

/// Rust's namespaces: `mod plan` and `fn plan` can be in the same module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Namespace {
    Type,
    /// Functions, constants, statics and constructors.
    Value,
    Macro,
}

impl Namespace {
    pub(crate) const ALL: &[Self] = &[Self::Type, Self::Value, Self::Macro];
}

/// What a name that is not imported refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    Module(ModuleId),
    /// Any other item of this module.
    Item,
}

/// One leaf of a `use` declaration.
#[derive(Debug)]
pub(crate) struct Use {
    /// The bound name. `None` for `*`, which binds the public names of the module at `path`.
    pub(crate) name: Option<String>,
    /// The path as written.
    pub(crate) path: Vec<String>,
    /// Whether it is `self` in a group: `use a::b::{self}` imports `b` only as a module or type.
    pub(crate) is_self: bool,
    pub(crate) line: usize,
    /// Whether it has a visibility and therefore re-exports the name.
    pub(crate) is_reexport: bool,
}

/// All names of one scope.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Several bindings of one name are alternatives under `cfg`.
    pub(crate) items: HashMap<(String, Namespace), Vec<Binding>>,
    pub(crate) uses: Vec<Use>,
    /// Whether a macro generates items in this scope, whose names are unknown.
    pub(crate) has_generated_items: bool,
}

impl Names {
    /// Returns the names that these items bind, except in code that is compiled only for tests.
    pub(crate) fn of_items<'a>(items: impl IntoIterator<Item = &'a Item>) -> Self {
        let mut names = Self::default();
        items.into_iter().filter(|item| !is_test_only(attributes(item))).for_each(|item| names.add(item));
        names
    }

    /// Adds a child module.
    pub(crate) fn add_module(&mut self, name: String, id: ModuleId) {
        self.bind(name, Namespace::Type, Binding::Module(id));
    }

    /// Adds the names that an item binds, except for modules.
    pub(crate) fn add(&mut self, item: &Item) {
        let own = match item {
            Item::Const(item) => (&item.ident, [Namespace::Value].as_slice()),
            Item::Static(item) => (&item.ident, [Namespace::Value].as_slice()),
            Item::Fn(item) => (&item.sig.ident, [Namespace::Value].as_slice()),
            Item::Struct(item) if matches!(item.fields, Fields::Named(_)) => {
                (&item.ident, [Namespace::Type].as_slice())
            }
            Item::Struct(item) => (&item.ident, [Namespace::Type, Namespace::Value].as_slice()),
            Item::Enum(item) => (&item.ident, [Namespace::Type].as_slice()),
            Item::Union(item) => (&item.ident, [Namespace::Type].as_slice()),
            Item::Trait(item) => (&item.ident, [Namespace::Type].as_slice()),
            Item::TraitAlias(item) => (&item.ident, [Namespace::Type].as_slice()),
            Item::Type(item) => (&item.ident, [Namespace::Type].as_slice()),
            Item::Macro(item) => match &item.ident {
                Some(ident) => (ident, [Namespace::Macro].as_slice()),
                None => {
                    self.has_generated_items = true;
                    return;
                }
            },
            Item::Use(item) => {
                // A path that starts with `::` names another crate.
                if item.leading_colon.is_none() {
                    let is_reexport = !matches!(item.vis, Visibility::Inherited);
                    self.add_use(&item.tree, &mut Vec::new(), is_reexport);
                }
                return;
            }
            _ => return,
        };
        let (ident, namespaces) = own;
        for namespace in namespaces {
            self.bind(ident.unraw().to_string(), *namespace, Binding::Item);
        }
    }

    fn bind(&mut self, name: String, namespace: Namespace, binding: Binding) {
        self.items.entry((name, namespace)).or_default().push(binding);
    }

    /// Adds the leaves of a `use` tree. `path` is the preceding part of the path.
    fn add_use(&mut self, tree: &UseTree, path: &mut Vec<String>, is_reexport: bool) {
        let (name, last, ident) = match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.unraw().to_string());
                self.add_use(&tree.tree, path, is_reexport);
                path.pop();
                return;
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_use(tree, path, is_reexport));
                return;
            }
            UseTree::Name(leaf) => (Some(&leaf.ident), Some(&leaf.ident), leaf.ident.span()),
            UseTree::Rename(leaf) => (Some(&leaf.rename), Some(&leaf.ident), leaf.ident.span()),
            UseTree::Glob(glob) => (None, None, glob.star_token.spans[0]),
        };
        let mut path = path.clone();
        let is_self = last.is_some_and(|last| last == "self") && !path.is_empty();
        if let Some(last) = last.filter(|_| !is_self) {
            path.push(last.unraw().to_string());
        }
        let name = name.map(|name| match path.last() {
            Some(module) if name == "self" => module.clone(),
            _ => name.unraw().to_string(),
        });
        self.uses.push(Use { name, path, is_self, line: ident.start().line, is_reexport });
    }
}

/// Returns the attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Returns whether an item is compiled only for tests: `#[test]`, `#[cfg(test)]` or `#[cfg(all(test, …))]`.
pub(crate) fn is_test_only(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        path.is_ident("test")
            || path.is_ident("cfg") && attribute.parse_args::<syn::Meta>().is_ok_and(|condition| needs_test(&condition))
    })
}

fn needs_test(condition: &syn::Meta) -> bool {
    match condition {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(syn::punctuated::Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated)
            .is_ok_and(|conditions| conditions.iter().any(needs_test)),
        _ => false,
    }
}
