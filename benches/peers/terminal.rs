//! A program on a pseudo-terminal: how long until words are on it, how long until a key has been answered.

use std::io::{Read as _, Write};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long nothing may come before a key counts as answered.
const SILENCE: Duration = Duration::from_millis(15);

/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(30);

/// A program that is running.
pub struct Run {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    came: Receiver<(Instant, Vec<u8>)>,
    begun: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Run {
    /// Starts a program.
    pub fn start(command: &[String]) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (give, came) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 1 << 16];
            while let Ok(read) = reader.read(&mut bytes) {
                let some = bytes.get(..read).unwrap_or_default().to_vec();
                if read == 0 || give.send((Instant::now(), some)).is_err() {
                    return;
                }
            }
        });
        let (program, arguments) = command.split_first().unwrap();
        let mut builder = CommandBuilder::new(program);
        builder.args(arguments);
        builder.env("TERM", "xterm-256color");
        let begun = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        Self {
            child,
            writer,
            came,
            begun,
            _master: pair.master,
        }
    }

    /// Milliseconds from the start until these bytes came.
    pub fn wait_for(&mut self, wanted: &[u8]) -> f64 {
        let mut all = Vec::new();
        loop {
            let (at, bytes) = self.came.recv_timeout(LIMIT).unwrap();
            all.extend(bytes);
            if all.windows(wanted.len()).any(|w| w == wanted) {
                return (at - self.begun).as_secs_f64() * 1000.0;
            }
        }
    }

    /// Waits until nothing has come for so long.
    pub fn settle(&mut self, silence: Duration) {
        // A clock on the screen never falls silent.
        let until = Instant::now() + 2 * silence;
        while self.came.recv_timeout(silence).is_ok() && Instant::now() < until {}
    }

    /// Milliseconds from a key to the last byte of the answer, and how many bytes that was.
    pub fn key(&mut self, keys: &str) -> (f64, f64) {
        while self.came.try_recv().is_ok() {}
        let from = Instant::now();
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        let (mut last, mut count) = (from, 0);
        let mut patience = LIMIT;
        while let Ok((at, bytes)) = self.came.recv_timeout(patience) {
            (last, count) = (at, count + bytes.len());
            patience = SILENCE;
        }
        (
            (last - from).as_secs_f64() * 1000.0,
            f64::from(u32::try_from(count).unwrap()),
        )
    }

    /// Resident memory in MiB, of the program the shell started where there is a shell.
    pub fn memory(&self) -> f64 {
        let pid = self.child.process_id().unwrap();
        let of = |pid: &str| {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            let line = status.lines().find(|l| l.starts_with("VmRSS"));
            let words = line
                .and_then(|l| l.split_whitespace().nth(1))
                .unwrap_or("nan");
            words.parse::<f64>().unwrap_or(f64::NAN) / 1024.0
        };
        let below = format!("/proc/{pid}/task/{pid}/children");
        let below = std::fs::read_to_string(below).unwrap_or_default();
        match below.split_whitespace().next() {
            Some(child) => of(child),
            None => of(&pid.to_string()),
        }
    }

    /// Leaves the program as its user would, and waits for its end.
    pub fn leave(mut self, keys: &str) {
        for key in keys.chars() {
            // An escape is only one when nothing follows it at once.
            let _ = self.writer.write_all(key.to_string().as_bytes());
            let _ = self.writer.flush();
            std::thread::sleep(Duration::from_millis(60));
        }
        let until = Instant::now() + LIMIT;
        while self.child.try_wait().unwrap().is_none() {
            if Instant::now() > until {
                self.child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}
