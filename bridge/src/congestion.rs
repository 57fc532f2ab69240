// SPDX-License-Identifier: MIT OR Apache-2.0
//! BBR3 with a floor under its window, for bursts of media on a path that loses packets at random.
//!
//! A live stream seldom fills its path, so BBR3 knows little of the path's rate; and from about 2 % of loss on it
//! takes each loss for a full queue. Its window then shrinks to what an average picture needs, and a keyframe waits
//! for several round trips, or is even given up. But loss without a growing round trip is not congestion: as long as
//! no queue is seen and most packets arrive, a keyframe's worth of data may be on its way.

use std::{
    any::Any,
    sync::Arc,
    time::{Duration, Instant},
};

use noq_proto::{
    RttEstimator,
    congestion::{Bbr3Config, Controller, ControllerFactory, ControllerMetrics},
};

/// What may be on its way on top of the stream's own rate: a keyframe of 720p and the pictures of its round trip.
const BURST: u64 = 64 << 10;
/// By how much the floor exceeds what the stream sends in a round trip.
const HEADROOM: u64 = 2;
/// Growth of the round trip that tells of a queue; more than a keyframe makes on a path that can carry the stream.
const QUEUE: Duration = Duration::from_millis(50);
/// Share of what is sent, as a divisor, that may get lost at random.
const LOSS_DIVISOR: u64 = 10;
/// How often rate and loss are judged.
const INTERVAL: Duration = Duration::from_secs(1);
/// How long the floor stays away after a queue or much loss was seen; longer each time it was of no use.
const CAUTION: Duration = Duration::from_secs(3);
const CAUTION_MAX: Duration = Duration::from_secs(60);

pub struct LiveConfig(pub Arc<Bbr3Config>);

impl ControllerFactory for LiveConfig {
    fn build(self: Arc<Self>, now: Instant, mtu: u16) -> Box<dyn Controller> {
        Box::new(Live {
            bbr: self.0.clone().build(now, mtu),
            room: Room::new(now),
        })
    }
}

/// Judges whether the path has room for a burst.
#[derive(Clone, Debug)]
struct Room {
    acked: u64,
    lost: u64,
    interval_began: Instant,
    careful_until: Instant,
    caution: Duration,
    floor: u64,
}

impl Room {
    fn new(now: Instant) -> Self {
        Self {
            acked: 0,
            lost: 0,
            interval_began: now,
            careful_until: now + INTERVAL,
            caution: CAUTION,
            floor: 0,
        }
    }

    fn on_ack(&mut self, now: Instant, bytes: u64, rtt: &RttEstimator) {
        self.acked += bytes;
        if rtt.get() > rtt.min() + QUEUE {
            self.be_careful(now);
        }
        let elapsed = now - self.interval_began;
        if elapsed < INTERVAL {
            return;
        }
        if self.lost * LOSS_DIVISOR > self.acked + self.lost {
            self.be_careful(now);
        }
        if now >= self.careful_until {
            let round_trip_bytes = self.acked as u128 * rtt.min().as_micros() / elapsed.as_micros();
            self.floor = BURST + HEADROOM * round_trip_bytes as u64;
        }
        (self.acked, self.lost, self.interval_began) = (0, 0, now);
    }

    fn be_careful(&mut self, now: Instant) {
        if self.floor > 0 {
            let lasted = now - self.careful_until;
            self.caution = if lasted > CAUTION_MAX {
                CAUTION
            } else {
                CAUTION_MAX.min(self.caution * 2)
            };
            self.floor = 0;
        }
        self.careful_until = now + self.caution;
    }
}

#[derive(Debug)]
struct Live {
    bbr: Box<dyn Controller>,
    room: Room,
}

impl Controller for Live {
    fn on_sent(&mut self, now: Instant, bytes: u64, largest_pn: u64) {
        self.bbr.on_sent(now, bytes, largest_pn);
    }

    fn on_packet_sent(&mut self, now: Instant, bytes: u16, pn: u64) {
        self.bbr.on_packet_sent(now, bytes, pn);
    }

    fn on_cwnd_limited(&mut self) {
        self.bbr.on_cwnd_limited();
    }

    fn on_ack(&mut self, now: Instant, sent: Instant, bytes: u64, pn: u64, app_limited: bool, rtt: &RttEstimator) {
        self.bbr.on_ack(now, sent, bytes, pn, app_limited, rtt);
        self.room.on_ack(now, bytes, rtt);
    }

    fn on_end_acks(&mut self, now: Instant, in_flight: u64, app_limited: bool, largest_acked: Option<u64>) {
        self.bbr.on_end_acks(now, in_flight, app_limited, largest_acked);
    }

    fn on_congestion_event(
        &mut self,
        now: Instant,
        sent: Instant,
        is_persistent: bool,
        is_ecn: bool,
        lost_bytes: u64,
        largest_lost_pn: u64,
    ) {
        self.bbr
            .on_congestion_event(now, sent, is_persistent, is_ecn, lost_bytes, largest_lost_pn);
        if is_persistent || is_ecn {
            self.room.be_careful(now);
        }
    }

    fn on_packet_lost(&mut self, lost_bytes: u16, pn: u64, now: Instant) {
        self.bbr.on_packet_lost(lost_bytes, pn, now);
        self.room.lost += u64::from(lost_bytes);
    }

    fn on_spurious_congestion_event(&mut self) {
        self.bbr.on_spurious_congestion_event();
    }

    fn on_mtu_update(&mut self, new_mtu: u16) {
        self.bbr.on_mtu_update(new_mtu);
    }

    fn on_ack_frequency_update(&mut self, ack_eliciting_threshold: u64, requested_max_ack_delay: Duration) {
        self.bbr
            .on_ack_frequency_update(ack_eliciting_threshold, requested_max_ack_delay);
    }

    fn window(&self) -> u64 {
        self.bbr.window().max(self.room.floor)
    }

    fn metrics(&self) -> ControllerMetrics {
        let mut metrics = self.bbr.metrics();
        metrics.congestion_window = self.window();
        metrics
    }

    fn clone_box(&self) -> Box<dyn Controller> {
        Box::new(Self {
            bbr: self.bbr.clone_box(),
            room: self.room.clone(),
        })
    }

    fn initial_window(&self) -> u64 {
        self.bbr.initial_window()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}
