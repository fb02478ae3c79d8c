//! Links and files: what fills in a form from outside, and what a form becomes in them.
//!
//! Opening one never loses work: the form that it replaces is set aside, in memory and in storage, and can be restored.
//! The address remains the link until the form is changed.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use web_sys::File;

use super::aside::{Aside, Kept};
use super::custom_scheme::CustomSchemeState;
use super::link_source::{Find, LinkNotice, Source, read};
use super::page::PageFields;
use super::saved::{SavedForms, key};
use crate::browser;
use crate::browser::script::{pack, remove_body};
use crate::model::credentials::REMOVED;
use crate::model::custom::CustomText;
use crate::model::form::Form;
use crate::model::hook_file::{HookFile, LARGEST_FILE};
use crate::model::json::Value;
use crate::model::link::{self, Linked, Shared};
use crate::model::link_members::{Read, read_members};
use crate::model::link_query::{query_members, readable_query};
use crate::model::link_text::{self, Damage, Link};
use crate::reactive::{Field, State, effect};

/// The key under which the check panel keeps the delivery over a reload, in session storage.
pub(crate) const DELIVERY: &str = "hookwright.check.delivery";

/// The links of the page.
#[derive(Clone, Copy)]
pub(crate) struct Links {
    page: PageFields,
    panels: StoredValue<Vec<LinkedPanel>, LocalStorage>,
    /// The ids of the panels that can be shared.
    pub(crate) shareable: Field<Vec<&'static str>>,
    /// The content for a panel that is being loaded.
    pending: StoredValue<Option<(&'static str, Source, &'static str)>, LocalStorage>,
    /// What was opened, or why not.
    pub(crate) notice: Field<Option<LinkNotice>>,
    /// The panel whose form is as the link filled it in.
    opened: Field<Option<&'static str>>,
    /// Returns the id of a panel.
    find: StoredValue<Find, LocalStorage>,
    /// The ids of the panels that read dropped files themselves.
    readers: StoredValue<Vec<&'static str>>,
    /// The number of addresses that were opened. One that takes longer to read than a later one is not opened.
    addresses: StoredValue<u64>,
    /// The controls that say that their content was removed.
    removed: StoredValue<Vec<&'static str>>,
}

/// Fills in a form.
type Open = Rc<dyn Fn(&Source) -> Result<Opening, Damage>>;

/// A panel that can be shared.
#[derive(Clone)]
struct LinkedPanel {
    id: &'static str,
    share: Rc<dyn Fn(bool) -> Shared>,
    query: fn(&Value) -> Option<String>,
    open: Open,
    /// Restores the last form that was set aside, and returns whether there is another one.
    restore: Rc<dyn Fn() -> bool>,
    markdown: Rc<dyn Fn(&str) -> String>,
    clear: Rc<dyn Fn()>,
}

/// What was opened.
struct Opening {
    /// The ids of the controls whose content was removed.
    removed: Vec<&'static str>,
    /// Whether anything was removed.
    is_reduced: bool,
    /// Whether the previous form can be restored.
    aside: Kept,
}

/// Describes a form as Markdown. The argument is its link.
pub(crate) type Markdown = Box<dyn Fn(&str) -> String>;

impl Links {
    /// Provides the links of the page.
    pub(crate) fn provide(forms: SavedForms) -> Self {
        forms.share(|| {
            let links = Self {
                page: expect_context(),
                panels: StoredValue::new_local(Vec::new()),
                shareable: Field::new(Vec::new()),
                pending: StoredValue::new_local(None),
                notice: Field::new(None),
                opened: Field::new(None),
                find: StoredValue::new_local(|_| None),
                readers: StoredValue::new(Vec::new()),
                addresses: StoredValue::new(0),
                removed: StoredValue::new(Vec::new()),
            };
            forms.when_cleared(move || links.clear());
            links
        })
    }

    /// Forgets everything that was opened and set aside.
    fn clear(self) {
        self.pending.set_value(None);
        self.notice.set(None);
        self.opened.set(None);
        self.restore_placeholders();
        self.panels.with_value(|panels| panels.iter().for_each(|panel| (panel.clear)()));
        // The panel may not have been opened.
        browser::keep_in_session(DELIVERY, None);
        spawn_local(remove_body());
        let hash = browser::hash();
        browser::replace_hash(hash.split('?').next().unwrap_or_default(), false);
    }

    fn panel(self, id: &str) -> Option<LinkedPanel> {
        self.panels.with_value(|panels| panels.iter().find(|panel| panel.id == id).cloned())
    }

    /// Sets how panels are found.
    pub(crate) fn find_with(self, find: Find) {
        self.find.set_value(find);
    }

    /// Records that a panel reads dropped files itself.
    pub(crate) fn has_reader(self, id: &'static str) {
        self.readers.update_value(|readers| readers.push(id));
    }

    /// Returns whether the open panel reads dropped files itself.
    pub(crate) fn is_read_by_panel(self) -> bool {
        let open = self.page.panel.get_untracked();
        self.readers.with_value(|readers| readers.iter().any(|id| **id == *open))
    }

    /// Opens the link in the address, if it is one.
    pub(crate) async fn open_address(self, hash: String) {
        let Some(link) = Link::parse(&hash) else { return };
        let address = self.addresses.get_value().wrapping_add(1);
        self.addresses.set_value(address);
        let content = read(link, self.find.get_value()).await;
        if self.addresses.get_value() != address {
            return;
        }
        match content {
            Ok((id, source)) => {
                if browser::hash() == hash {
                    browser::replace_hash(&hash, true);
                }
                self.open(id, source, "link");
            }
            Err(damage) => self.refuse(&damage, "link"),
        }
    }

    /// Opens the text of a file, if it is a `.hook` file. Returns whether it is one.
    pub(crate) fn open_text(self, text: &str) -> bool {
        match HookFile::read(text) {
            None => return false,
            Some(Ok(file)) => match (self.find.get_value())(&file.panel) {
                Some(id) => self.open(id, Source::Members(file.form), "file"),
                None => self.refuse(&Damage::UnknownPanel(file.panel), "file"),
            },
            Some(Err(damage)) => self.refuse(&damage, "file"),
        }
        true
    }

    /// Opens a file, or says that it is of another kind.
    pub(crate) fn open_file(self, file: File) {
        if file.size() > f64::from(u32::try_from(LARGEST_FILE).unwrap_or(u32::MAX)) {
            return self.refuse(&Damage::TooLarge, "file");
        }
        spawn_local(async move {
            let Some(bytes) = browser::read(&file).await else {
                let text = format!("`{}` could not be read; choose the file again", file.name().replace('`', ""));
                return self.refuse_with(text, "not_read");
            };
            let is_opened = String::from_utf8(bytes).is_ok_and(|text| self.open_text(&text));
            if !is_opened {
                self.refuse_other_file(&file.name());
            }
        });
    }

    fn refuse_other_file(self, name: &str) {
        let text = format!(
            "`{}` is not a .hook file; open the Check panel to read requests and bodies",
            name.replace('`', "")
        );
        self.refuse_with(text, "not_a_hook_file");
    }

    fn refuse(self, damage: &Damage, what: &str) {
        self.refuse_with(damage.message(what), damage.code());
    }

    /// Says why nothing was opened. A form that was set aside before can still be restored.
    fn refuse_with(self, text: String, code: &'static str) {
        let restore = self.notice.with_untracked(|notice| notice.as_ref().and_then(|notice| notice.restore));
        self.notice.set(Some(LinkNotice { text, code: Some(code), restore }));
    }

    /// Puts back the placeholders of the controls whose content a link did not have.
    fn restore_placeholders(self) {
        self.removed.update_value(|removed| {
            browser::restore_placeholders(removed);
            removed.clear();
        });
    }

    fn open(self, id: &'static str, source: Source, what: &'static str) {
        let Some(panel) = self.panel(id) else {
            self.pending.set_value(Some((id, source, what)));
            self.page.panel.set(id.into());
            return;
        };
        self.opened.set(None);
        match (panel.open)(&source) {
            Err(damage) => self.refuse(&damage, what),
            Ok(Opening { removed, is_reduced, aside }) => {
                self.restore_placeholders();
                self.page.panel.set(id.into());
                let missing = if is_reduced { " Secrets were removed from it: enter yours." } else { "" };
                let kept = match aside {
                    Kept::UntilReload => " Your own content is too large to be kept over a reload: restore it before.",
                    Kept::Nothing | Kept::Whole => "",
                };
                let text = format!("This is the content of a {what}.{missing}{kept}");
                let restore = (aside != Kept::Nothing).then_some(id);
                self.notice.set(Some(LinkNotice { text, code: None, restore }));
                self.removed.set_value(removed.clone());
                spawn_local(async move {
                    // The controls are in the document after the next tick, and the form is complete.
                    tick().await;
                    tick().await;
                    browser::set_placeholders(&removed, "Removed from the link");
                    if what == "link" {
                        self.opened.set(Some(id));
                    }
                });
            }
        }
    }

    /// Restores the form that was set aside.
    pub(crate) fn restore(self, id: &str) {
        let Some(panel) = self.panel(id) else { return self.notice.set(None) };
        self.restore_placeholders();
        let next = (panel.restore)().then(|| LinkNotice {
            text: "This is the content before the last link. There is earlier content.".into(),
            code: None,
            restore: Some(panel.id),
        });
        self.notice.set(next);
    }

    /// Returns what a link or a file to a panel contains.
    pub(crate) fn shared(self, id: &str, with_secrets: bool) -> Option<Shared> {
        self.panel(id).map(|panel| (panel.share)(with_secrets))
    }

    /// Returns the description of a panel.
    pub(crate) fn markdown(self, id: &str, link: &str) -> Option<String> {
        self.panel(id).map(|panel| (panel.markdown)(link))
    }

    /// Returns the link to the content of a panel, however long it is. Returns `None` if it could not be made.
    pub(crate) async fn link(self, id: &str, shared: &Shared) -> Option<String> {
        let query = (self.panel(id)?.query)(&shared.members);
        let readable = query.and_then(|query| link_text::readable(id, &query));
        let hash = match readable {
            Some(hash) => hash,
            None => link_text::packed(id, &pack(shared.members.to_string().as_bytes()).await?),
        };
        Some(browser::address() + &hash)
    }

    /// Allows links to a panel, and opens what is waiting for it.
    fn add(self, panel: LinkedPanel) {
        let id = panel.id;
        self.panels.update_value(|panels| {
            panels.retain(|known| known.id != id);
            panels.push(panel);
        });
        self.shareable.update(|ids| {
            if !ids.contains(&id) {
                ids.push(id);
            }
        });
        let pending = self.pending.try_update_value(|pending| pending.take_if(|(of, ..)| *of == id)).flatten();
        if let Some((id, source, what)) = pending {
            self.open(id, source, what);
        }
    }

    /// Removes the link from the address once the form differs from it.
    fn follow<S: State<Value: Linked>>(self, fields: S, text: Rc<dyn Fn() -> String>) {
        let id = <S::Value as Form>::ID;
        let snapshot = StoredValue::new(None);
        effect(move || {
            if self.opened.get() != Some(id) {
                snapshot.set_value(None);
                return;
            }
            fields.track();
            let now = text();
            match snapshot.get_value() {
                None => snapshot.set_value(Some(now)),
                Some(before) if before == now => {}
                Some(_) => {
                    self.opened.set(None);
                    let hash = format!("#{id}");
                    if browser::hash().starts_with(&format!("{hash}?")) {
                        browser::replace_hash(&hash, false);
                    }
                }
            }
        });
    }
}

impl SavedForms {
    /// Provides a form to the panels, saves it from now on, and allows links to it.
    pub(crate) fn provide_with_links<S: State<Value: Linked>>(self) -> S {
        let was_saved = browser::load(&key(<S::Value as Form>::ID)).is_some();
        let fields = self.provide::<S>();
        self.allow_links(fields, was_saved, None);
        fields
    }

    /// Allows links to a form. `was_saved` is whether it may contain the user's own work. Without `markdown`, the form
    /// describes itself.
    pub(crate) fn allow_links<S: State<Value: Linked>>(self, fields: S, was_saved: bool, markdown: Option<Markdown>) {
        let links = Links::provide(self);
        let custom = CustomSchemeState::provide(self);
        let share = move |with_secrets: bool| {
            // A form without the custom scheme does not load the code that parses it.
            let json = fields.with_untracked(S::Value::uses_custom_scheme).then(|| custom.text.get_untracked().json);
            custom.read.with_untracked(|read| {
                fields.with_untracked(|form| link::share(form, read, json.as_deref(), with_secrets))
            })
        };
        let share: Rc<dyn Fn(bool) -> Shared> = Rc::new(share);
        let aside = Rc::new(Aside::<S>::new(fields, custom, was_saved, Rc::clone(&share)));
        let open = {
            let aside = Rc::clone(&aside);
            move |source: &Source| {
                let now_ms = browser::now_ms();
                let members = match source {
                    Source::Members(members) => members.clone(),
                    Source::Query(query) => query_members::<S::Value>(query)?,
                };
                let Read { mut form, custom: json, removed } = read_members::<S::Value>(&members, now_ms)?;
                let kept = aside.set_aside(now_ms, json.as_deref());
                form.keep(fields.get_untracked());
                if let Some(json) = json {
                    custom.text.set(CustomText { json, from: None });
                }
                fields.set(form);
                aside.mark();
                let control =
                    |path: &String| S::Value::CONTROLS.iter().find(|(of, _)| of == path).map(|(_, control)| *control);
                let removed = removed.iter().filter_map(control).collect();
                let is_reduced = members.to_string().contains(REMOVED);
                Ok(Opening { removed, is_reduced, aside: kept })
            }
        };
        let describe = move |link: &str| {
            let now_ms = browser::now_ms();
            custom.read.with_untracked(|read| fields.with_untracked(|form| form.markdown(read, now_ms, link)))
        };
        let text: Rc<dyn Fn() -> String> = {
            let share = Rc::clone(&share);
            Rc::new(move || share(true).members.to_string())
        };
        links.follow(fields, text);
        links.add(LinkedPanel {
            id: <S::Value as Form>::ID,
            share,
            query: readable_query::<S::Value>,
            open: Rc::new(open),
            restore: {
                let aside = Rc::clone(&aside);
                Rc::new(move || {
                    aside.restore();
                    aside.can_restore()
                })
            },
            markdown: markdown.map_or_else(|| Rc::new(describe) as Rc<dyn Fn(&str) -> String>, Rc::from),
            clear: Rc::new(move || aside.clear()),
        });
    }
}
