// SPDX-License-Identifier: MIT OR Apache-2.0
//! What an endpoint has found out about the network around it, as C++ sees it. iroh calls its own form of
//! this unstable: it goes no further than this file.

use iroh::Watcher;

use crate::ffi::{Mapping, NetReport};

/// Never waits: `known` says whether there is anything yet.
pub fn read(endpoint: Option<&iroh::Endpoint>) -> NetReport {
    let found = endpoint.and_then(|endpoint| endpoint.net_report().get());
    let home = endpoint.and_then(|endpoint| endpoint.home_relay_status().get().into_iter().next());
    let known = found.is_some();
    let found = found.unwrap_or_default();
    let text = |address: Option<String>| address.unwrap_or_default();
    let rtt = home.as_ref().and_then(|home| {
        let to_home = found.relay_latency.iter().filter(|(_, url, _)| *url == home.url());
        to_home.map(|(_, _, latency)| latency).min()
    });
    NetReport {
        known,
        udp: found.has_udp(),
        mapping: match found.mapping_varies_by_dest() {
            None => Mapping::Unknown,
            Some(false) => Mapping::Same,
            Some(true) => Mapping::Varies,
        },
        public_v4: text(found.global_v4.map(|address| address.to_string())),
        public_v6: text(found.global_v6.map(|address| address.to_string())),
        captive_portal: found.captive_portal == Some(true),
        relay: text(home.as_ref().map(|home| home.url().to_string())),
        relay_connected: home.as_ref().is_some_and(|home| home.is_connected()),
        relay_error: text(
            home.as_ref()
                .and_then(|home| home.last_error())
                .map(|error| format!("{error:#}")),
        ),
        relay_rtt_us: rtt.map_or(0, |rtt| u64::try_from(rtt.as_micros()).unwrap_or(u64::MAX)),
    }
}
