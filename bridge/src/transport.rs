// SPDX-License-Identifier: MIT OR Apache-2.0
//! QUIC's settings for live media: quick to notice loss, a dead path and a dead peer.

use std::{sync::Arc, time::Duration};

use iroh::endpoint::{AckFrequencyConfig, IdleTimeout, QuicTransportConfig, VarInt};
use noq_proto::congestion::Bbr3Config;

use crate::congestion::LiveConfig;

/// Streams a peer may have open at once. A host sends uni-streams, and a viewer opens bi-streams alone.
const MAX_UNI_STREAMS: u32 = 1024;
const MAX_BI_STREAMS: u32 = 8;
/// What QUIC takes and cannot give back. On pixelpass/0's one stream it hides delay; for pixelpass/1 it exceeds what
/// 80 Mbit/s have under way in 100 ms.
const SEND_WINDOW: u64 = 1 << 20;
const STREAM_WINDOW: u32 = 8 << 20;
const RECEIVE_WINDOW: u32 = 16 << 20;
/// A viewer has little to say.
const HOST_RECEIVE_WINDOW: u32 = 256 << 10;
/// A first keyframe of a full screen should not wait for slow start: 32 packets, as large sites do.
const INITIAL_WINDOW: u64 = 32 * 1200;

pub fn config(is_host: bool) -> QuicTransportConfig {
    let (uni_streams, bi_streams, receive_window) = if is_host {
        (0, MAX_BI_STREAMS, HOST_RECEIVE_WINDOW)
    } else {
        (MAX_UNI_STREAMS, 0, RECEIVE_WINDOW)
    };
    let mut congestion = Bbr3Config::default();
    congestion.initial_window(INITIAL_WINDOW);
    let mut acks = AckFrequencyConfig::default();
    acks.max_ack_delay(Some(Duration::from_millis(5)));
    QuicTransportConfig::builder()
        .congestion_controller_factory(Arc::new(LiveConfig(Arc::new(congestion))))
        .ack_frequency_config(Some(acks))
        .max_idle_timeout(Some(IdleTimeout::from(VarInt::from_u32(4_000))))
        .keep_alive_interval(Duration::from_secs(1))
        .default_path_max_idle_timeout(Duration::from_secs(3))
        .default_path_keep_alive_interval(Duration::from_secs(1))
        .max_concurrent_uni_streams(VarInt::from_u32(uni_streams))
        .max_concurrent_bidi_streams(VarInt::from_u32(bi_streams))
        .stream_receive_window(VarInt::from_u32(STREAM_WINDOW))
        .receive_window(VarInt::from_u32(receive_window))
        .send_window(SEND_WINDOW)
        .send_fairness(false)
        .build()
}
