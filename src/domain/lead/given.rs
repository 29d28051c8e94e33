//! Common given names, to tell where a name begins in words that run together, and which are short for which.
//!
//! Nothing depends on a name being here: "two capitalised words" is a name anyway. The lists hold names common in the
//! United Kingdom.

/// Names that stand for each other; a name may be in several rows.
const SHORT: &[&str] = &[
    "abdul abdullah",
    "alex alexander alexandra",
    "alf alfred",
    "alan allan allen",
    "andy andrew",
    "angie angela",
    "ann anne anna annie",
    "barb barbara",
    "bel isabel isobel",
    "ben benjamin",
    "beth liz lizzie elizabeth",
    "bev beverley beverly",
    "bill billy will william",
    "bob rob robert robbie bobby",
    "carol caroline carole",
    "cath cathy kate katie kath kathy catherine katherine kathryn katharine",
    "charlie charles charlotte",
    "chris christopher christine christina christian kristina",
    "claire clare",
    "colin col",
    "dan danny daniel danielle",
    "dave david",
    "deb debbie deborah debra",
    "den denis dennis",
    "di diana diane dianne",
    "dom dominic",
    "don donald",
    "doug douglas",
    "ed eddie ted edward",
    "ellie eleanor ellen",
    "fran frances francis",
    "fred freddie frederick",
    "geoff jeff geoffrey jeffrey",
    "gerry jerry gerard gerald",
    "gill jill gillian",
    "gord gordon",
    "greg gregory",
    "harry henry harold",
    "jackie jacqui jacky jacqueline",
    "jack john jon johnny jonathan",
    "jan janet janice",
    "jen jenny jenni jennifer",
    "jess jessica",
    "jim jimmy jamie james",
    "jo joanne joanna josephine joan",
    "joe joseph",
    "judy judith",
    "jules julie julia julian",
    "ken kenneth kenny",
    "kim kimberley kimberly",
    "kev kevin",
    "larry lawrence laurence",
    "len lenny leonard",
    "les lesley leslie",
    "lou louise louis",
    "lyn lynn lynne linda",
    "maggie meg margaret",
    "mandy amanda",
    "mark marcus marc",
    "matt matthew",
    "mick mike michael mickey",
    "mo mohammed mohammad muhammad maureen",
    "nat natalie natasha nathan nathaniel",
    "neil niall",
    "nick nicky nicki nicholas nicola nicole",
    "pam pamela",
    "pat patricia patrick trish tricia",
    "pete peter",
    "phil philip phillip philippa",
    "ray raymond",
    "reg reginald",
    "rick rich ricky dick richard",
    "ron ronnie ronald",
    "ros rosalind rosie rosemary rose",
    "russ russell",
    "sally sal sarah sara",
    "sam samuel samantha",
    "sandy sandra",
    "sean shaun shawn shane",
    "si simon",
    "siobhan shivaun shevaun chevonne",
    "stan stanley",
    "steph stephanie",
    "steve stephen steven stevie",
    "stu stuart stewart",
    "sue susan suzanne susie suzie susanne",
    "terry terence teresa theresa",
    "tim timothy",
    "tom tommy thomas",
    "tony anthony antony",
    "tracy tracey",
    "trev trevor",
    "val valerie",
    "vic vicky vicki victor victoria",
    "viv vivien vivienne vivian",
    "zoe zoey",
];

/// Given names without a short form here.
const OTHER: &str = "aaron abigail adam adrian ahmed aisha alice alison amy annette arthur ashley barry becky \
    brenda brian bruce bryan carl catriona cheryl clive connor craig cynthia darren dawn dean denise derek donna \
    doreen duncan eileen elaine emily emma eric erica eve farah fatima fiona gail gareth gary gavin gemma george \
    georgina glen glenn glynis graeme graham grace hannah hazel heather helen hilary holly howard hugh ian imran irene \
    iris jade jane jason jasmine jay jayne jean jeremy joyce june karen karl kay keith kelly kerry kirsty laura lauren \
    leanne lee leigh liam lily lindsay lisa lorna lorraine lucy luke lydia malcolm maria marian marie marilyn marion \
    martin martyn mary maxine melanie melissa mervyn michelle miriam moira monica muriel nadia naomi neville nigel noel \
    norma norman oliver olivia owen paul paula pauline penny priya rachel rajesh ralph rebecca rita robin roger rory \
    rosalyn roy rupert ruth ryan sanjay sharon sheila shirley sonia sophie stella susannah sylvia tanya tessa tina toby \
    tyrone vanessa vera vernon veronica vince vincent wayne wendy yasmin yvonne joy jenna cain";

/// Whether a folded word is a common given name.
pub(super) fn is_given(word: &str) -> bool {
    SHORT
        .iter()
        .any(|row| row.split(' ').any(|name| name == word))
        || OTHER.split_whitespace().any(|name| name == word)
}

/// The given names that a folded one stands for or that stand for it: "david" for "dave"; itself too.
pub(super) fn standing_for(name: &str) -> impl Iterator<Item = &'static str> {
    let rows = SHORT
        .iter()
        .filter(move |row| row.split(' ').any(|own| own == name));
    rows.flat_map(|row| row.split(' '))
}

/// Whether two folded given names stand for each other: "dave" and "david".
pub(super) fn stand_for_each_other(a: &str, b: &str) -> bool {
    standing_for(a).any(|other| other == b)
}
