//! What no file says of a plan stays in the record while a file of ours goes out, is changed, and comes back.

use concordat_testkit::on_both;

use crate::{
    exceptions,
    export::package::{pack, unpack},
    pages::stories::{SLICES, after, browser, check, plan as sample},
    store,
    strategies::{
        self,
        model::{FundingState, RecordedFunding},
    },
    urls,
};

#[test]
fn money_and_what_is_stood_down_survive_a_file_that_comes_back() {
    on_both(SLICES, |world| async move {
        let plan = sample(&world).await;
        let (id, officer) = (plan.head.id, world.somebody("officer"));
        let now = async || store::plan(&world.store, &officer, id).await.unwrap();
        let (_, action) = plan.actions().next().unwrap();
        let said = RecordedFunding {
            state: FundingState::ToBeConfirmed,
            fund: "Safer Evenings Fund".to_owned(),
            note: String::new(),
            version: 0,
        };
        strategies::store::save_funding(&world.store, &officer, action.id, &said).await.unwrap();
        let step = action.course.steps[0].id;
        exceptions::store::stand_step_down(&world.store, &officer, step, 1, "Nobody came").await.unwrap();
        let before = now().await;
        let (_, action) = before.action(action.id).unwrap();

        let mut browser = browser(&world, "officer");
        for (form, sheet) in
            [(urls::EXPORT_XLSX, "xl/sharedStrings.xml"), (urls::EXPORT_DOCX, "word/document.xml")]
        {
            let address = form.replace("{plan}", &id.to_string());
            let file = browser.get(&address).await;
            check(&file, 200, &[]);
            let mut parts = unpack(&file.bytes).unwrap();
            let (_, text) = parts.iter_mut().find(|(name, _)| name == sheet).unwrap();
            for words in
                ["To be confirmed: Safer Evenings Fund", "Stood down on 2 November 2026: Nobody came"]
            {
                assert!(text.contains(words), "{words} is not in {sheet}");
            }
            // Back with another word, and with an answer in a column that is not read.
            let objective = &action.content.objective;
            let again = if sheet.starts_with("xl") { "Keep Lower Ashing safe" } else { "Light Lower Ashing" };
            assert!(text.contains("Lower Ashing"), "{objective}");
            *text = text
                .replace("Make Lower Ashing safer", again)
                .replace("Keep Lower Ashing safe", again)
                .replace("To be confirmed: Safer Evenings Fund", "Confirmed: Safer Evenings Fund");
            let name = if sheet.starts_with("xl") { "plan.xlsx" } else { "plan.docx" };
            let bytes = pack(&parts).unwrap();
            // A page first, for the token of its form.
            browser.get(urls::IMPORT).await;
            let page = browser.upload(urls::IMPORT, &[], ("file", name, &bytes)).await;
            let staged = page.location.clone().unwrap_or_else(|| panic!("{}", page.text));
            let page = after(&mut browser, page).await;
            check(&page, 200, &[again]);
            assert!(!page.text.contains("Nobody came"), "nothing about the step is to be brought in");
            let field = |name: &str| {
                let (_, rest) = page.text.split_once(&format!("name=\"{name}\" value=\""))?;
                rest.split('"').next().map(str::to_owned)
            };
            let (version, seen) = (field("version").unwrap(), field("seen").unwrap());
            let apply = format!("{staged}/apply");
            let done = browser.post(&apply, &[("version", version.as_str()), ("seen", seen.as_str())]).await;
            check(&after(&mut browser, done).await, 200, &["The file is brought in"]);
        }

        let latter = now().await;
        let (_, changed) = latter.action(action.id).unwrap();
        assert!(changed.content.objective.starts_with("Light Lower Ashing"), "{}", changed.content.objective);
        assert_eq!(changed.course, action.course);
        assert_eq!(changed.content.rows, action.content.rows);
        let mut tx = world.store.peek().await.unwrap();
        let money = strategies::store::funding(&mut tx, action.id).await.unwrap().unwrap();
        assert_eq!((money.state, money.version), (FundingState::ToBeConfirmed, 1));
        world
    });
}
