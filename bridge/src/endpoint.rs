// SPDX-License-Identifier: MIT OR Apache-2.0
//! An iroh endpoint with a runtime of its own. All calls come from the main thread.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use cxx::SharedPtr;
use iroh::{
    RelayConfig, RelayMap, RelayUrl, SecretKey, TransportAddr,
    endpoint::{Builder, ConnectOptions, ConnectingError, ConnectionError, Incoming, presets},
    tls::CaTlsConfig,
};
use iroh_relay::RelayQuicConfig;
use iroh_tickets::endpoint::EndpointTicket;
use tokio::{
    runtime::Runtime,
    sync::{Semaphore, mpsc},
};

use crate::{
    connection::Connection,
    event::{Event, Outbox, queue},
    ffi::{Code, EndpointOptions, EventKind, NetReport, RelayMode, Status, Waker},
    net_report, transport,
};

/// How long `Ready` waits for the home relay.
const RELAY_WAIT: Duration = Duration::from_secs(5);
/// Handshakes with strangers that may be under way at once.
const MAX_HANDSHAKES: usize = 32;
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);
const QAD_PORT: u16 = 7842;

/// Gives each connection its number; shared by the tasks that dial and accept.
#[derive(Clone, Default)]
pub struct Ids(Arc<AtomicU64>);

impl Ids {
    pub fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

pub struct Endpoint {
    runtime: Option<Runtime>,
    endpoint: Option<iroh::Endpoint>,
    outbox: Outbox,
    inbox: mpsc::Receiver<Event>,
    ids: Ids,
}

pub fn new_endpoint(waker: SharedPtr<Waker>) -> Box<Endpoint> {
    // A panic in a task ends that task; nobody should have to read about it.
    std::panic::set_hook(Box::new(|_| {}));
    let (outbox, inbox) = queue(waker);
    Box::new(Endpoint {
        runtime: None,
        endpoint: None,
        outbox,
        inbox,
        ids: Ids::default(),
    })
}

impl Endpoint {
    pub fn bind(&mut self, options: &EndpointOptions) -> Status {
        let runtime = match tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("iroh")
            .enable_all()
            .build()
        {
            Ok(runtime) => runtime,
            Err(error) => return Status::new(Code::Internal, error),
        };
        let builder = match builder(options) {
            Ok(builder) => builder,
            Err(status) => return status,
        };
        let endpoint = match runtime.block_on(builder.bind()) {
            Ok(endpoint) => endpoint,
            Err(error) => return Status::new(Code::Bind, error),
        };
        let relayed = options.relay_mode != RelayMode::None;
        runtime.spawn(announce(endpoint.clone(), self.outbox.clone(), relayed));
        if !options.alpns.is_empty() {
            runtime.spawn(accept(endpoint.clone(), self.outbox.clone(), self.ids.clone()));
        }
        self.runtime = Some(runtime);
        self.endpoint = Some(endpoint);
        Status::ok()
    }

    pub fn id(&self) -> String {
        self.endpoint.as_ref().map_or(String::new(), |e| e.id().to_string())
    }

    pub fn ticket(&self, hide_addresses: bool) -> String {
        self.endpoint.as_ref().map_or(String::new(), |e| {
            let mut addr = e.addr();
            if hide_addresses {
                addr.addrs.retain(TransportAddr::is_relay);
            }
            EndpointTicket::new(addr).to_string()
        })
    }

    pub fn has_relay(&self) -> bool {
        self.endpoint
            .as_ref()
            .is_some_and(|e| e.addr().relay_urls().next().is_some())
    }

    pub fn net_report(&self) -> NetReport {
        net_report::read(self.endpoint.as_ref())
    }

    #[allow(clippy::ptr_arg)] // cxx knows no slice of strings
    pub fn connect(&self, ticket: &str, alpns: &Vec<String>, dial: u64) -> Status {
        let (Some(runtime), Some(endpoint)) = (&self.runtime, &self.endpoint) else {
            return Status::new(Code::Closed, "the endpoint is closed");
        };
        let addr = match ticket.parse::<EndpointTicket>() {
            Ok(ticket) => ticket.endpoint_addr().clone(),
            Err(error) => return Status::new(Code::BadInput, error),
        };
        let mut alpns = alpns.iter().map(|alpn| alpn.as_bytes().to_vec());
        let Some(first) = alpns.next() else {
            return Status::new(Code::BadInput, "no ALPN to dial with");
        };
        let options = ConnectOptions::new().with_additional_alpns(alpns.collect());
        let (endpoint, outbox, ids) = (endpoint.clone(), self.outbox.clone(), self.ids.clone());
        let handle = runtime.handle().clone();
        runtime.spawn(async move {
            let event = match dial_peer(endpoint, addr, first, options).await {
                Ok(connection) => {
                    let (id, outbox) = (ids.next(), outbox.clone());
                    let mut event = Event::new(EventKind::Connected, dial);
                    event.connection = Some(Box::new(move || Connection::start(connection, id, handle, outbox)));
                    event
                }
                Err((code, message)) => Event::failed(EventKind::ConnectFailed, dial, code, message),
            };
            outbox.post(event).await;
        });
        Status::ok()
    }

    /// Takes the next event; false if there is none.
    pub fn next_event(&mut self, event: &mut Event) -> bool {
        match self.inbox.try_recv() {
            Ok(next) => {
                *event = next;
                true
            }
            Err(_) => false,
        }
    }

    /// Tells all peers, waits for them `within_ms` at most, and ends all tasks.
    pub fn close(&mut self, within_ms: u64) {
        let (Some(runtime), Some(endpoint)) = (self.runtime.take(), self.endpoint.take()) else {
            return;
        };
        self.inbox.close();
        let limit = Duration::from_millis(within_ms);
        runtime.block_on(async { tokio::time::timeout(limit, endpoint.close()).await.ok() });
        // Joins the workers, so that none of them wakes a main loop that is gone.
        runtime.shutdown_timeout(Duration::from_millis(200));
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.close(0);
    }
}

fn builder(options: &EndpointOptions) -> Result<Builder, Status> {
    let bad = |error: &dyn ToString| Status::new(Code::BadInput, error.to_string());
    let key: [u8; 32] = options
        .secret_key
        .as_slice()
        .try_into()
        .map_err(|_| bad(&"a secret key has 32 bytes"))?;
    let mut builder = match options.relay_mode {
        RelayMode::Default => iroh::Endpoint::builder(presets::N0),
        RelayMode::Custom => iroh::Endpoint::builder(presets::Minimal).relay_mode(custom_relay(options)?),
        _ => iroh::Endpoint::builder(presets::Minimal).relay_mode(iroh::RelayMode::Disabled),
    };
    if !options.relay_ca_der.is_empty() {
        builder = builder.ca_tls_config(CaTlsConfig::custom_roots([options.relay_ca_der.clone().into()]));
    }
    if !options.bind.is_empty() {
        builder = builder
            .clear_ip_transports()
            .bind_addr(options.bind.as_str())
            .map_err(|error| bad(&error))?;
    }
    Ok(builder
        .secret_key(SecretKey::from_bytes(&key))
        .alpns(options.alpns.iter().map(|alpn| alpn.as_bytes().to_vec()).collect())
        .transport_config(transport::config(!options.alpns.is_empty())))
}

fn custom_relay(options: &EndpointOptions) -> Result<iroh::RelayMode, Status> {
    let url = RelayUrl::from_str(&options.relay_url).map_err(|error| Status::new(Code::BadInput, error))?;
    let quic = RelayQuicConfig::new(QAD_PORT);
    Ok(iroh::RelayMode::Custom(RelayMap::from(RelayConfig::new(
        url,
        Some(quic),
    ))))
}

async fn announce(endpoint: iroh::Endpoint, outbox: Outbox, relayed: bool) {
    if relayed {
        tokio::time::timeout(RELAY_WAIT, endpoint.online()).await.ok();
    }
    outbox.post(Event::new(EventKind::Ready, 0)).await;
}

async fn accept(endpoint: iroh::Endpoint, outbox: Outbox, ids: Ids) {
    let handle = tokio::runtime::Handle::current();
    let handshakes = Arc::new(Semaphore::new(MAX_HANDSHAKES));
    while let Some(incoming) = endpoint.accept().await {
        let Ok(permit) = handshakes.clone().try_acquire_owned() else {
            incoming.refuse();
            continue;
        };
        let (outbox, id, runtime) = (outbox.clone(), ids.next(), handle.clone());
        handle.spawn(async move {
            if let Some(connection) = handshake(incoming).await {
                let mut event = Event::new(EventKind::Incoming, id);
                let listener = outbox.clone();
                event.connection = Some(Box::new(move || Connection::start(connection, id, runtime, listener)));
                outbox.post(event).await;
            }
            drop(permit);
        });
    }
}

async fn handshake(incoming: Incoming) -> Option<iroh::endpoint::Connection> {
    let accepting = incoming.accept().ok()?;
    tokio::time::timeout(HANDSHAKE_LIMIT, accepting).await.ok()?.ok()
}

async fn dial_peer(
    endpoint: iroh::Endpoint,
    addr: iroh::EndpointAddr,
    alpn: Vec<u8>,
    options: ConnectOptions,
) -> Result<iroh::endpoint::Connection, (Code, String)> {
    let connecting = endpoint
        .connect_with_opts(addr, &alpn, options)
        .await
        .map_err(|error| (Code::Unreachable, error.to_string()))?;
    connecting.await.map_err(|error| {
        let code = if is_alpn_refusal(&error) {
            Code::NoCommonAlpn
        } else {
            Code::Unreachable
        };
        (code, error.to_string())
    })
}

/// TLS alert 120, `no_application_protocol` (RFC 7301), as QUIC carries it (RFC 9001, section 4.8).
fn is_alpn_refusal(error: &ConnectingError) -> bool {
    const NO_APPLICATION_PROTOCOL: u64 = 0x100 + 120;
    matches!(error, ConnectingError::ConnectionError { source, .. }
        if matches!(source, ConnectionError::ConnectionClosed(close)
            if u64::from(close.error_code) == NO_APPLICATION_PROTOCOL))
}
