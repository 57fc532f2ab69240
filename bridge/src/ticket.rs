// SPDX-License-Identifier: MIT OR Apache-2.0
//! iroh's standard endpoint ticket, and keys.

use iroh::SecretKey;
use iroh_tickets::endpoint::EndpointTicket;

use crate::ffi::{Code, Status, TicketInfo};

pub fn new_secret_key() -> Vec<u8> {
    SecretKey::generate().to_bytes().to_vec()
}

pub fn parse_ticket(text: &str) -> TicketInfo {
    match text.parse::<EndpointTicket>() {
        Ok(ticket) => {
            let addr = ticket.endpoint_addr();
            TicketInfo {
                status: Status::ok(),
                endpoint_id: addr.id.to_string(),
                relays: addr.relay_urls().count() as u32,
                addresses: addr.ip_addrs().count() as u32,
            }
        }
        Err(error) => TicketInfo {
            status: Status::new(Code::BadInput, error),
            endpoint_id: String::new(),
            relays: 0,
            addresses: 0,
        },
    }
}
