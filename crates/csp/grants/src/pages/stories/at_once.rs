//! Two people at once, through the pages.

use super::*;

#[test]
fn two_approve_the_last_pound_and_the_second_is_told_why_not() {
    on_both(SLICES, |world| async move {
        let mut first = browser(&world, "grant-manager");
        let award = an_award(&mut first).await;
        a_project(&mut first, &award, "Most of it", "26440").await;
        let bid = |title| [("title", title), ("purpose", "Signs"), ("applicant", "Council"), ("amount", "1")];
        let (one, _) = done(&mut first, &format!("{award}/bids/new"), &bid("One")).await;
        let (other, _) = done(&mut first, &format!("{award}/bids/new"), &bid("Other")).await;
        let mut second = browser(&world, "officer");
        check(&second.get(&format!("{other}/decide")).await, 200, &["£1 of the up-front part is free."]);
        let dates = [on("on", IN_MAY)];
        let fields = [("verdict", "agreed"), ("person", "A. Rowan"), ("version", "1")];
        done(&mut first, &format!("{one}/decide"), &form(&fields, &dates)).await;
        let page = second.post(&format!("{other}/decide"), &form(&fields, &dates)).await;
        check(&page, 422, &["£0 is there, so £1 is missing", "value=\"A. Rowan\""]);
        let board = second.get(&format!("{award}/bids")).await;
        check(&board, 200, &["Waits: Working group reviews", "Waits: Commissioner approves", "Approved"]);
        let fields = [("because", "Another fund pays"), ("version", "1")];
        let (_, page) = done(&mut second, &format!("{other}/withdraw"), &fields).await;
        check(&page, 200, &["Withdrawn", "Another fund pays"]);
        world
    });
}

#[test]
fn two_change_a_fund_at_once_and_neither_loses_a_word() {
    on_both(SLICES, |world| async move {
        let mut first = browser(&world, "officer");
        an_award(&mut first).await;
        let page = first.get(urls::MONEY).await;
        let (_, rest) = page.text.split_once("/money/funds/").unwrap();
        let (_, rest) = rest.split_once("/money/funds/").unwrap();
        let fund = format!("/money/funds/{}/change", rest.split('"').next().unwrap());
        let was = [
            ("was-name", "Crime reduction grant"),
            ("was-funder", "Commissioner for Merrowshire"),
            ("version", "1"),
        ];
        let with = |more: &[(&'static str, &'static str)]| [&was, more].concat();
        let theirs = with(&[("name", "Theirs"), ("funder", "Commissioner for Merrowshire")]);
        done(&mut first, &fund, &theirs).await;
        let mine = with(&[("name", "Mine"), ("funder", "Commissioner for Merrowshire")]);
        let page = first.post(&fund, &mine).await;
        check(&page, 409, &["Theirs", "Mine", "Someone else changed this meanwhile"]);
        world
    });
}
