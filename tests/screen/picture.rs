//! The picture of the meeting in the README is a real frame: `MILEPOST_BLESS=1 cargo test picture` draws it anew.

use milepost::view::look::Look;

use crate::story::teller::{Shared, Story};
use crate::story::town;
use crate::support::frame::assert_text;
use crate::support::svg::{DARK, picture};

#[test]
fn the_picture_of_the_meeting_is_a_frame_of_the_meeting() {
    let meeting = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(town::store()), meeting, (100, 30), Look::dark());
    story
        .pass(64)
        .press("g<Enter>")
        .pass(71)
        .press("<Space>hh")
        .press("jjr");
    let svg = picture(&story.frame(), DARK, "Milepost: a review meeting");
    assert_text("data/meeting.svg", &svg);
}
