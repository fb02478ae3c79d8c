//! Collects the imports of a crate: every use of another file's item by path.

use std::collections::HashSet;

use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, Stmt};

use crate::names::{ModuleId, Names, Namespace, attributes, is_test_only};
use crate::resolve::{Resolution, Target};
use crate::tokens::{TokenPath, paths, serde_paths};
use crate::tree::Tree;

/// One use of an item or module by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) from: ModuleId,
    /// The line in the importing file.
    pub(crate) line: usize,
    pub(crate) target: Target,
    /// Whether a `use` declaration only binds the name of a module. Paths through that name are imports of the items to
    /// which they resolve.
    pub(crate) binds_module_name: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Imports {
    /// Imports of items that another file defines, sorted by file and line.
    pub(crate) found: Vec<Import>,
    /// Paths that start in the crate but do not resolve, as `file:line path`. They cannot be checked.
    pub(crate) unresolved: Vec<String>,
}

impl Imports {
    /// Collects the imports of a crate. Re-exports do not count; uses through them do.
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut imports = Self::default();
        for (id, module) in tree.modules.iter().enumerate() {
            let mut collector = Collector::new(tree, id);
            module.items.iter().for_each(|item| collector.visit_item(item));
            imports.found.append(&mut collector.imports.found);
            imports.unresolved.append(&mut collector.imports.unresolved);
        }
        imports.found.sort_by_key(|import| (tree.modules[import.from].file, import.line));
        imports
    }
}

/// Visits the items of one module.
struct Collector<'a> {
    tree: &'a Tree,
    module: ModuleId,
    /// The names that the enclosing blocks bind, innermost last.
    scopes: Vec<Names>,
    /// The local variables of the enclosing functions.
    locals: Vec<HashSet<String>>,
    /// Recorded imports, so that each import of a module is reported once, at its first line.
    seen: HashSet<(Target, bool)>,
    imports: Imports,
}

impl<'a> Collector<'a> {
    fn new(tree: &'a Tree, module: ModuleId) -> Self {
        Self { tree, module, scopes: Vec::new(), locals: Vec::new(), seen: HashSet::new(), imports: Imports::default() }
    }

    /// Records the target of a path. If `is_certain` is set, the path names an item and must resolve.
    fn note(&mut self, path: &[String], line: usize, wanted: &[Namespace], is_certain: bool) {
        match self.tree.resolve(self.module, &self.scopes, path, wanted) {
            Resolution::Elsewhere => {}
            Resolution::Found(targets) => targets.into_iter().for_each(|target| self.push(target, line, false)),
            Resolution::Missing if is_certain => self.note_unresolved(path, line),
            Resolution::Missing => {}
        }
    }

    fn push(&mut self, target: Target, line: usize, binds_module_name: bool) {
        let file = |module: ModuleId| self.tree.modules[module].file;
        let import = Import { from: self.module, line, target, binds_module_name };
        let mut is_new = || self.seen.insert((import.target.clone(), import.binds_module_name));
        if file(import.target.module) != file(self.module) && is_new() {
            self.imports.found.push(import);
        }
    }

    /// Records a path in an expression, a type or a pattern. A single name that is also a local variable is treated as
    /// the variable.
    fn note_path(&mut self, path: &syn::Path, count: usize, wanted: &[Namespace]) {
        if path.leading_colon.is_none() {
            let names: Vec<String> =
                path.segments.iter().take(count).map(|segment| segment.ident.unraw().to_string()).collect();
            let is_local = |name: &String| self.locals.iter().any(|locals| locals.contains(name));
            let line = path.segments.first().map_or(0, |first| first.ident.span().start().line);
            match names.as_slice() {
                [name] if is_local(name) => {}
                [first, ..] if first == "Self" => {}
                names => self.note(names, line, wanted, true),
            }
        }
    }

    /// Visits the generic arguments of a path.
    fn visit_arguments(&mut self, path: &syn::Path) {
        path.segments.iter().for_each(|segment| self.visit_path_arguments(&segment.arguments));
    }

    /// Records a path that may go through a type: `<Type as Trait>::Item`.
    fn note_qualified(&mut self, qualified: Option<&syn::QSelf>, path: &syn::Path, wanted: &[Namespace]) {
        match qualified {
            Some(qualified) => {
                self.visit_type(&qualified.ty);
                self.note_path(path, qualified.position, &[Namespace::Type]);
            }
            None => self.note_path(path, path.segments.len(), wanted),
        }
        self.visit_arguments(path);
    }

    /// Records the imports of a `use` declaration. Re-exports count where they are used.
    fn note_use(&mut self, item: &Item) {
        for import in Names::of_items([item]).uses.into_iter().filter(|import| !import.is_reexport) {
            let is_module = import.is_self || import.name.is_none();
            let wanted = if is_module { &[Namespace::Type] } else { Namespace::ALL };
            match self.tree.resolve(self.module, &[], &import.path, wanted) {
                Resolution::Elsewhere => {}
                Resolution::Found(mut targets) => {
                    // A private module often has the name of the function that it defines and that is re-exported.
                    if targets.iter().any(|target| target.item.is_some()) {
                        targets.retain(|target| target.item.is_some());
                    }
                    for target in targets {
                        let binds_module_name = target.item.is_none();
                        self.push(target, import.line, binds_module_name);
                    }
                }
                Resolution::Missing => self.note_unresolved(&import.path, import.line),
            }
        }
    }

    fn note_unresolved(&mut self, path: &[String], line: usize) {
        let file = self.tree.file_of(self.module);
        self.imports.unresolved.push(format!("{file}:{line} {}", path.join("::")));
    }

    /// Records the paths in tokens of unknown grammar.
    fn note_tokens(&mut self, written: Vec<TokenPath>) {
        for TokenPath { path, line, namespaces } in written {
            self.note(&path, line, namespaces, false);
        }
    }

    /// Visits a function whose parameters and body bind local variables.
    fn visit_function(&mut self, signature: &syn::Signature, body: Option<&syn::Block>) {
        let mut locals = Locals::default();
        locals.visit_signature(signature);
        if let Some(body) = body {
            locals.visit_block(body);
        }
        self.locals.push(locals.0);
        self.visit_signature(signature);
        if let Some(body) = body {
            self.visit_block(body);
        }
        self.locals.pop();
    }
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_test_only(attributes(item)) {
            return;
        }
        match item {
            Item::Use(_) => self.note_use(item),
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        match &item.ident {
            // The text of a macro is resolved where the macro is used, except for paths from the root.
            Some(_) => self.note_tokens(paths(&item.mac.tokens).into_iter().filter(TokenPath::is_from_root).collect()),
            None => visit::visit_item_macro(self, item),
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.visit_function(&item.sig, Some(&item.block));
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            syn::ImplItem::Macro(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_test_only(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.visit_function(&item.sig, Some(&item.block));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if !is_test_only(&item.attrs) {
            self.visit_function(&item.sig, item.default.as_ref());
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let items = block.stmts.iter().filter_map(|statement| match statement {
            Stmt::Item(item) => Some(item),
            _ => None,
        });
        self.scopes.push(Names::of_items(items));
        visit::visit_block(self, block);
        self.scopes.pop();
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if !is_test_only(&local.attrs) {
            visit::visit_local(self, local);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !is_test_only(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(in crate::a)` restricts visibility and imports nothing.
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note_path(path, path.segments.len(), &[Namespace::Type]);
        self.visit_arguments(path);
    }

    fn visit_type_path(&mut self, node: &'ast syn::TypePath) {
        self.note_qualified(node.qself.as_ref(), &node.path, &[Namespace::Type]);
    }

    fn visit_expr_path(&mut self, node: &'ast syn::ExprPath) {
        self.note_qualified(node.qself.as_ref(), &node.path, &[Namespace::Value]);
    }

    fn visit_pat_tuple_struct(&mut self, node: &'ast syn::PatTupleStruct) {
        self.note_qualified(node.qself.as_ref(), &node.path, &[Namespace::Value]);
        node.elems.iter().for_each(|element| self.visit_pat(element));
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        self.note_path(&node.path, node.path.segments.len(), &[Namespace::Macro]);
        self.note_tokens(paths(&node.tokens));
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.note_tokens(serde_paths(&list.tokens));
        }
    }
}

/// Collects the names of a function's local variables.
#[derive(Default)]
struct Locals(HashSet<String>);

impl<'ast> Visit<'ast> for Locals {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        // An upper-case name is a constant in a pattern.
        let name = pattern.ident.unraw().to_string();
        if name.starts_with(|first: char| first.is_lowercase() || first == '_') {
            self.0.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }
}
