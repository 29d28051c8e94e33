//! Two layers of file operations for tests: [`Faulty`] fails over the real disk, [`Sim`] is a disk in memory that knows what
//! would survive a power cut.

use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::path::{Component, Path};
use std::sync::{Arc, Mutex};

use milepost::store::files::{Disk, Files, Sink, Source};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No call from the n-th on does anything: the process is dead.
    DeadFrom(usize),
    /// Only the n-th call fails; a write leaves half of its bytes.
    Once(usize, io::ErrorKind),
    /// Every writing call fails until this is lifted.
    Always(io::ErrorKind),
}

#[derive(Debug, Default)]
struct Plan {
    calls: usize,
    fault: Option<Fault>,
}

/// The real disk, with faults.
#[derive(Debug, Clone, Default)]
pub struct Faulty {
    plan: Arc<Mutex<Plan>>,
}

impl Faulty {
    pub fn set(&self, fault: Option<Fault>) {
        self.plan.lock().unwrap().fault = fault;
    }

    /// Writing calls so far.
    pub fn calls(&self) -> usize {
        self.plan.lock().unwrap().calls
    }

    fn call(&self) -> io::Result<()> {
        let mut plan = self.plan.lock().unwrap();
        plan.calls += 1;
        match plan.fault {
            Some(Fault::DeadFrom(n)) if plan.calls >= n => Err(io::Error::other("dead")),
            Some(Fault::Once(n, kind)) if plan.calls == n => Err(kind.into()),
            Some(Fault::Always(kind)) => Err(kind.into()),
            _ => Ok(()),
        }
    }
}

struct FaultySink {
    inner: Box<dyn Sink>,
    faulty: Faulty,
}

impl Sink for FaultySink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.faulty.call() {
            self.inner.write(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.inner.write(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.faulty.call()?;
        self.inner.sync()
    }
    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.faulty.call()?;
        self.inner.cut(len)
    }
}

impl Files for Faulty {
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        Disk.list(dir)
    }
    fn len(&self, path: &Path) -> io::Result<u64> {
        Disk.len(path)
    }
    fn read(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        Disk.read(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        self.call()?;
        Ok(Box::new(FaultySink {
            inner: Disk.create(path)?,
            faulty: self.clone(),
        }))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        Ok(Box::new(FaultySink {
            inner: Disk.append(path)?,
            faulty: self.clone(),
        }))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        Disk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        Disk.remove(path)
    }
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        if !dir.exists() {
            self.call()?;
        }
        Disk.make_dir(dir)
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.call()?;
        Disk.sync_dir(dir)
    }
    fn exists(&self, path: &Path) -> bool {
        Disk.exists(path)
    }
}

/// How much of what was not synced is there after a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Everything: the process was killed, the machine went on.
    Kill,
    /// Nothing, neither bytes nor names.
    Strict,
    /// Names, but no bytes.
    NamesOnly,
    /// Names and the first half of the bytes of each file.
    Torn,
    /// Names, and the length of each file, but zeros in place of the bytes.
    Zeros,
}

pub const AFTER: [After; 5] = [
    After::Kill,
    After::Strict,
    After::NamesOnly,
    After::Torn,
    After::Zeros,
];

#[derive(Debug, Clone)]
enum Node {
    File {
        bytes: Vec<u8>,
        synced: Vec<u8>,
    },
    Dir {
        names: BTreeMap<String, usize>,
        synced: BTreeMap<String, usize>,
    },
}

#[derive(Debug)]
struct World {
    nodes: Vec<Node>,
    calls: usize,
    dead_from: usize,
}

/// A disk in memory.
#[derive(Debug, Clone)]
pub struct Sim {
    world: Arc<Mutex<World>>,
}

fn empty_dir() -> Node {
    Node::Dir {
        names: BTreeMap::new(),
        synced: BTreeMap::new(),
    }
}

fn no_entry() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl World {
    fn call(&mut self) -> io::Result<()> {
        self.calls += 1;
        if self.calls >= self.dead_from {
            return Err(io::Error::other("dead"));
        }
        Ok(())
    }

    fn names(&mut self, dir: usize) -> io::Result<&mut BTreeMap<String, usize>> {
        match &mut self.nodes[dir] {
            Node::Dir { names, .. } => Ok(names),
            Node::File { .. } => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    fn find(&mut self, path: &Path) -> io::Result<usize> {
        if path.as_os_str().is_empty() {
            // As on a real disk: the folder one is in has the name `.`.
            return Err(no_entry());
        }
        let mut at = 0;
        for part in path.components() {
            if let Component::Normal(name) = part {
                let name = name.to_str().unwrap();
                at = *self.names(at)?.get(name).ok_or_else(no_entry)?;
            }
        }
        Ok(at)
    }

    fn parent<'a>(&mut self, path: &'a Path) -> io::Result<(usize, &'a str)> {
        let dir = match path.parent().unwrap() {
            here if here.as_os_str().is_empty() => 0,
            dir => self.find(dir)?,
        };
        Ok((dir, path.file_name().unwrap().to_str().unwrap()))
    }
}

impl Sim {
    pub fn new() -> Self {
        let world = World {
            nodes: vec![empty_dir()],
            calls: 0,
            dead_from: usize::MAX,
        };
        Self {
            world: Arc::new(Mutex::new(world)),
        }
    }

    /// The process dies on entering the n-th call.
    pub fn die_at(&self, n: usize) {
        self.world.lock().unwrap().dead_from = n;
    }

    pub fn calls(&self) -> usize {
        self.world.lock().unwrap().calls
    }

    /// The disk as the next start finds it.
    pub fn crash(&self, after: After) -> Self {
        let world = self.world.lock().unwrap();
        let nodes = world.nodes.iter().map(|node| match node {
            Node::Dir { names, synced } => {
                let names = if after == After::Strict {
                    synced
                } else {
                    names
                };
                Node::Dir {
                    names: names.clone(),
                    synced: names.clone(),
                }
            }
            Node::File { bytes, synced } => {
                let mut left = match after {
                    After::Kill => bytes.clone(),
                    _ => synced.clone(),
                };
                if bytes.len() > synced.len() {
                    let new = &bytes[synced.len()..];
                    match after {
                        After::Torn => left.extend_from_slice(&new[..new.len() / 2]),
                        After::Zeros => left.resize(bytes.len(), 0),
                        _ => {}
                    }
                }
                Node::File {
                    synced: left.clone(),
                    bytes: left,
                }
            }
        });
        let world = World {
            nodes: nodes.collect(),
            calls: 0,
            dead_from: usize::MAX,
        };
        Self {
            world: Arc::new(Mutex::new(world)),
        }
    }
}

struct SimSink {
    world: Arc<Mutex<World>>,
    node: usize,
}

impl SimSink {
    fn with(&self, change: impl FnOnce(&mut Vec<u8>, &mut Vec<u8>)) -> io::Result<()> {
        let mut world = self.world.lock().unwrap();
        world.call()?;
        match &mut world.nodes[self.node] {
            Node::File { bytes, synced } => change(bytes, synced),
            Node::Dir { .. } => unreachable!(),
        }
        Ok(())
    }
}

impl Sink for SimSink {
    fn write(&mut self, new: &[u8]) -> io::Result<()> {
        self.with(|bytes, _| bytes.extend_from_slice(new))
    }
    fn sync(&mut self) -> io::Result<()> {
        self.with(|bytes, synced| synced.clone_from(bytes))
    }
    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.with(|bytes, _| bytes.truncate(usize::try_from(len).unwrap()))
    }
}

impl Files for Sim {
    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let mut world = self.world.lock().unwrap();
        let at = world.find(dir)?;
        Ok(world.names(at)?.keys().cloned().collect())
    }
    fn len(&self, path: &Path) -> io::Result<u64> {
        let mut source = self.read(path)?;
        source.seek(io::SeekFrom::End(0))
    }
    fn read(&self, path: &Path) -> io::Result<Box<dyn Source>> {
        let mut world = self.world.lock().unwrap();
        let at = world.find(path)?;
        match &world.nodes[at] {
            Node::File { bytes, .. } => Ok(Box::new(Cursor::new(bytes.clone()))),
            Node::Dir { .. } => Err(io::ErrorKind::IsADirectory.into()),
        }
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        let mut world = self.world.lock().unwrap();
        world.call()?;
        let (dir, name) = world.parent(path)?;
        let node = world.nodes.len();
        if world.names(dir)?.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        world.names(dir)?.insert(name.to_owned(), node);
        world.nodes.push(Node::File {
            bytes: Vec::new(),
            synced: Vec::new(),
        });
        Ok(Box::new(SimSink {
            world: Arc::clone(&self.world),
            node,
        }))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        let node = self.world.lock().unwrap().find(path)?;
        Ok(Box::new(SimSink {
            world: Arc::clone(&self.world),
            node,
        }))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world.lock().unwrap();
        world.call()?;
        let (old, name) = world.parent(from)?;
        let node = world.names(old)?.remove(name).ok_or_else(no_entry)?;
        let (new, name) = world.parent(to)?;
        world.names(new)?.insert(name.to_owned(), node);
        Ok(())
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world.lock().unwrap();
        world.call()?;
        let (dir, name) = world.parent(path)?;
        world.names(dir)?.remove(name).ok_or_else(no_entry)?;
        Ok(())
    }
    fn make_dir(&self, dir: &Path) -> io::Result<()> {
        let mut world = self.world.lock().unwrap();
        if world.find(dir).is_ok() {
            return Ok(());
        }
        world.call()?;
        let (parent, name) = world.parent(dir)?;
        let node = world.nodes.len();
        world.names(parent)?.insert(name.to_owned(), node);
        world.nodes.push(empty_dir());
        Ok(())
    }
    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut world = self.world.lock().unwrap();
        world.call()?;
        let at = world.find(dir)?;
        if let Node::Dir { names, synced } = &mut world.nodes[at] {
            synced.clone_from(names);
        }
        Ok(())
    }
    fn exists(&self, path: &Path) -> bool {
        self.world.lock().unwrap().find(path).is_ok()
    }
}
