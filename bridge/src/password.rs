// SPDX-License-Identifier: MIT OR Apache-2.0
//! SPAKE2, by which two sides that know the same password get the same key, and all others learn nothing
//! that they could try passwords on.

use spake2::{Ed25519Group, Identity, Password, Spake2};

/// One side of one exchange.
pub struct PasswordExchange {
    state: Option<Spake2<Ed25519Group>>,
    message: Vec<u8>,
}

pub fn new_password_exchange(is_host: bool, password: &[u8], host_id: &str, viewer_id: &str) -> Box<PasswordExchange> {
    let start = if is_host {
        Spake2::<Ed25519Group>::start_a
    } else {
        Spake2::<Ed25519Group>::start_b
    };
    let (state, message) = start(
        &Password::new(password),
        &Identity::new(host_id.as_bytes()),
        &Identity::new(viewer_id.as_bytes()),
    );
    Box::new(PasswordExchange {
        state: Some(state),
        message,
    })
}

impl PasswordExchange {
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    pub fn finish(&mut self, message: &[u8]) -> Vec<u8> {
        self.state
            .take()
            .and_then(|state| state.finish(message).ok())
            .unwrap_or_default()
    }
}
