use concordat_testkit::on_both;

use super::{county, routes::signed_in};
use crate::SLICES;

#[test]
fn the_home_page_says_what_is_waiting_to_those_whom_it_concerns() {
    on_both(SLICES, |world| async move {
        let sample = county(&world).await;
        let officer = signed_in(&world, &sample, Some("officer")).await.get("/").await;
        let overdue = format!("/plans/{}/actions?when=overdue", sample.plan);
        let staged = format!("/imports/{}", sample.staged);
        assert!(officer.text.contains(&overdue), "{}", officer.text);
        assert!(officer.text.contains(&staged), "{}", officer.text);
        assert!(officer.text.contains("no update yet"), "{}", officer.text);

        let member = signed_in(&world, &sample, Some("member")).await.get("/").await;
        assert!(member.text.contains(&overdue), "{}", member.text);
        assert!(!member.text.contains("/imports/"), "{}", member.text);
        assert!(!member.text.contains("no update yet"), "{}", member.text);

        let auditor = signed_in(&world, &sample, Some("auditor")).await.get("/").await;
        assert!(auditor.text.contains("Nothing is waiting."), "{}", auditor.text);

        let nobody = signed_in(&world, &sample, None).await.get("/").await;
        assert_eq!(nobody.status, 200);
        assert!(!nobody.text.contains("/plans"), "{}", nobody.text);
        assert!(!nobody.text.contains("Waiting for you"), "{}", nobody.text);
        world
    });
}
