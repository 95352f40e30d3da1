//! Stories of keeping files, on both databases.

use concordat_access::{Action, Resource, ResourceKind, Role};
use concordat_kernel::{Error, Id, Refusal, Sensitivity, kind};
use concordat_store::{args, sql};
use concordat_testkit::{World, on_both};
use concordat_web::Slice;

use super::{cleaned, fixtures};
use crate::{Attachment, Media, SLICE, download, head, heads_of, keep, keep_cleaned, open, remove};

kind!(
    /// Something that files are added to.
    Note, "note"
);

const CHANGE: Action = Action::new("note", "change");
const VIEW: Action = Action::new("note", "view");

const OPERATOR: Role =
    Role { name: "operator", title: "Operator", purpose: "Runs the machine.", second_factor: false };

const NOTES: Slice = Slice {
    name: "notes",
    roles: &[OPERATOR],
    policies: r#"permit (principal in Role::"operator", action in [Action::"note.view", Action::"note.change"], resource);"#,
    kinds: &[ResourceKind {
        name: "note",
        actions: &["view", "change"],
        sensitivities: &[Sensitivity::Partner],
    }],
    ..Slice::EMPTY
};
static SLICES: &[Slice] = &[SLICE, NOTES];

sql! {
    SPOIL = "UPDATE attachment_chunk SET content = 'AAAA' WHERE attachment_id = $1 AND position = 0";
}

async fn note_with(world: &World, name: &str, bytes: Vec<u8>) -> (Id<Note>, Id<Attachment>) {
    let operator = world.operator();
    let note = operator.chance.id::<Note>(&operator.clock);
    let mut tx = world.store.change(&operator, CHANGE, &Resource::one(note)).await.unwrap();
    let file = keep(&mut tx, &operator, note, name, bytes).await.unwrap();
    tx.commit().await.unwrap();
    (note, file)
}

#[test]
fn a_file_comes_back_as_it_was_kept_until_it_is_removed() {
    on_both(SLICES, |world| async move {
        let operator = world.operator();
        // Long enough for several rows, with an end that fills none.
        let text = "Residents were asked, and said this.\n".repeat(20_000);
        let (note, id) = note_with(&world, "../What they said.txt", text.clone().into_bytes()).await;
        let mut tx = world.store.read(&operator, VIEW, &Resource::one(note)).await.unwrap();
        let (file, bytes) = open(&mut tx, id).await.unwrap();
        assert!(bytes == text.as_bytes());
        assert_eq!(
            (file.name.as_str(), file.media, file.owner.clone()),
            ("What they said.txt", Media::Text, note.into())
        );
        assert_eq!(file.words(), "Text, 740 KB");
        assert_eq!((file.kept_by.as_str(), file.removed_at), ("operator", None));
        assert_eq!(heads_of(&mut tx, note).await.unwrap(), std::slice::from_ref(&file));
        drop(tx);
        assert!((SLICE.check)(&world.store).await.unwrap().is_empty());

        let mut tx = world.store.change(&operator, CHANGE, &Resource::one(note)).await.unwrap();
        remove(&mut tx, &operator, id).await.unwrap();
        assert!(matches!(remove(&mut tx, &operator, id).await, Err(Error::Refusal(Refusal::NotFound))));
        tx.commit().await.unwrap();
        let mut tx = world.store.read(&operator, VIEW, &Resource::one(note)).await.unwrap();
        assert!(matches!(open(&mut tx, id).await, Err(Error::Refusal(Refusal::NotFound))));
        let left = head(&mut tx, id).await.unwrap();
        assert_eq!((left.hash, left.removed_at), (file.hash, Some(world.clock.now())));
        let fields = tx.history(id.uuid()).await.unwrap();
        assert_eq!(fields.len(), 2, "adding and removing are in its history");
        drop(tx);
        assert!((SLICE.check)(&world.store).await.unwrap().is_empty());
        world
    });
}

#[test]
fn a_picture_is_cleaned_on_its_way_in() {
    on_both(SLICES, |world| async move {
        let (note, id) = note_with(&world, "photo.jpg", fixtures::jpeg()).await;
        let mut tx = world.store.read(&world.operator(), VIEW, &Resource::one(note)).await.unwrap();
        let (file, bytes) = open(&mut tx, id).await.unwrap();
        assert_eq!(bytes, cleaned("photo.jpg", &fixtures::jpeg()).bytes());
        assert!(file.stripped.iter().any(|words| words.contains("camera")));
        drop(tx);
        let operator = world.operator();
        let mut tx = world.store.change(&operator, CHANGE, &Resource::one(note)).await.unwrap();
        let refused = keep(&mut tx, &operator, note, "a.exe", b"MZ\x90\0".to_vec()).await;
        assert!(matches!(refused, Err(Error::Refusal(Refusal::Invalid { field: "file", .. }))));
        world
    });
}

#[test]
fn a_file_that_was_tampered_with_is_found_and_not_given_out() {
    on_both(SLICES, |world| async move {
        let operator = world.operator();
        let (note, id) = note_with(&world, "a.txt", b"What was said.".to_vec()).await;
        let mut tx = world.store.change(&operator, CHANGE, &Resource::one(note)).await.unwrap();
        tx.run(&SPOIL, args![id]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store.read(&operator, VIEW, &Resource::one(note)).await.unwrap();
        assert!(matches!(open(&mut tx, id).await, Err(Error::Problem(_))));
        drop(tx);
        let findings = (SLICE.check)(&world.store).await.unwrap();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].found, format!("the file `{id}` is not what was kept"));
        world
    });
}

#[test]
fn a_file_is_given_back_as_a_download_only() {
    on_both(SLICES, |world| async move {
        let operator = world.operator();
        let note = operator.chance.id::<Note>(&operator.clock);
        let mut tx = world.store.change(&operator, CHANGE, &Resource::one(note)).await.unwrap();
        let file = cleaned("R\u{e9}sum\u{e9} \"1\".csv", b"Area,Count\nMerrow,3\n");
        let id = keep_cleaned(&mut tx, &operator, note, &file).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.store.read(&operator, VIEW, &Resource::one(note)).await.unwrap();
        let (file, bytes) = open(&mut tx, id).await.unwrap();
        let response = download(&file, bytes).unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap();
        assert_eq!(header("content-type"), "text/csv");
        assert!(
            header("content-disposition")
                .starts_with("attachment; filename=\"R_sum_ _1_.csv\"; filename*=UTF-8''R%C3%A9")
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("sandbox"));
        drop(tx);
        world
    });
}
