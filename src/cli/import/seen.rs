//! A file that is brought in at a screen: what was understood of it is seen there, and asked.

use super::{NEXT, PATIENCE};
use crate::app::preview::Preview;
use crate::cli::compared::nothing_to_do;
use crate::cli::screen::{self, Brought};
use crate::cli::version::{self, Against};
use crate::cli::{Context, Exit};
use crate::import::{Draft, Reading};
use crate::session::Start;
use crate::store::{self, Store};

/// Shows the draft on a screen, where its questions are answered, and stores it if that is what is wished there.
pub fn preview(
    reading: Reading,
    against: &Against,
    context: &mut Context<'_>,
) -> anyhow::Result<Exit> {
    let mut told = Told::default();
    let read = reading.wait(PATIENCE).transpose()?;
    let brought = match read {
        Some(draft) => match begin(draft, against, &mut told, context)? {
            Some((store, start)) => Brought::Seen(screen::run(store, start, context)?),
            None => Brought::Nothing,
        },
        None => {
            let begin = |draft, context: &Context<'_>| begin(draft, against, &mut told, context);
            screen::run_reading(reading, begin, context)?
        }
    };
    match brought {
        Brought::Nothing => {
            writeln!(context.out, "{}", told.nothing)?;
            Ok(Exit::OK)
        }
        Brought::Seen(left) | Brought::Cancelled(left) if left != Exit::OK => Ok(left),
        Brought::Seen(_) => {
            let reader = context.reader()?;
            match version::brought_after(&reader, told.last)? {
                Some(title) => {
                    writeln!(context.out, "stored “{title}”\n{NEXT}")?;
                    Ok(Exit::OK)
                }
                None => cancelled(context),
            }
        }
        Brought::Cancelled(_) => cancelled(context),
    }
}

fn cancelled(context: &mut Context<'_>) -> anyhow::Result<Exit> {
    writeln!(context.err, "milepost: cancelled: nothing was stored")?;
    Ok(Exit::FINDINGS)
}

/// What is known of a draft after its screen is gone.
#[derive(Default)]
struct Told {
    /// The last entry before it was shown.
    last: u64,
    /// Why there was nothing to do.
    nothing: String,
}

/// The store and what the screen starts with; none where the file is stored as it stands and there is nothing to ask of it.
fn begin(
    draft: Draft,
    against: &Against,
    told: &mut Told,
    context: &Context<'_>,
) -> anyhow::Result<Option<(Box<dyn Store>, Start)>> {
    let (mut store, report) = store::open(context.store_dir()?, context.clock.clone())?;
    told.last = store.last();
    let found = version::find(&store, &draft, against)?;
    let own = found.as_ref().map(|f| &f.plan.plan);
    let own = own.filter(|p| p.file_hash == draft.plan.file_hash);
    let draft = match own {
        Some(plan) => draft.as_said_of(plan)?,
        None => draft,
    };
    // A plan that was stored with its questions open has them answered later, in its own file.
    let asked = own.is_some() && draft.questions.iter().any(|q| q.topic.blocks());
    if let Some(found) = found.as_ref().filter(|_| !asked)
        && let Some(update) = version::nothing_new(&store, found, &draft)?
    {
        told.nothing = nothing_to_do(found, &update);
        return Ok(None);
    }
    let by_title = found.as_ref().is_some_and(|f| f.by_title);
    let stored = found
        .map(|f| version::stored(&store, f.plan.id, &draft))
        .transpose()?;
    let preview = Preview::new(draft, stored);
    let mut start = screen::start(&mut store, context, report.notes)?;
    // What leads sent is not taken in here: cancelling leaves the store as it was.
    start.dir = None;
    start.preview = Some(if by_title { preview.asking() } else { preview });
    Ok(Some((Box::new(store), start)))
}
