// SPDX-License-Identifier: MIT OR Apache-2.0
//! What the bridge tells C++: a bounded queue, so that a slow main loop slows its peers, not the memory.

use cxx::SharedPtr;
use tokio::sync::mpsc;

use crate::{
    connection::Connection,
    ffi::{Code, EventKind, Status, Waker},
    stream::Stream,
};

/// Events that may wait for the main loop.
const CAPACITY: usize = 256;

pub struct Event {
    pub kind: EventKind,
    pub id: u64,
    pub stream_id: u64,
    pub status: Status,
    pub close_code: u64,
    pub closed_by_peer: bool,
    pub data: Vec<u8>,
    pub connection: Option<Start<Connection>>,
    pub stream: Option<Start<Stream>>,
}

/// Starts a connection or a stream once C++ takes it, so that none of its events can come before it.
pub type Start<T> = Box<dyn FnOnce() -> T + Send>;

pub fn new_event() -> Box<Event> {
    Box::new(Event::new(EventKind::Ready, 0))
}

impl Event {
    pub fn new(kind: EventKind, id: u64) -> Self {
        Self {
            kind,
            id,
            stream_id: 0,
            status: Status::ok(),
            close_code: 0,
            closed_by_peer: false,
            data: Vec::new(),
            connection: None,
            stream: None,
        }
    }

    pub fn failed(kind: EventKind, id: u64, code: Code, message: impl ToString) -> Self {
        Self {
            status: Status::new(code, message),
            ..Self::new(kind, id)
        }
    }

    pub fn kind(&self) -> EventKind {
        self.kind
    }

    pub fn id(&self) -> u64 {
        self.id
    }

    pub fn stream_id(&self) -> u64 {
        self.stream_id
    }

    pub fn status(&self) -> Status {
        self.status.clone()
    }

    pub fn close_code(&self) -> u64 {
        self.close_code
    }

    pub fn closed_by_peer(&self) -> bool {
        self.closed_by_peer
    }

    pub fn data(&self) -> &[u8] {
        &self.data
    }

    pub fn take_connection(&mut self) -> Result<Box<Connection>, &'static str> {
        let start = self.connection.take().ok_or("this event has no connection")?;
        Ok(Box::new(start()))
    }

    pub fn take_stream(&mut self) -> Result<Box<Stream>, &'static str> {
        let start = self.stream.take().ok_or("this event has no stream")?;
        Ok(Box::new(start()))
    }
}

/// The end that posts; each task has one.
#[derive(Clone)]
pub struct Outbox {
    queue: mpsc::Sender<Event>,
    waker: SharedPtr<Waker>,
}

impl Outbox {
    /// Waits for room. False once nobody reads any more.
    pub async fn post(&self, event: Event) -> bool {
        let sent = self.queue.send(event).await.is_ok();
        if sent && let Some(waker) = self.waker.as_ref() {
            waker.wake();
        }
        sent
    }
}

pub fn queue(waker: SharedPtr<Waker>) -> (Outbox, mpsc::Receiver<Event>) {
    let (queue, inbox) = mpsc::channel(CAPACITY);
    (Outbox { queue, waker }, inbox)
}
