// SPDX-License-Identifier: MIT OR Apache-2.0
//! A bi-stream whose writes never block: they queue for a task, and the caller watches the backlog.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use iroh::endpoint::{ConnectionError, RecvStream, SendStream, VarInt};
use tokio::{runtime::Handle, sync::mpsc};

use crate::{
    event::{Event, Outbox},
    ffi::EventKind,
};

/// Bytes of one `StreamData` event.
const CHUNK: usize = 64 << 10;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

enum Command {
    Write(Bytes),
    Priority(i32),
    Finish,
    Reset(u32),
}

pub struct Stream {
    id: u64,
    commands: mpsc::UnboundedSender<Command>,
    backlog: Arc<AtomicU64>,
}

impl Stream {
    pub fn start(
        connection: u64,
        runtime: &Handle,
        outbox: Outbox,
        open: impl Future<Output = Result<(SendStream, RecvStream), ConnectionError>> + Send + 'static,
    ) -> Self {
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        let (commands, queue) = mpsc::unbounded_channel();
        let backlog = Arc::new(AtomicU64::new(0));
        let counter = backlog.clone();
        runtime.spawn(async move {
            if let Ok((send, recv)) = open.await {
                tokio::join!(write(send, queue, counter), read(recv, connection, id, outbox));
            }
        });
        Self { id, commands, backlog }
    }

    pub fn id(&self) -> u64 {
        self.id
    }

    pub fn set_priority(&self, priority: i32) {
        self.commands.send(Command::Priority(priority)).ok();
    }

    pub fn write(&self, bytes: &[u8]) -> bool {
        self.backlog.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.commands
            .send(Command::Write(Bytes::copy_from_slice(bytes)))
            .is_ok()
    }

    pub fn backlog(&self) -> u64 {
        self.backlog.load(Ordering::Relaxed)
    }

    pub fn finish(&self) {
        self.commands.send(Command::Finish).ok();
    }

    pub fn reset(&self, code: u32) {
        self.commands.send(Command::Reset(code)).ok();
    }
}

async fn write(mut stream: SendStream, mut commands: mpsc::UnboundedReceiver<Command>, backlog: Arc<AtomicU64>) {
    while let Some(command) = commands.recv().await {
        match command {
            Command::Write(bytes) => {
                let length = bytes.len() as u64;
                if stream.write_chunk(bytes).await.is_err() {
                    return;
                }
                backlog.fetch_sub(length, Ordering::Relaxed);
            }
            Command::Priority(priority) => {
                stream.set_priority(priority).ok();
            }
            Command::Finish => {
                stream.finish().ok();
            }
            Command::Reset(code) => {
                stream.reset(VarInt::from_u32(code)).ok();
            }
        }
    }
}

async fn read(mut stream: RecvStream, connection: u64, id: u64, outbox: Outbox) {
    let mut open = true;
    while open {
        let kind = match stream.read_chunk(CHUNK).await {
            Ok(Some(bytes)) => {
                let mut event = Event::new(EventKind::StreamData, connection);
                event.stream_id = id;
                event.data = bytes.to_vec();
                open = outbox.post(event).await;
                continue;
            }
            Ok(None) | Err(_) => EventKind::StreamEnded,
        };
        let mut event = Event::new(kind, connection);
        event.stream_id = id;
        outbox.post(event).await;
        open = false;
    }
}
