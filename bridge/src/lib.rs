// SPDX-License-Identifier: MIT OR Apache-2.0
//! The border between pixelpass (C++) and iroh. It holds no logic of pixelpass: it opens endpoints,
//! moves bytes and posts events, and it never unwinds into C++.

mod congestion;
mod connection;
mod endpoint;
mod event;
mod net_report;
mod outgoing;
mod password;
mod stream;
mod ticket;
mod transport;

use connection::Connection;
use endpoint::{Endpoint, new_endpoint};
use event::Event;
use outgoing::Outgoing;
use password::{PasswordExchange, new_password_exchange};
use stream::Stream;
use ticket::{new_secret_key, parse_ticket};

#[allow(clippy::panic)] // in what cxx generates
#[cxx::bridge(namespace = "pixelpass::bridge")]
mod ffi {
    /// Why a call failed. C++ has one exit status for each.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Code {
        Ok,
        /// A ticket, a key, a URL, an address or a certificate can't be read.
        BadInput,
        /// The socket can't be bound.
        Bind,
        /// The peer can't be reached.
        Unreachable,
        /// The peer speaks none of the offered ALPNs.
        NoCommonAlpn,
        /// The connection or the stream is closed.
        Closed,
        /// A fault of the bridge itself.
        Internal,
    }

    #[derive(Debug, Clone)]
    struct Status {
        code: Code,
        message: String,
    }

    enum RelayMode {
        None,
        Default,
        Custom,
    }

    struct EndpointOptions {
        /// 32 bytes.
        secret_key: Vec<u8>,
        relay_mode: RelayMode,
        relay_url: String,
        /// One DER certificate to trust for the relay instead of the public roots; empty: public roots.
        relay_ca_der: Vec<u8>,
        /// `ADDR:PORT` to bind; empty: any address, any port.
        bind: String,
        /// The ALPNs that are accepted, the preferred one first; empty: nobody can connect.
        alpns: Vec<String>,
    }

    struct TicketInfo {
        status: Status,
        endpoint_id: String,
        relays: u32,
        addresses: u32,
    }

    struct PathInfo {
        /// False while no path is selected.
        known: bool,
        relayed: bool,
        remote: String,
        rtt_us: u64,
        cwnd_bytes: u64,
        sent_bytes: u64,
        received_bytes: u64,
        sent_packets: u64,
        lost_packets: u64,
    }

    /// Whether a NAT gives us one public address whoever we send to, which hole punching needs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Mapping {
        /// It takes answers of two relays to tell.
        Unknown,
        Same,
        Varies,
    }

    struct NetReport {
        /// Whether a whole look at the network is done.
        known: bool,
        /// Packets go to a relay by UDP, and come back.
        udp: bool,
        mapping: Mapping,
        /// As relays see us, with port; empty if unknown.
        public_v4: String,
        public_v6: String,
        /// Something answers in the relays' place, such as the page of a hotel's network.
        captive_portal: bool,
        /// The home relay, if one is chosen; whether it is connected, and what the last attempt failed by.
        relay: String,
        relay_connected: bool,
        relay_error: String,
        /// The round trip to it; 0 if unknown.
        relay_rtt_us: u64,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum EventKind {
        /// The endpoint knows its relay, or has waited long enough for one: the ticket is final.
        Ready,
        /// A dial ended well; take the connection.
        Connected,
        /// A dial failed; `status` says why. `id` is that of the dial.
        ConnectFailed,
        /// A peer has finished its handshake; take the connection, or drop it to refuse.
        Incoming,
        /// The peer opened a bi-stream; take it.
        StreamOpened,
        /// Bytes came in on a bi-stream.
        StreamData,
        /// The peer finished or reset its side of a bi-stream.
        StreamEnded,
        /// A whole uni-stream arrived.
        Message,
        /// Another path was selected.
        PathChanged,
        /// The connection is over; `close_code` and `status.message` are the peer's words.
        Closed,
    }

    unsafe extern "C++" {
        include!("pixelpass_bridge/host.h");
        type Payload;
        fn bytes(self: &Payload) -> &[u8];
        type Waker;
        fn wake(self: &Waker);
    }

    extern "Rust" {
        fn new_secret_key() -> Vec<u8>;
        fn parse_ticket(text: &str) -> TicketInfo;

        type Endpoint;
        fn new_endpoint(waker: SharedPtr<Waker>) -> Box<Endpoint>;
        fn bind(self: &mut Endpoint, options: &EndpointOptions) -> Status;
        fn id(self: &Endpoint) -> String;
        fn ticket(self: &Endpoint, hide_addresses: bool) -> String;
        fn has_relay(self: &Endpoint) -> bool;
        /// What the endpoint has found out so far of the network around it.
        fn net_report(self: &Endpoint) -> NetReport;
        fn connect(self: &Endpoint, ticket: &str, alpns: &Vec<String>, dial: u64) -> Status;
        fn next_event(self: &mut Endpoint, event: &mut Event) -> bool;
        fn close(self: &mut Endpoint, within_ms: u64);

        type Event;
        fn new_event() -> Box<Event>;
        fn kind(self: &Event) -> EventKind;
        /// The connection, or the dial for `Connected` and `ConnectFailed`.
        fn id(self: &Event) -> u64;
        fn stream_id(self: &Event) -> u64;
        fn status(self: &Event) -> Status;
        fn close_code(self: &Event) -> u64;
        /// Whether the peer closed by a code of the application's.
        fn closed_by_peer(self: &Event) -> bool;
        fn data(self: &Event) -> &[u8];
        fn take_connection(self: &mut Event) -> Result<Box<Connection>>;
        fn take_stream(self: &mut Event) -> Result<Box<Stream>>;

        type Connection;
        fn id(self: &Connection) -> u64;
        fn remote_id(self: &Connection) -> String;
        fn alpn(self: &Connection) -> String;
        fn path(self: &Connection) -> PathInfo;
        fn open_stream(self: &Connection) -> Box<Stream>;
        /// Sends `header` and `payload` as one uni-stream. Higher priorities go first.
        fn send(self: &Connection, header: &[u8], payload: SharedPtr<Payload>, priority: i32) -> Box<Outgoing>;
        fn close(self: &Connection, code: u32, reason: &str);

        type Stream;
        fn id(self: &Stream) -> u64;
        fn set_priority(self: &Stream, priority: i32);
        /// Queues bytes; false if the stream is over.
        fn write(self: &Stream, bytes: &[u8]) -> bool;
        /// Queued bytes that QUIC has not taken yet.
        fn backlog(self: &Stream) -> u64;
        fn finish(self: &Stream);
        fn reset(self: &Stream, code: u32);

        /// One side of SPAKE2, bound to both endpoint ids.
        type PasswordExchange;
        fn new_password_exchange(
            is_host: bool,
            password: &[u8],
            host_id: &str,
            viewer_id: &str,
        ) -> Box<PasswordExchange>;
        /// What the other side needs of this one.
        fn message(self: &PasswordExchange) -> &[u8];
        /// The key, once, by the other side's message; empty if that is none. It is the same on both sides if
        /// the password is.
        fn finish(self: &mut PasswordExchange, message: &[u8]) -> Vec<u8>;

        type Outgoing;
        /// Whether the peer has all of it, or never will.
        fn settled(self: &Outgoing) -> bool;
        fn reset(self: &Outgoing);
    }
}

use event::new_event;

// SAFETY: `Payload` is immutable and `Waker` may be called from any thread; host.h promises both.
unsafe impl Send for ffi::Payload {}
unsafe impl Sync for ffi::Payload {}
unsafe impl Send for ffi::Waker {}
unsafe impl Sync for ffi::Waker {}

impl ffi::Status {
    fn ok() -> Self {
        Self::new(ffi::Code::Ok, "")
    }

    fn new(code: ffi::Code, message: impl ToString) -> Self {
        Self {
            code,
            message: message.to_string(),
        }
    }
}
