//! Stories: what a person presses, what the room sees, what the store holds afterwards.

pub mod teller;
pub mod town;

use teller::Story;

#[test]
fn looks() {
    let mut s = Story::meeting();
    println!("{}", s.text());
    s.press("jjg");
    println!("{}", s.text());
    s.press("d31 jan 2027");
    println!("{}", s.text());
    s.press("<Enter>late parts<Enter>");
    println!("{}", s.text());
    s.press("<Enter>");
    println!("{}", s.text());
    s.press("inot done yet");
    println!("{}", s.text());
    s.press("<Esc>q");
    println!("{}", s.text());
    s.press("<Esc>/thir");
    println!("{}", s.text());
    s.press("<Esc>?");
    println!("{}", s.text());
    s.press("<Esc>H");
    println!("{}", s.text());
    s.press("<Esc>M");
    println!("{}", s.text());
    s.press("<Esc>x");
    println!("{}", s.text());
    let mut h = Story::home();
    println!("{}", h.text());
}
