// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/password_proof.h"

#include <glib.h>
#include <pixelpass-bridge/src/lib.rs.h>

#include <array>

namespace pixelpass::net {
namespace {

constexpr std::size_t confirmation_length = 32;

rust::Slice<const std::uint8_t> to_rust(ByteView bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

const guchar* to_glib(ByteView bytes) { return reinterpret_cast<const guchar*>(bytes.data()); }

struct Unref {
    void operator()(GHmac* hmac) const { g_hmac_unref(hmac); }
};

} // namespace

struct PasswordProof::Exchange {
    rust::Box<bridge::PasswordExchange> box;
};

PasswordProof::PasswordProof(Side side, const std::string& password, const Ids& ids)
    : side_(side)
    , exchange_(std::make_unique<Exchange>(Exchange{bridge::new_password_exchange(
          side == Side::host, to_rust(bytes_of(password)), ids.host, ids.viewer)})) {}

PasswordProof::~PasswordProof() = default;

Bytes PasswordProof::element() const {
    const auto message = std::as_bytes(std::span(exchange_->box->message()));
    return {message.begin(), message.end()};
}

bool PasswordProof::meet(ByteView element) {
    const auto key = exchange_->box->finish(to_rust(element));
    const auto bytes = std::as_bytes(std::span(key.data(), key.size()));
    key_.assign(bytes.begin(), bytes.end());
    return !key_.empty();
}

Bytes PasswordProof::confirmation_of(Side side) const {
    const auto label = bytes_of(side == Side::host ? "pixelpass/1 host" : "pixelpass/1 viewer");
    const std::unique_ptr<GHmac, Unref> hmac(g_hmac_new(G_CHECKSUM_SHA256, to_glib(key_), key_.size()));
    g_hmac_update(hmac.get(), to_glib(label), static_cast<gssize>(label.size()));
    Bytes confirmation(confirmation_length);
    gsize length = confirmation.size();
    g_hmac_get_digest(hmac.get(), reinterpret_cast<guint8*>(confirmation.data()), &length);
    return confirmation;
}

bool PasswordProof::is_confirmed_by(ByteView confirmation) const {
    if (key_.empty() || confirmation.size() != confirmation_length)
        return false;
    const auto expected = confirmation_of(side_ == Side::host ? Side::viewer : Side::host);
    // In a time that does not depend on where they differ.
    std::byte difference{};
    for (std::size_t i = 0; i < expected.size(); ++i)
        difference |= expected[i] ^ confirmation[i];
    return difference == std::byte{};
}

} // namespace pixelpass::net
