//! What time it is, as a value that tests can set.

use chrono::{DateTime, FixedOffset, Local, NaiveDate};

/// Tells the time. Everything that needs the time is given one of these.
pub trait Clock: Send + Sync {
    /// Now, with the offset of the place.
    fn now(&self) -> DateTime<FixedOffset>;

    /// Today's date at the place.
    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct FixedClock {
    now: std::sync::Mutex<DateTime<FixedOffset>>,
}

impl FixedClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn at(now: DateTime<FixedOffset>) -> Self {
        Self {
            now: std::sync::Mutex::new(now),
        }
    }

    /// Sets it to another time, earlier or later.
    pub fn set(&self, now: DateTime<FixedOffset>) {
        *self
            .now
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<FixedOffset> {
        *self
            .now
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
