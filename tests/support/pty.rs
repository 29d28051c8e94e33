//! A real program in a pseudo-terminal: keys in, the screen out, and what it left behind.
//!
//! A thread reads all the program writes into a terminal emulator; tests wait for words with a deadline and never sleep.
//! The program sees nothing of the environment of the tests: an own home, `TERM=xterm-256color`, no colours variables.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal};

/// How long a program may take to show what is waited for, on a slow and busy machine.
const DEADLINE: Duration = Duration::from_secs(20);

/// A program about to be started.
pub struct Start {
    command: CommandBuilder,
    columns: u16,
    rows: u16,
}

impl Start {
    /// Milepost with these arguments, at 80×24.
    pub fn milepost(arguments: &[&str]) -> Self {
        Self::program(env!("CARGO_BIN_EXE_milepost"), arguments)
    }

    /// Any program.
    pub fn program(path: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(path);
        command.args(arguments);
        command.env_clear();
        for name in ["PATH", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("TZ", "UTC");
        command.cwd(std::env::temp_dir());
        Self {
            command,
            columns: 80,
            rows: 24,
        }
    }

    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// A home folder: everything the program keeps goes below it.
    pub fn home(self, folder: &std::path::Path) -> Self {
        self.env("HOME", folder)
            .env("XDG_DATA_HOME", folder.join("data"))
            .env("XDG_CONFIG_HOME", folder.join("config"))
            .env("XDG_STATE_HOME", folder.join("state"))
            .env("XDG_RUNTIME_DIR", folder.join("run"))
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    pub fn spawn(self) -> Pty {
        let size = size(self.columns, self.rows);
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let before = line_modes(pair.master.as_ref());
        let child = pair
            .slave
            .spawn_command(self.command)
            .expect("the program starts");
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                parser: vt100::Parser::new(some(self.rows), some(self.columns), 0),
                raw: Vec::new(),
                closed: false,
                deaf: false,
            }),
            changed: Condvar::new(),
        });
        let reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let thread = {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || listen(reader, &shared))
        };
        drop(pair.slave);
        Pty {
            child,
            master: Some(pair.master),
            writer: Some(writer),
            shared,
            reader: Some(thread),
            before,
            status: None,
        }
    }
}

/// A size as the emulator takes it; it has no terminal without rows or columns.
fn some(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).unwrap_or(NonZeroU16::MIN)
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    raw: Vec<u8>,
    closed: bool,
    /// The reader is to let go of the terminal.
    deaf: bool,
}

fn listen(mut reader: Box<dyn Read + Send>, shared: &Shared) {
    let mut bytes = [0; 8192];
    loop {
        let read = reader.read(&mut bytes).unwrap_or(0);
        let mut state = shared.state.lock().unwrap();
        state.parser.process(&bytes[..read]);
        state.raw.extend_from_slice(&bytes[..read]);
        state.closed = read == 0 || state.deaf;
        shared.changed.notify_all();
        if state.closed {
            return;
        }
    }
}

/// ECHO and ICANON and the others, as text.
fn line_modes(master: &(dyn MasterPty + Send)) -> String {
    master
        .get_termios()
        .map_or_else(String::new, |modes| format!("{:?}", modes.local_flags))
}

/// A program in a terminal.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
    before: String,
    status: Option<ExitStatus>,
}

impl Pty {
    /// Sends keys: characters as they are, others by name: `<Enter>`, `<Esc>`, `<C-r>`, `<A-b>`, `<Up>`, `<lt>`.
    pub fn send(&mut self, keys: &str) {
        self.bytes(&encode(keys));
    }

    /// Sends text as a terminal does when it is pasted.
    pub fn paste(&mut self, text: &str) {
        self.bytes(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Clicks on a column and a row, from 0.
    pub fn click(&mut self, column: u16, row: u16) {
        self.bytes(format!("\x1b[<0;{};{}M\x1b[<0;{0};{1}m", column + 1, row + 1).as_bytes());
    }

    /// Turns the wheel down over a column and a row.
    pub fn wheel_down(&mut self, column: u16, row: u16) {
        self.bytes(format!("\x1b[<65;{};{}M", column + 1, row + 1).as_bytes());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("the terminal was hung up");
        writer.write_all(bytes).expect("the program takes keys");
        writer.flush().unwrap();
    }

    /// The words on the screen.
    pub fn screen(&self) -> String {
        self.shared.state.lock().unwrap().parser.screen().contents()
    }

    /// The screen of the emulator: cursor, modes, cells.
    pub fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.shared.state.lock().unwrap().parser.screen())
    }

    /// Every byte the program wrote.
    pub fn raw(&self) -> Vec<u8> {
        self.shared.state.lock().unwrap().raw.clone()
    }

    /// Waits until the screen shows these words.
    #[track_caller]
    pub fn wait_for(&self, words: &str) {
        self.wait_until(&format!("{words:?}"), |screen| {
            screen.contents().contains(words)
        });
    }

    /// Waits until the screen no longer shows these words.
    #[track_caller]
    pub fn wait_gone(&self, words: &str) {
        self.wait_until(&format!("no {words:?}"), |screen| {
            !screen.contents().contains(words)
        });
    }

    /// Waits until the screen is as `done` wants it.
    #[track_caller]
    pub fn wait_until(&self, what: &str, done: impl Fn(&vt100::Screen) -> bool) {
        self.wait_state(what, |state| done(state.parser.screen()));
    }

    /// Waits until the program has written so many bytes more than these.
    #[track_caller]
    pub fn wait_raw(&self, what: &str, done: impl Fn(&[u8]) -> bool) {
        self.wait_state(what, |state| done(&state.raw));
    }

    #[track_caller]
    fn wait_state(&self, what: &str, done: impl Fn(&State) -> bool) {
        let until = Instant::now() + DEADLINE;
        let mut state = self.shared.state.lock().unwrap();
        loop {
            if done(&state) {
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || state.closed {
                let ended = if state.closed {
                    "the program ended"
                } else {
                    "time is over"
                };
                let screen = state.parser.screen().contents();
                let tail: String =
                    String::from_utf8_lossy(&state.raw[state.raw.len().saturating_sub(300)..])
                        .escape_debug()
                        .collect();
                drop(state);
                panic!(
                    "waited for {what}, but {ended}. The screen:\n{screen}\nThe last bytes: {tail}"
                );
            }
            state = self
                .shared
                .changed
                .wait_timeout(state, left.min(Duration::from_millis(500)))
                .unwrap()
                .0;
        }
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.shared
            .state
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(some(rows), some(columns));
        self.master
            .as_ref()
            .expect("a terminal")
            .resize(size(columns, rows))
            .unwrap();
    }

    /// Sends a signal to the program alone.
    pub fn signal(&self, signal: Signal) {
        let pid = self
            .child
            .process_id()
            .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?))
            .expect("a running program");
        rustix::process::kill_process(pid, signal).expect("the program runs");
    }

    /// The number of the process, while it runs.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Ends the program as a crash of the machine would: nothing it could do about it.
    pub fn kill9(&mut self) {
        self.signal(Signal::KILL);
        self.wait_exit();
    }

    /// Takes the terminal away. The reader lets go of it at the program's next output, which a resize makes it write.
    pub fn hang_up(&mut self) {
        self.shared.state.lock().unwrap().deaf = true;
        let (rows, columns) = self.with_screen(vt100::Screen::size);
        self.master
            .as_ref()
            .unwrap()
            .resize(size(columns.get() + 1, rows.get()))
            .unwrap();
        self.finish_reading();
        // The writer says a line feed and the terminal's end-of-file letter as it goes, unless it has none: a program might
        // take them for keys.
        let name = self.master.as_ref().and_then(|m| m.tty_name()).unwrap();
        let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY;
        let tty = rustix::fs::open(name, flags, rustix::fs::Mode::empty()).unwrap();
        let mut modes = rustix::termios::tcgetattr(&tty).unwrap();
        modes.special_codes[rustix::termios::SpecialCodeIndex::VEOF] = 0;
        rustix::termios::tcsetattr(&tty, rustix::termios::OptionalActions::Now, &modes).unwrap();
        drop(tty);
        self.writer = None;
        self.master = None;
    }

    #[track_caller]
    fn finish_reading(&mut self) {
        let Some(reader) = self.reader.take() else {
            return;
        };
        let until = Instant::now() + DEADLINE;
        while !reader.is_finished() {
            assert!(
                Instant::now() < until,
                "the terminal stays open and nothing is written to it"
            );
            std::thread::park_timeout(Duration::from_millis(2));
        }
        reader.join().unwrap();
    }

    /// Waits for the end: exit code, or `None` where a signal ended it.
    #[track_caller]
    pub fn wait_exit(&mut self) -> Option<u32> {
        let until = Instant::now() + DEADLINE;
        while self.status.is_none() {
            self.status = self.child.try_wait().expect("a child");
            assert!(
                Instant::now() < until,
                "the program does not end. The screen:\n{}",
                self.screen()
            );
            if self.status.is_none() {
                std::thread::park_timeout(Duration::from_millis(2));
            }
        }
        // What was written last is on its way still.
        self.finish_reading();
        let status = self.status.clone().unwrap();
        status.signal().is_none().then(|| status.exit_code())
    }

    /// The modes the program set and did not take back, by name. Empty after a tidy end.
    pub fn modes_left(&self) -> Vec<String> {
        let mut left = modes_on(&self.raw());
        if let Some(master) = &self.master {
            let now = line_modes(master.as_ref());
            if now != self.before {
                left.push(format!("line discipline {now} instead of {}", self.before));
            }
        }
        left
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.status.is_none() && self.child.try_wait().ok().flatten().is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The modes that are on after these bytes: private modes, a hidden cursor, keyboard flags, colours.
pub fn modes_on(raw: &[u8]) -> Vec<String> {
    const NAMES: [(&str, &str); 9] = [
        ("1", "cursor keys"),
        ("1000", "mouse"),
        ("1002", "mouse drag"),
        ("1003", "mouse motion"),
        ("1004", "focus"),
        ("1006", "mouse coordinates"),
        ("1049", "alternate screen"),
        ("2004", "bracketed paste"),
        ("2026", "synchronized output"),
    ];
    let text = String::from_utf8_lossy(raw);
    let mut on: Vec<String> = Vec::new();
    let mut keyboard = 0;
    for piece in text.split("\x1b[").skip(1) {
        let Some(end) = piece.find(|c: char| c.is_ascii_alphabetic()) else {
            continue;
        };
        let (arguments, command) = (&piece[..end], &piece[end..=end]);
        match (arguments.strip_prefix('?'), command) {
            (Some(modes), "h" | "l") => {
                for mode in modes.split(';') {
                    let (name, set) = match mode {
                        "25" => ("hidden cursor".to_owned(), command == "l"),
                        other => (
                            NAMES
                                .iter()
                                .find(|(n, _)| *n == other)
                                .map_or(format!("mode {other}"), |(_, n)| (*n).to_owned()),
                            command == "h",
                        ),
                    };
                    on.retain(|known| *known != name);
                    if set {
                        on.push(name);
                    }
                }
            }
            (None, "u") if arguments.starts_with('>') => keyboard += 1,
            (None, "u") if arguments.starts_with('<') => keyboard -= 1,
            _ => {}
        }
    }
    if keyboard != 0 {
        on.push(format!("keyboard flags {keyboard}"));
    }
    on
}

/// Keys as a terminal sends them.
fn encode(keys: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        if c == '<'
            && let Some((name, tail)) = rest[1..].split_once('>')
        {
            out.extend(named(name));
            rest = tail;
        } else {
            out.extend(c.to_string().bytes());
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn named(name: &str) -> Vec<u8> {
    if let Some(letter) = name.strip_prefix("C-") {
        let byte = letter.as_bytes()[0];
        return vec![byte.to_ascii_lowercase() & 0x1f];
    }
    if let Some(rest) = name.strip_prefix("A-") {
        let mut out = vec![0x1b];
        out.extend(if rest.len() == 1 {
            rest.bytes().collect()
        } else {
            named(rest)
        });
        return out;
    }
    let bytes: &[u8] = match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "BackTab" => b"\x1b[Z",
        "Space" => b" ",
        "Backspace" => b"\x7f",
        "Delete" => b"\x1b[3~",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "PageUp" => b"\x1b[5~",
        "PageDown" => b"\x1b[6~",
        "F12" => b"\x1b[24~",
        "lt" => b"<",
        other => panic!("no key <{other}>"),
    };
    bytes.to_vec()
}
