//! Forms that links and files can fill in, and that can be shared.

use std::rc::Rc;

use super::aside::Aside;
use super::custom_scheme::CustomSchemeState;
use super::link_source::Source;
use super::links::{FINDING, LinkedPanel, Links, Opening, Said};
use super::saved::{SavedForms, key};
use crate::browser;
use crate::model::credentials::REMOVED;
use crate::model::custom::CustomText;
use crate::model::form::Form;
use crate::model::json::Value;
use crate::model::link::{self, Linked, Shared};
use crate::model::link_members::{Read, read_members};
use crate::model::link_query::{query_members, readable_query};
use crate::reactive::State;

impl SavedForms {
    /// Provides a form to the panels, saves it from now on, and allows links to it.
    pub(crate) fn provide_with_links<S: State<Value: Linked>>(self) -> S {
        let was_saved = browser::load(&key(<S::Value as Form>::ID)).is_some();
        let fields = self.provide::<S>();
        self.allow_links(fields, was_saved, None);
        fields
    }

    /// Allows links to a form. `was_saved` is whether it may contain the user's own work. Without `said`, the form
    /// describes itself.
    pub(crate) fn allow_links<S: State<Value: Linked>>(self, fields: S, was_saved: bool, said: Option<Said>) {
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
        let describe = move |link: &str| {
            let now_ms = browser::now_ms();
            custom.read.with_untracked(|read| fields.with_untracked(|form| form.markdown(read, now_ms, link)))
        };
        let said = Rc::new(said.unwrap_or_else(|| Said {
            markdown: Box::new(describe),
            finding: Box::new(|| None),
            found: Box::new(|_| ()),
            content: Box::new(|_| String::from("The link contains what you have entered here.")),
        }));
        let open = {
            let (aside, said) = (Rc::clone(&aside), Rc::clone(&said));
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
                (said.found)(members.get(FINDING).and_then(Value::as_str));
                aside.mark();
                let control =
                    |path: &String| S::Value::CONTROLS.iter().find(|(of, _)| of == path).map(|(_, control)| *control);
                let removed = removed.iter().filter_map(control).collect();
                let is_reduced = members.to_string().contains(REMOVED);
                Ok(Opening { removed, is_reduced, aside: kept })
            }
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
            said,
            clear: Rc::new(move || aside.clear()),
        });
    }
}
