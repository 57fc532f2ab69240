// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <memory>
#include <string>

namespace pixelpass::net {

/// One side's proof, in one session, that it knows a password: SPAKE2, then a confirmation each way;
/// docs/protocol.md, "Password". Who does not know it learns whether one guess was right, and nothing to try
/// others on.
class PasswordProof {
public:
    enum class Side : std::uint8_t { host, viewer };
    /// The endpoint ids, as the handshake has proven them.
    struct Ids {
        std::string host;
        std::string viewer;
    };

    PasswordProof(Side side, const std::string& password, const Ids& ids);
    ~PasswordProof();
    PasswordProof(const PasswordProof&) = delete;
    PasswordProof& operator=(const PasswordProof&) = delete;

    /// What the other side needs for meet().
    [[nodiscard]] Bytes element() const;
    /// Takes the other side's, once. False if it is none.
    [[nodiscard]] bool meet(ByteView element);
    /// Tells the other side that we know the password; after meet().
    [[nodiscard]] Bytes confirmation() const { return confirmation_of(side_); }
    /// Whether the other side knows it, by its confirmation; after meet().
    [[nodiscard]] bool is_confirmed_by(ByteView confirmation) const;

private:
    struct Exchange;

    [[nodiscard]] Bytes confirmation_of(Side side) const;

    Side side_;
    std::unique_ptr<Exchange> exchange_;
    Bytes key_;
};

} // namespace pixelpass::net
