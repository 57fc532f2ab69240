// SPDX-License-Identifier: MIT OR Apache-2.0
//! One message on a uni-stream of its own, on its way to the peer.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use bytes::Bytes;
use cxx::SharedPtr;
use iroh::endpoint::{Connection, VarInt};
use tokio::{runtime::Handle, sync::Notify};

use crate::ffi::Payload;

struct Owner(SharedPtr<Payload>);

impl AsRef<[u8]> for Owner {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |payload| payload.bytes())
    }
}

#[derive(Default)]
struct State {
    settled: AtomicBool,
    cancel: Notify,
}

pub struct Outgoing(Arc<State>);

impl Outgoing {
    pub fn start(
        runtime: &Handle,
        connection: Connection,
        header: &[u8],
        payload: SharedPtr<Payload>,
        priority: i32,
    ) -> Self {
        let state = Arc::new(State::default());
        let task_state = state.clone();
        let header = Bytes::copy_from_slice(header);
        let payload = Bytes::from_owner(Owner(payload));
        runtime.spawn(async move {
            deliver(&connection, header, payload, priority, &task_state.cancel).await;
            task_state.settled.store(true, Ordering::Release);
        });
        Self(state)
    }

    pub fn settled(&self) -> bool {
        self.0.settled.load(Ordering::Acquire)
    }

    pub fn reset(&self) {
        self.0.cancel.notify_one();
    }
}

/// Returns when the peer has acknowledged all, when the connection is gone, or once cancelled.
async fn deliver(connection: &Connection, header: Bytes, payload: Bytes, priority: i32, cancel: &Notify) {
    let mut stream = tokio::select! {
        stream = connection.open_uni() => match stream {
            Ok(stream) => stream,
            Err(_) => return,
        },
        () = cancel.notified() => return,
    };
    let written = async {
        stream.set_priority(priority).ok();
        stream.write_all_chunks(&mut [header, payload]).await.is_ok() && stream.finish().is_ok()
    };
    let finished = tokio::select! {
        finished = written => finished,
        () = cancel.notified() => false,
    };
    if finished {
        tokio::select! {
            _ = stream.stopped() => return,
            () = cancel.notified() => {}
        }
    }
    stream.reset(VarInt::from_u32(0)).ok();
}
