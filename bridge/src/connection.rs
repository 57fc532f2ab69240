// SPDX-License-Identifier: MIT OR Apache-2.0
//! One connection to a peer, and the tasks that listen on it. Dropping it closes it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use cxx::SharedPtr;
use iroh::endpoint::{ConnectionError, PathEvent, RecvStream, Side, VarInt};
use n0_future::StreamExt;
use tokio::runtime::Handle;

use crate::{
    event::{Event, Outbox},
    ffi::{Code, EventKind, PathInfo, Payload},
    outgoing::Outgoing,
    stream::Stream,
};

/// The largest uni-stream, in bytes.
const MAX_MESSAGE: usize = 8 << 20;
/// Bytes of unfinished uni-streams that one peer may make us keep.
const MAX_UNFINISHED: usize = 48 << 20;
/// Closed because the peer broke a bound.
const CODE_FLOOD: u32 = 0x10;

pub struct Connection {
    id: u64,
    connection: iroh::endpoint::Connection,
    runtime: Handle,
    outbox: Outbox,
}

impl Connection {
    pub fn start(connection: iroh::endpoint::Connection, id: u64, runtime: Handle, outbox: Outbox) -> Self {
        if connection.side() == Side::Client {
            runtime.spawn(accept_messages(connection.clone(), id, outbox.clone()));
        } else {
            runtime.spawn(accept_streams(connection.clone(), id, runtime.clone(), outbox.clone()));
        }
        runtime.spawn(watch_path(connection.clone(), id, outbox.clone()));
        runtime.spawn(watch_end(connection.clone(), id, outbox.clone()));
        Self {
            id,
            connection,
            runtime,
            outbox,
        }
    }

    pub fn id(&self) -> u64 {
        self.id
    }

    pub fn remote_id(&self) -> String {
        self.connection.remote_id().to_string()
    }

    pub fn alpn(&self) -> String {
        String::from_utf8_lossy(self.connection.alpn()).into_owned()
    }

    pub fn path(&self) -> PathInfo {
        let paths = self.connection.paths();
        let selected = paths.iter().find(|path| path.is_selected());
        let mut info = PathInfo {
            known: false,
            relayed: false,
            remote: String::new(),
            rtt_us: 0,
            cwnd_bytes: 0,
            sent_bytes: 0,
            received_bytes: 0,
            sent_packets: 0,
            lost_packets: 0,
        };
        if let Some(path) = selected {
            let stats = path.stats();
            info.known = true;
            info.relayed = path.is_relay();
            info.remote = format!("{:?}", path.remote_addr());
            info.rtt_us = stats.rtt.as_micros() as u64;
            info.cwnd_bytes = stats.cwnd;
            info.sent_bytes = stats.udp_tx.bytes;
            info.received_bytes = stats.udp_rx.bytes;
            info.sent_packets = stats.sent_packets;
            info.lost_packets = stats.lost_packets;
        }
        info
    }

    pub fn open_stream(&self) -> Box<Stream> {
        let connection = self.connection.clone();
        Box::new(Stream::start(self.id, &self.runtime, self.outbox.clone(), async move {
            connection.open_bi().await
        }))
    }

    pub fn send(&self, header: &[u8], payload: SharedPtr<Payload>, priority: i32) -> Box<Outgoing> {
        Box::new(Outgoing::start(
            &self.runtime,
            self.connection.clone(),
            header,
            payload,
            priority,
        ))
    }

    pub fn close(&self, code: u32, reason: &str) {
        self.connection.close(VarInt::from_u32(code), reason.as_bytes());
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.close(0, "");
    }
}

async fn accept_streams(connection: iroh::endpoint::Connection, id: u64, runtime: Handle, outbox: Outbox) {
    while let Ok(pair) = connection.accept_bi().await {
        let mut event = Event::new(EventKind::StreamOpened, id);
        let (runtime, listener) = (runtime.clone(), outbox.clone());
        event.stream = Some(Box::new(move || {
            Stream::start(id, &runtime, listener, async move { Ok(pair) })
        }));
        if !outbox.post(event).await {
            return;
        }
    }
}

async fn accept_messages(connection: iroh::endpoint::Connection, id: u64, outbox: Outbox) {
    let unfinished = Arc::new(AtomicUsize::new(0));
    while let Ok(stream) = connection.accept_uni().await {
        tokio::spawn(read_message(
            connection.clone(),
            stream,
            id,
            outbox.clone(),
            unfinished.clone(),
        ));
    }
}

/// Reads one uni-stream whole. One that was reset is dropped without a word.
async fn read_message(
    connection: iroh::endpoint::Connection,
    mut stream: RecvStream,
    id: u64,
    outbox: Outbox,
    unfinished: Arc<AtomicUsize>,
) {
    let mut event = Event::new(EventKind::Message, id);
    let whole = loop {
        match stream.read_chunk(usize::MAX).await {
            Ok(Some(chunk)) => {
                event.data.extend_from_slice(&chunk);
                let total = unfinished.fetch_add(chunk.len(), Ordering::Relaxed) + chunk.len();
                if event.data.len() > MAX_MESSAGE || total > MAX_UNFINISHED {
                    connection.close(VarInt::from_u32(CODE_FLOOD), b"too much at once");
                    break false;
                }
            }
            Ok(None) => break true,
            Err(_) => break false,
        }
    };
    let held = event.data.len();
    if whole {
        outbox.post(event).await;
    }
    unfinished.fetch_sub(held, Ordering::Relaxed);
}

async fn watch_path(connection: iroh::endpoint::Connection, id: u64, outbox: Outbox) {
    let mut events = connection.path_events();
    drop(connection);
    while let Some(event) = events.next().await {
        if matches!(event, PathEvent::Selected { .. }) && !outbox.post(Event::new(EventKind::PathChanged, id)).await {
            return;
        }
    }
}

async fn watch_end(connection: iroh::endpoint::Connection, id: u64, outbox: Outbox) {
    let reason = connection.closed().await;
    let mut event = Event::failed(EventKind::Closed, id, Code::Closed, &reason);
    if let ConnectionError::ApplicationClosed(close) = &reason {
        event.close_code = close.error_code.into_inner();
        event.closed_by_peer = true;
        event.status.message = String::from_utf8_lossy(&close.reason).into_owned();
    }
    outbox.post(event).await;
}
