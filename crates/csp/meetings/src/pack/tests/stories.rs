//! Packs in the record, told on both databases.

use std::sync::Arc;

use concordat_access::Ctx;
use concordat_kernel::{Error, Id, Refusal, Result, jiff::civil::date};
use concordat_store::Store;
use concordat_testkit::on_both;
use concordat_web::{Slice, Typesetter};

use super::{Pressed, opened::Opened, scanned};
use crate::{
    AgendaPart, Classification, Clearance, Meeting, NewPaper, SLICE, add_item, agree_agenda, meeting_file,
    pack::{Edition, NewFile, Pack, add_file, copies, files, issue, make, pack, remove_file, send_copies},
    plan_meeting, publish_agenda, save_paper,
    stories::{ROLES, county, field, item, officer, planned, refused},
};

static WITH_FILES: &[Slice] = &[SLICE, concordat_partnership::SLICE, concordat_attachments::SLICE, ROLES];

fn written(about: &str) -> NewPaper {
    NewPaper {
        classification: Classification::Information,
        dated: date(2026, 1, 1),
        by: "Officer".into(),
        to: "Board".into(),
        subject: format!("{about} subject"),
        summary: format!("{about} summary"),
        text: format!("{about} text"),
        recommendations: Vec::new(),
        policy: None,
        risk: None,
        financial: None,
        legal: None,
        contacts: None,
        late_reason: Some("The chair asked".into()),
    }
}

fn upload(title: &str, bytes: Vec<u8>, restricted: bool) -> NewFile {
    NewFile { title: title.into(), restricted, name: "paper.pdf".into(), bytes, limit: 10_000_000 }
}

/// Where packs are asked for.
struct Desk<'a> {
    store: &'a Store,
    press: &'a Arc<dyn Typesetter>,
    meeting: Id<Meeting>,
}

impl Desk<'_> {
    async fn public(&self, ctx: &Ctx) -> Result<Pack> {
        pack(self.store, ctx, self.press, self.meeting, Edition::Public, None).await
    }

    async fn restricted(&self, ctx: &Ctx, copy: Option<i64>) -> Result<Pack> {
        pack(self.store, ctx, self.press, self.meeting, Edition::Restricted, copy).await
    }
}

#[test]
fn pack_story_from_files_to_receipts() {
    on_both(WITH_FILES, |world| async move {
        let (store, ctx) = (&world.store, &officer(&world));
        let press: Arc<dyn Typesetter> = Arc::new(Pressed::new());
        let county = county(&world).await;
        let on = world.clock.today().checked_add(concordat_kernel::jiff::ToSpan::days(30)).unwrap();
        let meeting = plan_meeting(store, ctx, county.board, planned(on)).await.unwrap();
        let open = add_item(store, ctx, meeting, item(AgendaPart::B, "The plan"), None).await.unwrap();
        let mut secret = item(AgendaPart::D, "Reviews");
        secret.restricted_title = Some("SECRETTITLE".into());
        let closed = add_item(store, ctx, meeting, secret, None).await.unwrap();
        save_paper(store, ctx, open, written("Open"), 0).await.unwrap();
        save_paper(store, ctx, closed, written("SECRETPAPER"), 0).await.unwrap();
        let lost =
            add_file(store, ctx, &press, open, upload("Scan", scanned("Open scan", 2), false)).await.unwrap();
        assert!(lost[0].contains("will not call itself accessible"), "{lost:?}");
        add_file(store, ctx, &press, open, upload("SECRETFILE", scanned("SECRETSCAN", 1), true))
            .await
            .unwrap();
        add_file(store, ctx, &press, closed, upload("SECRETFILE too", scanned("SECRETSCAN", 1), false))
            .await
            .unwrap();

        // Bad files are refused beside the question.
        let text = upload("Notes", b"plain text".to_vec(), false);
        assert_eq!(field(add_file(store, ctx, &press, open, text).await), "file");
        assert_eq!(
            field(add_file(store, ctx, &press, open, upload("Torn", b"%PDF-1.7 torn".to_vec(), false)).await),
            "file"
        );
        assert_eq!(
            field(add_file(store, ctx, &press, open, upload(" ", scanned("x", 1), false)).await),
            "title"
        );

        // Nothing is public before the agenda is; and a pack goes out after it.
        let desk = Desk { store, press: &press, meeting };
        let anybody = world.anybody();
        assert_eq!(refused(desk.public(&anybody).await), Refusal::NotFound);
        assert!(matches!(refused(issue(store, ctx, meeting, "").await), Refusal::Rule(_)));
        let chair = world.somebody("chair");
        agree_agenda(store, &chair, meeting).await.unwrap();
        publish_agenda(store, ctx, meeting, "").await.unwrap();
        assert_eq!(issue(store, ctx, meeting, "").await.unwrap(), 0);

        let made = make(&anybody, press.as_ref(), desk.public(&anybody).await.unwrap()).unwrap();
        let everything = Opened::new(&made.pdf).everything();
        assert!(everything.contains("Openscanpage2") && !everything.contains("SECRET"));
        assert!(everything.contains("Oneattachmenttothisitemisnotforpublication"));

        // The restricted edition is for those who may read what is restricted, and each reading is recorded.
        assert!(matches!(desk.restricted(&anybody, None).await, Err(Error::Refusal(_))));
        assert_eq!(refused(desk.restricted(&world.somebody("analyst"), None).await), Refusal::NotFound);
        assert!(matches!(refused(desk.restricted(ctx, Some(1)).await), Refusal::Rule(_)));
        assert_eq!(
            refused(send_copies(store, &world.somebody("analyst"), meeting, &[]).await),
            Refusal::NotFound
        );
        send_copies(store, ctx, meeting, &[]).await.unwrap();
        send_copies(store, ctx, meeting, &[2]).await.unwrap();
        let given = copies(store, ctx, meeting).await.unwrap();
        assert_eq!(given.iter().map(|copy| copy.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(
            given
                .iter()
                .filter(|copy| copy.received_on.is_some())
                .map(|copy| copy.number)
                .collect::<Vec<_>>(),
            [2]
        );
        let made = make(ctx, press.as_ref(), desk.restricted(ctx, Some(2)).await.unwrap()).unwrap();
        let opened = Opened::new(&made.pdf);
        let everything = opened.everything();
        for word in ["SECRETTITLE", "SECRETPAPERtext", "SECRETSCANpage1", "SECRETFILEtoo"] {
            assert!(everything.contains(word), "{word}");
        }
        for page in 1..=opened.pages() {
            assert!(opened.text(page).contains(&format!("Copy 2, for {}", given[1].holder)), "page {page}");
        }

        // What comes later goes out as a supplement, with a reason.
        assert!(matches!(refused(issue(store, ctx, meeting, "late").await), Refusal::Rule(_)));
        add_file(store, ctx, &press, open, upload("Late", scanned("Late scan", 1), false)).await.unwrap();
        let before = made.pages;
        assert!(
            !Opened::new(&make(ctx, press.as_ref(), desk.public(&anybody).await.unwrap()).unwrap().pdf)
                .everything()
                .contains("Latescan")
        );
        assert_eq!(field(issue(store, ctx, meeting, " ").await), "reason");
        assert_eq!(issue(store, ctx, meeting, "The figures came late").await.unwrap(), 1);
        let made = make(ctx, press.as_ref(), desk.restricted(ctx, None).await.unwrap()).unwrap();
        assert!(made.pages > before);

        // An analyst knows of open files alone; a file that is removed is gone.
        let seen = files(store, &world.somebody("analyst"), meeting).await.unwrap();
        assert!(seen.iter().all(|file| !file.title.contains("SECRET")) && seen.len() == 2);
        assert_eq!(meeting_file(store, ctx, meeting).await.unwrap().clearance, Clearance::Restricted);
        let late = seen.iter().find(|file| file.title == "Late").unwrap();
        assert_eq!(refused(remove_file(store, ctx, closed, late.id).await), Refusal::NotFound);
        remove_file(store, ctx, open, late.id).await.unwrap();
        assert_eq!(files(store, ctx, meeting).await.unwrap().len(), 3);
        world
    });
}
